"""Trains Compact VOS on the thirty DAVIS-2016 training sequences: `python -m models.compact_vos.train`.

The schedule follows the clock, not a number of steps, so that a run ends on time on a busy machine. Interrupted runs
continue from `--checkpoint`.
"""

import argparse
import copy
import os
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader, IterableDataset

from models.compact_vos.backbone import load_backbone
from models.compact_vos.network import CompactVOS, aggregate, read_memory
from models.data.clips import Clip, ClipShape, random_clip
from models.data.davis_train import load_training_sequences

TRUNK_RATE, RATE = 5e-5, 6e-4
DECAY_FROM = 0.6  # share of the time after which the learning rates decay
SECOND_PHASE_FROM = 0.45  # longer clips and larger crops, for the test's distances and its accumulated errors
EMA_DECAY = 0.999
SECONDS_BETWEEN_CHECKPOINTS = 150


def phase(progress: float) -> tuple[int, ClipShape]:
    """Clips per step and their shape, at a share of the training time."""
    largest_gap = int(5 + 13 * min(1, progress / 0.5))
    if progress < SECOND_PHASE_FROM:
        return 8, ClipShape(frames=3, height=192, width=192, largest_gap=largest_gap)
    return 5, ClipShape(frames=4, height=208, width=256, largest_gap=largest_gap)


class Batch:
    """Clips side by side: frames [T, B, 3, H, W]; masks [T, I, 1, H, W] of all objects; each object's clip in owner."""

    def __init__(self, clips: list[Clip]) -> None:
        self.frames = torch.from_numpy(np.stack([clip.frames for clip in clips], axis=1))
        self.masks = torch.from_numpy(np.concatenate([clip.masks for clip in clips]).swapaxes(0, 1).copy())
        self.counts = [len(clip.masks) for clip in clips]
        self.owner = torch.repeat_interleave(torch.arange(len(clips)), torch.tensor(self.counts))

    def to(self, device: torch.device) -> "Batch":
        self.frames, self.masks, self.owner = (
            value.to(device, non_blocking=True) for value in (self.frames, self.masks, self.owner)
        )
        return self


class ClipStream(IterableDataset):
    """Endless random batches; each worker has its own random numbers, and the clock decides the phase."""

    def __init__(self, davis_train: Path, cache: Path, seed: int, start: float, seconds: float) -> None:
        self.davis_train, self.cache, self.seed, self.start, self.seconds = davis_train, cache, seed, start, seconds

    def __iter__(self) -> Iterator[Batch]:
        cv2.setNumThreads(1)
        worker = torch.utils.data.get_worker_info()
        random = np.random.default_rng([self.seed, worker.id if worker else 0])
        sequences = load_training_sequences(self.davis_train, self.cache)
        while True:
            count, shape = phase((time.time() - self.start) / self.seconds)
            yield Batch([random_clip(sequences, shape, random) for _ in range(count)])


def unroll(network: CompactVOS, batch: Batch) -> tuple[Tensor, Tensor]:
    """Logits and aggregated probabilities [T - 1, I, 1, H, W] of all frames after the first.

    As at inference, a predicted frame enters the memory with its prediction.
    """
    time_steps, clips = batch.frames.shape[:2]
    key, *features = (
        value.unflatten(0, (time_steps, clips)) for value in network.encode_key(batch.frames.flatten(0, 1))
    )
    feature8, feature4, feature2 = features
    masks, values, all_logits, all_probabilities = batch.masks[0], [], [], []
    for step in range(1, time_steps):
        totals = torch.zeros_like(masks[: len(batch.counts)]).index_add(0, batch.owner, masks)
        others = (totals[batch.owner] - masks).clamp(0, 1)
        values.append(
            network.encode_value(batch.frames[step - 1], feature8[step - 1], masks, others, batch.owner).split(
                batch.counts
            )
        )
        with torch.autocast(masks.device.type, enabled=False):
            readout = [
                read_memory(
                    key[step, clip : clip + 1].float(),
                    key[:step, clip].float(),
                    torch.stack([value[clip].float() for value in values]),
                    torch.ones(step, device=masks.device),
                )
                for clip in range(clips)
            ]
        logits = network.decode(torch.cat(readout), feature8[step], feature4[step], feature2[step], batch.owner)
        logits = logits.float()
        masks = torch.cat([aggregate(objects[:, 0])[1:, None] for objects in logits.split(batch.counts)])
        all_logits.append(logits)
        all_probabilities.append(masks)
    return torch.stack(all_logits), torch.stack(all_probabilities)


def segmentation_loss(logits: Tensor, probabilities: Tensor, targets: Tensor, hard_share: float) -> Tensor:
    """Cross-entropy of each object's hardest pixels (a share of them), plus Dice of the aggregated masks."""
    pixels = functional.binary_cross_entropy_with_logits(logits, targets, reduction="none").flatten(0, 1).flatten(1)
    hardest = pixels if hard_share >= 1 else pixels.topk(int(hard_share * pixels.shape[1]), dim=1, sorted=False).values
    probabilities, targets = probabilities.flatten(0, 1).flatten(1), targets.flatten(0, 1).flatten(1)
    overlap = (probabilities * targets).sum(1)
    dice = 1 - (2 * overlap + 50) / (probabilities.sum(1) + targets.sum(1) + 50)
    return hardest.mean() + dice.mean()


def rate_factor(progress: float, step: int) -> float:
    decay = (1 - progress) / (1 - DECAY_FROM)
    return min(1.0, (step + 1) / 200) * min(1.0, max(0.01, decay))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--davis-train", type=Path, default=Path("../shared/davis-train"))
    parser.add_argument("--backbone", type=Path, default=Path("../shared/backbones/squeezenet_v1.1_fp32.npz"))
    parser.add_argument("--cache", type=Path, required=True, help="folder outside the repository for decoded frames")
    parser.add_argument("--checkpoint", type=Path, required=True, help="written every few minutes; continued from")
    parser.add_argument("--minutes", type=float, default=75)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network = CompactVOS()
    load_backbone(network.trunk, arguments.backbone)
    # channels_last with bfloat16 halves a step's time on a CPU with AVX512_BF16.
    network = network.to(device, memory_format=torch.channels_last)
    average = copy.deepcopy(network).requires_grad_(False)
    trunk = set(network.trunk.parameters())
    optimiser = torch.optim.AdamW(
        [
            {"params": list(trunk), "rate": TRUNK_RATE},
            {"params": [parameter for parameter in network.parameters() if parameter not in trunk], "rate": RATE},
        ],
        weight_decay=1e-3,
    )
    step, elapsed = 0, 0.0
    if arguments.checkpoint.exists():
        saved = torch.load(arguments.checkpoint, map_location=device)
        network.load_state_dict(saved["network"])
        average.load_state_dict(saved["average"])
        optimiser.load_state_dict(saved["optimiser"])
        step, elapsed = saved["step"], saved["elapsed"]
        print(f"continuing at step {step}, minute {elapsed / 60:.1f}", flush=True)

    load_training_sequences(arguments.davis_train, arguments.cache)  # fills the cache before the workers read it
    seconds = arguments.minutes * 60
    start = time.time() - elapsed
    stream = ClipStream(arguments.davis_train, arguments.cache, arguments.seed + step, start, seconds)
    loader = DataLoader(stream, batch_size=None, num_workers=arguments.workers, prefetch_factor=4)
    saved_at, shown_at, shown_step, losses, waited = time.time(), time.time(), step, [], 0.0
    batches = iter(loader)
    while (elapsed := time.time() - start) < seconds:
        progress = elapsed / seconds
        for group in optimiser.param_groups:
            group["lr"] = group["rate"] * rate_factor(progress, step)
        asked = time.time()
        batch = next(batches).to(device)
        waited += time.time() - asked
        with torch.autocast(device.type, torch.bfloat16):
            logits, probabilities = unroll(network, batch)
        hard_share = float(np.interp(progress, (0.05, 0.3), (1.0, 0.25)))
        loss = segmentation_loss(logits, probabilities, batch.masks[1:], hard_share)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        if torch.isfinite(norm):  # one bad step must not end the run
            optimiser.step()
        step += 1
        decay = min(EMA_DECAY, (1 + step) / (10 + step))
        with torch.no_grad():
            for kept, new in zip(average.parameters(), network.parameters(), strict=True):
                kept.lerp_(new, 1 - decay)
        overlap = ((probabilities > 0.5) & (batch.masks[1:] > 0.5)).sum((2, 3, 4))
        union = ((probabilities > 0.5) | (batch.masks[1:] > 0.5)).sum((2, 3, 4))
        losses.append((float(loss.detach()), float((overlap / union.clamp(min=1))[union > 0].mean()), float(norm)))
        if time.time() - shown_at > 20:
            means = np.mean(losses, axis=0)
            print(
                f"minute {elapsed / 60:5.1f} step {step} loss {means[0]:.3f} J {means[1]:.3f} gradient {means[2]:.2f} "
                f"{(time.time() - shown_at) / (step - shown_step):.3f} s/step, {waited / (step - shown_step):.3f} waiting",
                flush=True,
            )
            shown_at, shown_step, losses, waited = time.time(), step, [], 0.0
        if time.time() - saved_at > SECONDS_BETWEEN_CHECKPOINTS:
            save(arguments.checkpoint, network, average, optimiser, step, time.time() - start)
            saved_at = time.time()
    save(arguments.checkpoint, network, average, optimiser, step, elapsed)
    print(f"done: {step} steps in {elapsed / 60:.1f} minutes", flush=True)


def save(
    path: Path, network: CompactVOS, average: CompactVOS, optimiser: torch.optim.Optimizer, step: int, elapsed: float
) -> None:
    """Writes a checkpoint whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    torch.save(
        {
            "network": network.state_dict(),
            "average": average.state_dict(),
            "optimiser": optimiser.state_dict(),
            "step": step,
            "elapsed": elapsed,
        },
        unfinished,
    )
    os.replace(unfinished, path)


if __name__ == "__main__":
    main()
