"""Trains the enhancer on the DAVIS-2016 training sequences: `python -m models.enhancer.train --minutes 45`.

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
from torch import Tensor

from models.data.compression import CompressedSequence, load_compressed_sequences
from models.enhancer.network import MULTIPLE, Enhancer
from models.enhancer.pairs import Batch, PairSampler
from models.enhancer.planes import frame_to_planes, to_network

HELD_OUT = ("lucia", "motorbike", "stroller")
WATCHED_CRFS = (37, 42, 45, 48)
RATE = 1e-3
WARM_UP_STEPS = 200
DECAY_FROM = 0.6  # share of the time after which the learning rate falls to zero
EMA_DECAY = 0.999
OBJECT_WEIGHT = 1.5  # of a squared error inside the object, against 1 outside
CHROMA_WEIGHT = 0.1  # PSNR-Y counts; chroma only has to improve as well
SECONDS_BETWEEN_CHECKPOINTS = 120


def remaining_error(enhanced: Tensor, batch: Batch) -> Tensor:
    """The share of each frame's squared error that is left, mean over the batch: 1 for no enhancement.

    PSNR is a logarithm of each frame's error, so that one decibel is worth the same in a good frame and in a bad one:
    squared errors are divided by the whole frame's error (of a crop's own error, flat crops would get too much weight).
    """
    errors = (enhanced - batch.original).square() * (1 + (OBJECT_WEIGHT - 1) * batch.cover)
    luma = errors[:, :4].mean((1, 2, 3)) / batch.frame_error[:, 0]
    chroma = errors[:, 4:].mean((1, 2, 3)) / batch.frame_error[:, 1]
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
            enhanced = self.network(
                batch.compressed.contiguous(memory_format=torch.channels_last), batch.crf, batch.guidance
            )
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


@torch.no_grad()
def held_out_gain(network: Enhancer, sequences: list[CompressedSequence], device: torch.device) -> dict[int, float]:
    """Gain in dB PSNR-Y by CRF: the middle of four frames of each held-out sequence, with its exact mask."""
    gains = {}
    for crf in WATCHED_CRFS:
        found = []
        for sequence in sequences:
            for kept in np.linspace(1, len(sequence.original) - 1, 4).astype(int):
                window = (slice(None), slice(64, 176), slice(96, 320))  # half resolution, on the block grid
                compressed, original = (
                    to_network(frame_to_planes(frame, sequence.width, sequence.height)[window], MULTIPLE)
                    for frame in (sequence.decoded[crf][kept], sequence.original[kept])
                )
                mask = sequence.masks[sequence.frame_indices[kept]][None][window] / np.float32(4)
                inputs = (compressed, np.array(crf, np.float32), mask)
                enhanced = network(*(torch.from_numpy(value)[None].to(device) for value in inputs))[0].cpu().numpy()
                before, after = (np.square(picture - original)[:4].mean() for picture in (compressed, enhanced))
                found.append(10 * np.log10(before / after))
        gains[crf] = float(np.mean(found))
    return gains


def main() -> None:
    arguments = _arguments()
    torch.manual_seed(arguments.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    sequences = load_compressed_sequences(arguments.davis_train, arguments.cache)
    watched = [sequence for sequence in sequences if sequence.name in HELD_OUT]
    run = Run(Enhancer(), device)
    if arguments.checkpoint.exists():
        run.load(arguments.checkpoint)
        print(f"continues at step {run.step} after {run.seconds / 60:.1f} minutes", flush=True)
    trained = [sequence for sequence in sequences if sequence.name not in HELD_OUT]
    # Another seed after an interruption: the same crops would come again.
    sampler = PairSampler(trained, arguments.crop, arguments.seed + run.step)

    end, losses = 60 * arguments.minutes, []
    begun, saved = time.monotonic() - run.seconds, time.monotonic()
    while (progress := (time.monotonic() - begun) / end) < 1:
        losses.append(run.train_on(sampler.batch(arguments.batch).to(device), progress))
        run.seconds = time.monotonic() - begun
        if time.monotonic() - saved > SECONDS_BETWEEN_CHECKPOINTS or run.seconds >= end:
            run.save(arguments.checkpoint)
            gains = held_out_gain(run.average, watched, device)
            shown = "  ".join(f"CRF {crf} {gain:+.3f} dB" for crf, gain in gains.items())
            print(f"{run.seconds / 60:5.1f} min  step {run.step}  left {np.mean(losses):.4f}  {shown}", flush=True)
            saved, losses = time.monotonic(), []


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--davis-train", type=Path, default=Path("../shared/davis-train"))
    parser.add_argument("--cache", type=Path, required=True, help="of training pairs, see models/data/compression.py")
    parser.add_argument("--checkpoint", type=Path, required=True, help="read if it exists, written every two minutes")
    parser.add_argument("--minutes", type=float, default=45)
    parser.add_argument("--batch", type=int, default=16, help="crops per step")
    parser.add_argument("--crop", type=int, default=128, help="side in luma pixels, a multiple of 8")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
