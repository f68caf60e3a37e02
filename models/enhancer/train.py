"""Trains the enhancer on the DAVIS-2016 training sequences: `python -m models.enhancer.train --minutes 240`.

The schedule follows the clock, not a number of steps, so that a run ends on time on a busy machine. An interrupted
run continues from `--checkpoint`. Three training sequences are held out to watch the gain.
"""

import argparse
import copy
import os
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from models.enhancer.aligned import load_aligned_sequences
from models.enhancer.held_out import HELD_OUT, held_out_gain
from models.enhancer.network import Enhancer
from models.enhancer.pairs import Batch, PairSampler
from models.enhancer.planes import LUMA_PHASES

RATE = 1e-3
WARM_UP_STEPS = 200
DECAY_FROM = 0.6  # share of the time after which the learning rate falls to zero
EMA_DECAY = 0.999
OBJECT_WEIGHT = 8.0  # of a squared error inside the object, against 1 outside
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


def learning_rate(step: int, progress: float) -> float:
    """progress: share of the training time that is over."""
    return RATE * min(1.0, (step + 1) / WARM_UP_STEPS, max(0.0, (1 - progress) / (1 - DECAY_FROM)))


class Run:
    """All state of a training run: what a checkpoint holds."""

    def __init__(self, network: Enhancer, device: torch.device):
        # Channels last and bfloat16 convolutions made a step on a processor with AVX512_BF16 three times as fast.
        self.network = network.to(device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=RATE, betas=(0.9, 0.99))
        self.step, self.seconds = 0, 0.0

    def train_on(self, batch: Batch, progress: float) -> float:
        for group in self.optimizer.param_groups:
            group["lr"] = learning_rate(self.step, progress)
        with torch.autocast(batch.compressed.device.type, torch.bfloat16):
            enhanced = self.network(batch.compressed, batch.aligned, batch.crf, batch.packets, batch.guidance)
        loss = remaining_error(enhanced.float(), batch)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        decay = min(EMA_DECAY, (1 + self.step) / (10 + self.step))
        for average, value in zip(self.average.parameters(), self.network.parameters(), strict=True):
            average.lerp_(value.detach(), 1 - decay)
        self.step += 1
        return loss.item()

    def save(self, path: Path) -> None:
        partial = path.with_suffix(".partial")
        state = {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "seconds": self.seconds,
        }
        torch.save(state, partial)
        os.replace(partial, path)

    def load(self, path: Path) -> None:
        state = torch.load(path, map_location="cpu", weights_only=True)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]


def main() -> None:
    arguments = _arguments()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    sequences = load_aligned_sequences(arguments.davis_train, arguments.cache)
    watched = [sequence for sequence in sequences if sequence.compressed.name in HELD_OUT]
    trained = [sequence for sequence in sequences if sequence.compressed.name not in HELD_OUT]
    network = Enhancer()
    if arguments.start:
        load_single_frame(network, torch.load(arguments.start, map_location="cpu", weights_only=True))
    run = Run(network, device)
    if arguments.checkpoint.exists():
        run.load(arguments.checkpoint)
        print(f"continues at step {run.step} after {run.seconds / 60:.1f} minutes", flush=True)
    # Another seed after an interruption: the same crops would come again.
    sampler = PairSampler(trained, arguments.crop, arguments.seed + run.step)

    end, losses = 60 * arguments.minutes, []
    begun, saved = time.monotonic() - run.seconds, time.monotonic()
    while (progress := (time.monotonic() - begun) / end) < 1:
        losses.append(run.train_on(sampler.batch(arguments.batch).to(device), progress))
        run.seconds = time.monotonic() - begun
        if time.monotonic() - saved > 60 * arguments.log_minutes or run.seconds >= end:
            run.save(arguments.checkpoint)
            gains = held_out_gain(run.average, watched, device)
            shown = "  ".join(f"CRF {crf} {whole:+.3f} ({inside:+.3f})" for crf, (whole, inside) in gains.items())
            print(f"{run.seconds / 60:5.1f} min  step {run.step}  left {np.mean(losses):.4f}  {shown}", flush=True)
            saved, losses = time.monotonic(), []


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
    parser.add_argument("--davis-train", type=Path, default=Path("../shared/davis-train"))
    parser.add_argument("--cache", type=Path, required=True, help="see models/data/compression.py, aligned.py")
    parser.add_argument("--checkpoint", type=Path, required=True, help="read if it exists, and written")
    parser.add_argument("--start", type=Path, help="weights.pt of the single-frame enhancer, to begin with")
    parser.add_argument("--minutes", type=float, default=240)
    parser.add_argument("--log-minutes", type=float, default=4, help="between checkpoints and log lines")
    parser.add_argument("--batch", type=int, default=16, help="crops per step")
    parser.add_argument("--crop", type=int, default=128, help="side in luma pixels, a multiple of 8")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
