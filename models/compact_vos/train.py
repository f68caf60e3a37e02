"""Trains Compact VOS on the thirty DAVIS-2016 training sequences: `python -m models.compact_vos.train`.

The schedule follows the clock, not a number of steps, so that a run ends on time on a busy machine. Interrupted runs
continue from `--checkpoint`. Four of the sequences are held out and scored every `--minutes-between-scores`.
"""

import argparse
import copy
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset

from models.compact_vos.backbone import load_backbone
from models.compact_vos.checkpoint import TrainingState, load_state, save_state
from models.compact_vos.held_out import HELD_OUT, held_out_overlaps
from models.compact_vos.losses import mean_overlap, segmentation_loss
from models.compact_vos.network import CompactVOS
from models.compact_vos.unroll import Batch, unroll
from models.compact_vos.weights import load_network
from models.data.clips import ClipShape, random_clip
from models.data.davis_train import TrainingSequence, load_training_sequences

TRUNK_RATE, RATE, READER_RATE = 5e-5, 6e-4, 3e-3  # the reader's two numbers are logarithms and have far to go
DECAY_FROM = 0.6  # share of the time after which the learning rates decay
EMA_DECAY = 0.999
SECONDS_BETWEEN_CHECKPOINTS = 150
SECONDS_BETWEEN_LINES = 60
LARGEST_GAPS = (5, 25)  # frames, at the beginning and from half of the time
COMPRESSED_CRFS = (27, 32, 37, 42, 45, 48, 51)
# From which share of the time, clips per step, their frames, height and width: towards the test's sizes and lengths.
PHASES = ((0.0, 6, 4, 192, 192), (0.35, 4, 6, 208, 256), (0.7, 3, 7, 240, 352))


@dataclass(frozen=True)
class Clock:
    """What share of the schedule is over: from `begin` on, all of it after `seconds`."""

    start: float  # time.time() at which the run would have begun without interruptions
    seconds: float
    begin: float = 0.0

    def elapsed(self) -> float:
        return time.time() - self.start

    def progress(self) -> float:
        return self.begin + (1 - self.begin) * self.elapsed() / self.seconds


def phase(progress: float) -> tuple[int, ClipShape]:
    """Clips per step and their shape, at a share of the training time."""
    _, clips, frames, height, width = [row for row in PHASES if row[0] <= max(0.0, progress)][-1]
    largest_gap = int(np.interp(progress, (0, 0.5), LARGEST_GAPS))
    return clips, ClipShape(frames, height, width, largest_gap)


def rate_factor(progress: float, step: int) -> float:
    """Of the learning rates: up over 200 steps, down to a hundredth at the end."""
    decay = (1 - progress) / (1 - DECAY_FROM)
    return min(1.0, (step + 1) / 200) * min(1.0, max(0.01, decay))


class ClipStream(IterableDataset):
    """Endless random batches; each worker has its own random numbers, and the clock decides the phase."""

    def __init__(self, sequences: list[TrainingSequence], compressed_share: float, seed: int, clock: Clock) -> None:
        self.sequences, self.compressed_share = sequences, compressed_share
        self.seed, self.clock = seed, clock

    def __iter__(self) -> Iterator[Batch]:
        cv2.setNumThreads(1)
        worker = torch.utils.data.get_worker_info()
        random = np.random.default_rng([self.seed, worker.id if worker else 0])
        while True:
            count, shape = phase(self.clock.progress())
            yield Batch([random_clip(self.sequences, shape, random, self.compressed_share) for _ in range(count)])


class Trainer:
    """A network on its way: steps, averaged weights, and what the log says of them."""

    def __init__(self, network: CompactVOS, device: torch.device) -> None:
        # channels_last with bfloat16 halves a step's time on a CPU with AVX512_BF16.
        self.network = network.to(device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        self.device, self.steps = device, 0
        self.optimiser = torch.optim.AdamW(
            [
                {"params": _trained(network.trunk), "rate": TRUNK_RATE},
                {"params": _trained(network, network.trunk, network.reader), "rate": RATE},
                {"params": _trained(network.reader), "rate": READER_RATE, "weight_decay": 0.0},
            ],
            weight_decay=1e-3,
        )
        self.figures: list[tuple[float, float, float]] = []  # loss, J and gradient norm since the last line

    def step(self, batch: Batch, progress: float) -> None:
        for group in self.optimiser.param_groups:
            group["lr"] = group["rate"] * rate_factor(progress, self.steps)
        batch = batch.to(self.device)
        with torch.autocast(self.device.type, torch.bfloat16):
            logits, probabilities = unroll(self.network, batch)
        hard_share = float(np.interp(progress, (0.05, 0.3), (1.0, 0.25)))
        loss = segmentation_loss(logits, probabilities, batch.masks[1:], hard_share)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norm = nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        if torch.isfinite(norm):  # one bad step must not end the run
            self.optimiser.step()
        self.steps += 1
        self._average()
        self.figures.append((loss.item(), mean_overlap(probabilities.detach(), batch.masks[1:]), norm.item()))

    @torch.no_grad()
    def _average(self) -> None:
        decay = min(EMA_DECAY, (1 + self.steps) / (10 + self.steps))
        for kept, new in zip(self.average.parameters(), self.network.parameters(), strict=True):
            kept.lerp_(new, 1 - decay)

    def state(self, elapsed: float) -> TrainingState:
        return TrainingState(
            self.network.state_dict(), self.average.state_dict(), self.optimiser.state_dict(), self.steps, elapsed
        )

    def restore(self, state: TrainingState) -> None:
        self.network.load_state_dict(state.network)
        self.average.load_state_dict(state.average)
        self.optimiser.load_state_dict(state.optimiser)
        self.steps = state.steps


class Every:
    """True once each time a number of seconds has gone by."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.last = seconds, time.time()

    def __call__(self) -> bool:
        due = time.time() - self.last >= self.seconds
        if due:
            self.last = time.time()
        return due


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    network = load_network(arguments.start_from).train() if arguments.start_from else CompactVOS()
    if arguments.start_from:
        network.requires_grad_(True).trunk.conv1.requires_grad_(False)
    else:
        load_backbone(network.trunk, arguments.backbone)
    trainer = Trainer(network, torch.device("cuda" if torch.cuda.is_available() else "cpu"))
    elapsed = 0.0
    if arguments.checkpoint.exists():
        state = load_state(arguments.checkpoint)
        trainer.restore(state)
        elapsed = state.elapsed
        print(f"continuing at step {state.steps}, minute {elapsed / 60:.1f}", flush=True)

    crfs = COMPRESSED_CRFS if arguments.compressed_share else ()
    sequences = load_training_sequences(arguments.davis_train, arguments.cache, crfs)
    held_out_names = arguments.held_out.split(",")
    held_out = [sequence for sequence in sequences if sequence.name in held_out_names]
    trained = [sequence for sequence in sequences if sequence.name not in held_out_names]
    clock = Clock(time.time() - elapsed, arguments.minutes * 60, arguments.begin)
    stream = ClipStream(trained, arguments.compressed_share, arguments.seed + trainer.steps, clock)
    batches = iter(DataLoader(stream, batch_size=None, num_workers=arguments.workers, prefetch_factor=4))
    save_due, line_due = Every(SECONDS_BETWEEN_CHECKPOINTS), Every(SECONDS_BETWEEN_LINES)
    score_due = Every(arguments.minutes_between_scores * 60)
    shown_at, shown_steps = time.time(), trainer.steps
    while (elapsed := clock.elapsed()) < clock.seconds:
        trainer.step(next(batches), clock.progress())
        if line_due():
            loss, overlap, norm = np.mean(trainer.figures, axis=0)
            pace = (trainer.steps - shown_steps) / (time.time() - shown_at) * 60
            print(
                f"minute {elapsed / 60:5.1f} step {trainer.steps} loss {loss:.3f} J {overlap:.3f} "
                f"gradient {norm:.2f} {pace:.0f} steps/min",
                flush=True,
            )
            shown_at, shown_steps, trainer.figures = time.time(), trainer.steps, []
        if save_due():
            save_state(arguments.checkpoint, trainer.state(clock.elapsed()))
        if held_out and score_due():
            paused_at = time.time()
            _print_scores(elapsed, trainer, held_out)
            shown_at += time.time() - paused_at
    save_state(arguments.checkpoint, trainer.state(elapsed))
    if held_out:
        _print_scores(elapsed, trainer, held_out)
    print(f"done: {trainer.steps} steps in {elapsed / 60:.1f} minutes", flush=True)


def _print_scores(elapsed: float, trainer: Trainer, held_out: list[TrainingSequence]) -> None:
    overlaps = held_out_overlaps(trainer.average, held_out)
    each = ", ".join(f"{name} {overlap:.3f}" for name, overlap in overlaps.items())
    mean = np.mean(list(overlaps.values()))
    print(f"minute {elapsed / 60:5.1f} step {trainer.steps} held-out J {mean:.3f} ({each})", flush=True)


def _trained(part: nn.Module, *besides: nn.Module) -> list[Tensor]:
    left_out = {parameter for other in besides for parameter in other.parameters()}
    return [parameter for parameter in part.parameters() if parameter.requires_grad and parameter not in left_out]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--davis-train", type=Path, default=Path("../shared/davis-train"))
    parser.add_argument("--backbone", type=Path, default=Path("../shared/backbones/squeezenet_v1.1_fp32.npz"))
    parser.add_argument("--cache", type=Path, required=True, help="folder outside the repository for decoded frames")
    parser.add_argument("--checkpoint", type=Path, required=True, help="written every few minutes; continued from")
    parser.add_argument("--start-from", type=Path, help="weights.pt or a checkpoint that a new run starts from")
    parser.add_argument(
        "--compressed-share", type=float, default=0.0, help="of the clips that went through x265, CRF 27 to 51"
    )
    parser.add_argument(
        "--held-out", default=",".join(HELD_OUT), help="sequences to score instead of training on them; empty: none"
    )
    parser.add_argument("--minutes", type=float, default=300)
    parser.add_argument(
        "--begin", type=float, default=0.0, help="share of the schedule that is left out: its small clips and high rates"
    )
    parser.add_argument("--minutes-between-scores", type=float, default=20)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
