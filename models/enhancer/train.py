"""Trains the enhancer on the DAVIS-2016 training sequences: `python -m models.enhancer.train --minutes 75`.

An interrupted run resumes from `--checkpoint`. Three training sequences are held out to watch the gain. The VOS
features (`--feature-weight`) are for the end of training: they take half of a step's time. `--fine-tune` trains the
weights of an earlier run further, with the filter of grid.py.
"""

import argparse
import dataclasses
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from models.common.training import (
    Loss,
    Schedule,
    adam_run,
    add_training_arguments,
    train,
    training_device,
)
from models.common.weights import read_weights
from models.enhancer.aligned import load_aligned_sequences
from models.enhancer.held_out import HELD_OUT, held_out_gains
from models.enhancer.network import GRID_FILTER, Enhancer, zeroed
from models.enhancer.pairs import Batch, PairSampler
from models.enhancer.pattern_loss import pattern_loss
from models.enhancer.planes import LUMA_PHASES
from models.enhancer.vos_features import COMPACT, NETWORKS, View, VosFeatures

SCHEDULE = Schedule(rates=(1e-3,), warm_up_steps=200, decay_from=0.6, average_decay=0.999)
OBJECT_WEIGHT = 20.0  # of a squared error inside the object; errors outside have weight 1
CHROMA_WEIGHT = 0.1  # the default: the target is PSNR-Y, chroma only has to improve as well


def relative_error(enhanced: Tensor, batch: Batch, chroma_weight: float = CHROMA_WEIGHT) -> Tensor:
    """Squared error relative to that of the decoded frame, mean over the batch: 1 for no enhancement.

    PSNR is logarithmic, so that a decibel weighs the same in good and bad frames. Errors are divided by the whole
    frame's, since dividing by the crop's own would give flat crops too much weight.
    """
    errors = (enhanced - batch.original).square() * (1 + (OBJECT_WEIGHT - 1) * batch.cover)
    luma = errors[:, :LUMA_PHASES].mean((1, 2, 3)) / batch.frame_error[:, 0]
    chroma = errors[:, LUMA_PHASES:].mean((1, 2, 3)) / batch.frame_error[:, 1]
    return (luma + chroma_weight * chroma).mean() / (1 + chroma_weight)


@dataclass(frozen=True)
class LossWeights:
    chroma: float = CHROMA_WEIGHT
    features: float = 0.0
    patterns: float = 0.0


def loss_of(
    network: Enhancer, batch: Batch, features: VosFeatures | None, weights: LossWeights, random: np.random.Generator
) -> Tensor:
    """Computes the relative error of samples, and adds that of one network's features, and regular patterns."""
    with torch.autocast(batch.compressed.device.type, torch.bfloat16):
        enhanced = network(batch.compressed, batch.aligned, batch.crf, batch.packets, batch.guidance).float()
        loss = relative_error(enhanced, batch, weights.chroma)
        if features is not None:
            view, chosen = View.random(random), int(random.integers(len(features.networks)))
            seen = features.relative_error(enhanced, batch.compressed, batch.original, view, chosen)
            loss = loss + weights.features * seen
    if weights.patterns:
        loss = loss + weights.patterns * pattern_loss(enhanced, batch.compressed)
    return loss


def main() -> None:
    arguments = _arguments()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    device = training_device()
    sequences = load_aligned_sequences(arguments.davis_train, arguments.cache)
    watched = [sequence for sequence in sequences if sequence.compressed.name in HELD_OUT]
    trained = [sequence for sequence in sequences if sequence.compressed.name not in HELD_OUT]
    network = Enhancer(grid_filter=arguments.fine_tune is not None)
    weights = LossWeights(arguments.chroma_weight, arguments.feature_weight, arguments.pattern_weight)
    networks = tuple(arguments.feature_networks.split(","))
    features = VosFeatures(device, networks, arguments.backbone) if arguments.feature_weight else None
    if arguments.start:
        load_single_frame(network, torch.load(arguments.start, map_location="cpu", weights_only=True))
    if arguments.fine_tune:
        network.load_state_dict(read_weights(arguments.fine_tune) | {GRID_FILTER: torch.ones(())})
    run = adam_run(network, dataclasses.replace(SCHEDULE, rates=(arguments.rate,)), device)
    run.resume(arguments.checkpoint)
    # The seed changes after an interruption; otherwise the same crops would come again.
    sampler = PairSampler(trained, arguments.crop, arguments.seed + run.step)

    def loss(_progress: float) -> Loss:
        batch = sampler.batch(arguments.batch).to(device)
        return Loss(loss_of(run.network, batch, features, weights, sampler.random))

    def evaluate() -> str:
        gains = held_out_gains(run.average, watched, device)
        return "  ".join(f"CRF {crf} {whole:+.3f} ({inside:+.3f})" for crf, (whole, inside) in gains.items())

    train(run, run.clock(arguments.minutes), loss, arguments.checkpoint, arguments.log_minutes, evaluate)


def load_single_frame(network: Enhancer, weights: dict[str, Tensor]) -> None:
    """Starts from the weights of the first version, whose inputs were one frame and its CRF.

    New weights start at zero, so that training begins with that version's results.
    """
    state = network.state_dict()
    zeroed(network.others)
    for name, value in weights.items():
        if state[name].shape == value.shape:
            state[name].copy_(value)
        else:  # the CRF was the only condition
            state[name].zero_()[:, :1].copy_(value)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_training_arguments(parser, minutes=75, log_minutes=4)
    parser.add_argument("--cache", type=Path, required=True, help="see models/data/compression.py, aligned.py")
    parser.add_argument("--start", type=Path, help="weights.pt of the single-frame enhancer, to begin with")
    parser.add_argument("--fine-tune", type=Path, help="weights or checkpoint to begin with, now with the grid filter")
    parser.add_argument("--rate", type=float, default=SCHEDULE.rates[0], help="largest learning rate")
    parser.add_argument("--chroma-weight", type=float, default=CHROMA_WEIGHT, help="of a squared error; luma has 1")
    parser.add_argument("--feature-weight", type=float, default=0, help="of the VOS features in the loss")
    parser.add_argument("--pattern-weight", type=float, default=0, help="of regular patterns in flat areas")
    parser.add_argument("--feature-networks", default=COMPACT, help=f"comma-separated, of {', '.join(NETWORKS)}")
    parser.add_argument("--backbone", type=Path, default=Path("../shared/backbones/squeezenet_v1.1_fp32.npz"))
    parser.add_argument("--batch", type=int, default=16, help="crops per step")
    parser.add_argument("--crop", type=int, default=128, help="side in luma pixels, a multiple of 8")
    return parser.parse_args()


if __name__ == "__main__":
    main()
