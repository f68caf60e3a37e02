"""Training that follows the clock, not a number of steps, so that a run ends on time on a busy machine.

Adam, a learning rate that warms up and falls linearly at the end, a running average of the weights, which is what is
exported, and a checkpoint from which an interrupted run continues.
"""

import copy
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Schedule:
    rate: float
    warm_up_steps: int
    decay_from: float  # share of the time after which the rate falls to zero
    average_decay: float  # of the running average, for each step

    def learning_rate(self, step: int, progress: float) -> float:
        """progress: share of the training time that is over."""
        return self.rate * min(1.0, (step + 1) / self.warm_up_steps, max(0.0, (1 - progress) / (1 - self.decay_from)))


class ClockedRun:
    """All state of a training run: what a checkpoint holds."""

    def __init__(self, network: nn.Module, schedule: Schedule, device: torch.device):
        # Channels last and bfloat16 convolutions made a step on a processor with AVX512_BF16 three times as fast.
        self.network = network.to(device, memory_format=torch.channels_last)
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        self.schedule = schedule
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=schedule.rate, betas=(0.9, 0.99))
        self.step, self.seconds = 0, 0.0

    def learn(self, loss: Tensor, progress: float) -> float:
        """One step down a loss that was computed by `network`; its value."""
        for group in self.optimizer.param_groups:
            group["lr"] = self.schedule.learning_rate(self.step, progress)
        self.optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        decay = min(self.schedule.average_decay, (1 + self.step) / (10 + self.step))
        for average, value in zip(self.average.parameters(), self.network.parameters(), strict=True):
            average.lerp_(value.detach(), 1 - decay)
        self.step += 1
        return loss.item()

    def save(self, path: Path) -> None:
        """Writes a checkpoint whole or not at all."""
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


def continue_run(run: ClockedRun, checkpoint: Path) -> None:
    """From the checkpoint, if there is one."""
    if not checkpoint.exists():
        return
    run.load(checkpoint)
    print(f"continues at step {run.step} after {run.seconds / 60:.1f} minutes", flush=True)


def take_average(checkpoint: Path | None, weights: Path, metadata: Path) -> dict[str, float]:
    """Writes the averaged weights of a checkpoint; how long they were trained.

    Without a checkpoint, what `metadata` (JSON) knows of the weights that are there.
    """
    if checkpoint:
        state = torch.load(checkpoint, map_location="cpu", weights_only=True)
        torch.save({name: value.contiguous() for name, value in state["average"].items()}, weights)
        return {"training_steps": state["step"], "training_minutes": round(state["seconds"] / 60, 1)}
    known = json.loads(metadata.read_text()) if metadata.exists() else {}
    return {key: known[key] for key in ("training_steps", "training_minutes") if key in known}


def train_until(
    run: ClockedRun,
    minutes: float,
    checkpoint: Path,
    log_minutes: float,
    loss: Callable[[], Tensor],
    watch: Callable[[], str],
) -> None:
    """Steps down `loss` until `minutes` of training are over, earlier ones counted; writes checkpoints and log lines.

    watch: what a log line says of the averaged weights
    """
    end, losses = 60 * minutes, []
    begun, saved = time.monotonic() - run.seconds, time.monotonic()
    while (progress := (time.monotonic() - begun) / end) < 1:
        losses.append(run.learn(loss(), progress))
        run.seconds = time.monotonic() - begun
        if time.monotonic() - saved > 60 * log_minutes or run.seconds >= end:
            run.save(checkpoint)
            mean = np.mean(losses)
            print(f"{run.seconds / 60:5.1f} min  step {run.step}  loss {mean:.4f}  {watch()}", flush=True)
            saved, losses = time.monotonic(), []
