"""Trains Compact VOS on the thirty DAVIS-2016 training sequences: `python -m models.compact_vos.train`.

The schedule follows the clock, not a number of steps, so that a run ends on time on a busy machine. Interrupted runs
resume from `--checkpoint`. Four of the sequences are held out and scored every `--minutes-between-scores`.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset

from models.common.training import (
    Clock,
    Loss,
    Schedule,
    TrainingRun,
    add_training_arguments,
    train,
    training_device,
)
from models.compact_vos.backbone import load_backbone
from models.compact_vos.held_out import HELD_OUT, held_out_overlaps
from models.compact_vos.losses import mean_overlap, segmentation_loss
from models.compact_vos.network import CompactVOS, load_network
from models.compact_vos.unroll import Batch, unroll
from models.data.clips import ClipShape, random_clip
from models.data.davis_train import TrainingSequence, load_training_sequences

TRUNK_RATE, RATE, READER_RATE = 5e-5, 6e-4, 3e-3  # the reader's two parameters are logarithms and have far to go
SCHEDULE = Schedule(
    rates=(TRUNK_RATE, RATE, READER_RATE),
    warm_up_steps=200,
    decay_from=0.6,
    lowest_factor=0.01,
    average_decay=0.999,
    clip_norm=2.0,
)
LARGEST_GAPS = (5, 25)  # frames, at the beginning and from half of the time on
COMPRESSED_CRFS = (27, 32, 37, 42, 45, 48, 51)
# Progress, clips per step, their frames, height and width; these approach the sizes and lengths of the test.
PHASES = ((0.0, 6, 4, 192, 192), (0.35, 4, 6, 208, 256), (0.7, 3, 7, 240, 352))


def phase(progress: float) -> tuple[int, ClipShape]:
    """Returns the number of clips per step and their shape."""
    _, clips, frames, height, width = [row for row in PHASES if row[0] <= max(0.0, progress)][-1]
    largest_gap = int(np.interp(progress, (0, 0.5), LARGEST_GAPS))
    return clips, ClipShape(frames, height, width, largest_gap)


class ClipStream(IterableDataset):
    """Yields random batches without end; each worker has its own random numbers, and the clock determines the phase."""

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


def new_run(network: CompactVOS, device: torch.device) -> TrainingRun[CompactVOS]:
    optimizer = torch.optim.AdamW(
        [
            {"params": _trainable(network.trunk)},
            {"params": _trainable(network, network.trunk, network.reader)},
            {"params": _trainable(network.reader), "weight_decay": 0.0},
        ],
        weight_decay=1e-3,
    )
    return TrainingRun(network, optimizer, SCHEDULE, device)


def loss_of(network: CompactVOS, batch: Batch, progress: float) -> Loss:
    with torch.autocast(batch.frames.device.type, torch.bfloat16):
        logits, probabilities = unroll(network, batch)
    hard_share = float(np.interp(progress, (0.05, 0.3), (1.0, 0.25)))
    loss = segmentation_loss(logits, probabilities, batch.masks[1:], hard_share)
    return Loss(loss, {"J": mean_overlap(probabilities.detach(), batch.masks[1:])})


def main() -> None:
    arguments = _arguments()
    torch.set_num_threads(arguments.threads)
    # The data loader's process is forked, and would deadlock if OpenCV's threads had been started here.
    cv2.setNumThreads(1)
    torch.manual_seed(arguments.seed)
    network = load_network(arguments.start_from).train() if arguments.start_from else CompactVOS()
    if arguments.start_from:
        network.requires_grad_(True).trunk.conv1.requires_grad_(False)
    else:
        load_backbone(network.trunk, arguments.backbone)
    run = new_run(network, training_device())
    run.resume(arguments.checkpoint)

    crfs = COMPRESSED_CRFS if arguments.compressed_share else ()
    sequences = load_training_sequences(arguments.davis_train, arguments.cache, crfs)
    held_out_names = arguments.held_out.split(",")
    held_out = [sequence for sequence in sequences if sequence.name in held_out_names]
    trained = [sequence for sequence in sequences if sequence.name not in held_out_names]
    clock = run.clock(arguments.minutes, arguments.begin)
    # The seed changes after an interruption; otherwise the same clips would come again.
    stream = ClipStream(trained, arguments.compressed_share, arguments.seed + run.step, clock)
    batches = iter(DataLoader(stream, batch_size=None, num_workers=arguments.workers, prefetch_factor=4))

    def loss(progress: float) -> Loss:
        return loss_of(run.network, next(batches).to(run.device), progress)

    def evaluate() -> str:
        overlaps = held_out_overlaps(run.average, held_out)
        each = ", ".join(f"{name} {overlap:.3f}" for name, overlap in overlaps.items())
        return f"held-out J {np.mean(list(overlaps.values())):.3f} ({each})"

    train(
        run,
        clock,
        loss,
        arguments.checkpoint,
        arguments.log_minutes,
        evaluate if held_out else None,
        arguments.minutes_between_scores,
    )


def _trainable(part: nn.Module, *besides: nn.Module) -> list[Tensor]:
    excluded = {parameter for other in besides for parameter in other.parameters()}
    return [parameter for parameter in part.parameters() if parameter.requires_grad and parameter not in excluded]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_training_arguments(parser, minutes=300, log_minutes=1)
    parser.add_argument("--backbone", type=Path, default=Path("../shared/backbones/squeezenet_v1.1_fp32.npz"))
    parser.add_argument("--cache", type=Path, required=True, help="folder outside the repository for decoded frames")
    parser.add_argument("--start-from", type=Path, help="weights.pt or a checkpoint that a new run starts from")
    parser.add_argument(
        "--compressed-share", type=float, default=0.0, help="of the clips that went through x265, CRF 27 to 51"
    )
    parser.add_argument(
        "--held-out", default=",".join(HELD_OUT), help="sequences to score instead of training on them; empty: none"
    )
    parser.add_argument(
        "--begin",
        type=float,
        default=0.0,
        help="progress to begin at, which skips small clips and high rates",
    )
    parser.add_argument("--minutes-between-scores", type=float, default=20)
    parser.add_argument("--workers", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
