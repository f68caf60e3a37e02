"""Trains the enhancer on the DAVIS-2016 training sequences: `python -m models.enhancer.train --minutes 75`.

An interrupted run continues from `--checkpoint`. Three training sequences are held out to watch the gain. What a VOS
network sees (`--feature-weight`) counts at the end only: it takes half of a step's time.
"""

import argparse
from pathlib import Path

import torch
from torch import Tensor, nn

from models.common.training import (
    Loss,
    Schedule,
    adam_run,
    add_training_arguments,
    train,
    training_device,
)
from models.enhancer.aligned import load_aligned_sequences
from models.enhancer.held_out import HELD_OUT, held_out_gain
from models.enhancer.network import Enhancer
from models.enhancer.pairs import Batch, PairSampler
from models.enhancer.planes import LUMA_PHASES
from models.enhancer.vos_features import VosFeatures

SCHEDULE = Schedule(rates=(1e-3,), warm_up_steps=200, decay_from=0.6, average_decay=0.999)
OBJECT_WEIGHT = 20.0  # of a squared error inside the object, against 1 outside
CHROMA_WEIGHT = 0.1  # PSNR-Y counts; chroma only has to improve as well


def remaining_error(enhanced: Tensor, batch: Batch) -> Tensor:
    """The share of each frame's squared error that is left, mean over the batch: 1 for no enhancement.

    PSNR is a logarithm of each frame's error, so that one decibel is worth the same in a good frame and in a bad one:
    squared errors are divided by the whole frame's error (of a crop's own error, flat crops would get too much weight).
    """
    errors = (enhanced - batch.original).square() * (1 + (OBJECT_WEIGHT - 1) * batch.cover)
    luma = errors[:, :LUMA_PHASES].mean((1, 2, 3)) / batch.frame_error[:, 0]
    chroma = errors[:, LUMA_PHASES:].mean((1, 2, 3)) / batch.frame_error[:, 1]
    return (luma + CHROMA_WEIGHT * chroma).mean() / (1 + CHROMA_WEIGHT)


def loss_of(network: Enhancer, batch: Batch, features: VosFeatures | None, feature_weight: float) -> Tensor:
    """The share of the samples' error that is left, and `feature_weight` times that of the VOS features' error."""
    with torch.autocast(batch.compressed.device.type, torch.bfloat16):
        enhanced = network(batch.compressed, batch.aligned, batch.crf, batch.packets, batch.guidance).float()
        left = remaining_error(enhanced, batch)
        if features is None:
            return left
        return left + feature_weight * features.remaining_error(enhanced, batch.compressed, batch.original)


def main() -> None:
    arguments = _arguments()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    device = training_device()
    sequences = load_aligned_sequences(arguments.davis_train, arguments.cache)
    watched = [sequence for sequence in sequences if sequence.compressed.name in HELD_OUT]
    trained = [sequence for sequence in sequences if sequence.compressed.name not in HELD_OUT]
    network = Enhancer()
    features = VosFeatures(device) if arguments.feature_weight else None
    if arguments.start:
        load_single_frame(network, torch.load(arguments.start, map_location="cpu", weights_only=True))
    run = adam_run(network, SCHEDULE, device)
    run.resume(arguments.checkpoint)
    # Another seed after an interruption: the same crops would come again.
    sampler = PairSampler(trained, arguments.crop, arguments.seed + run.step)

    def loss(_progress: float) -> Loss:
        batch = sampler.batch(arguments.batch).to(device)
        return Loss(loss_of(run.network, batch, features, arguments.feature_weight))

    def evaluate() -> str:
        gains = held_out_gain(run.average, watched, device)
        return "  ".join(f"CRF {crf} {whole:+.3f} ({inside:+.3f})" for crf, (whole, inside) in gains.items())

    train(run, run.clock(arguments.minutes), loss, arguments.checkpoint, arguments.log_minutes, evaluate)


def load_single_frame(network: Enhancer, weights: dict[str, Tensor]) -> None:
    """Takes over the weights of the enhancer that saw one frame and knew its CRF only (this package's first version).

    What is new starts at zero, so that training begins with that enhancer's results.
    """
    state = network.state_dict()
    nn.init.zeros_(network.others.weight)
    nn.init.zeros_(network.others.bias)
    for name, value in weights.items():
        if state[name].shape == value.shape:
            state[name].copy_(value)
        else:  # from conditions to a hidden layer: the CRF was the only one
            state[name].zero_()[:, :1].copy_(value)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_training_arguments(parser, minutes=75, log_minutes=4)
    parser.add_argument("--cache", type=Path, required=True, help="see models/data/compression.py, aligned.py")
    parser.add_argument("--start", type=Path, help="weights.pt of the single-frame enhancer, to begin with")
    parser.add_argument("--feature-weight", type=float, default=0, help="of the VOS features in the loss")
    parser.add_argument("--batch", type=int, default=16, help="crops per step")
    parser.add_argument("--crop", type=int, default=128, help="side in luma pixels, a multiple of 8")
    return parser.parse_args()


if __name__ == "__main__":
    main()
