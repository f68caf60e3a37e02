"""The training loop of all networks. It ends at a given time, not after a number of steps, however busy the machine is.

A run has a warm-up, a linear decay of the learning rates at its end, an exponential moving average (EMA) of the
weights, which is what gets exported, and a checkpoint from which it resumes after an interruption.
"""

import copy
import os
import time
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from models.common.weights import read_checkpoint, with_memory_format

Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True)
class Clock:
    """Measures progress through the schedule as a fraction: from `begin` at the start to 1 after `seconds`.

    It can be handed to the data loader's processes.
    """

    start: float  # time.time() at which the run would have started without interruptions
    seconds: float
    begin: float = 0.0

    def elapsed(self) -> float:
        return time.time() - self.start

    def progress(self) -> float:
        return self.begin + (1 - self.begin) * self.elapsed() / self.seconds


@dataclass(frozen=True)
class Schedule:
    rates: tuple[float, ...]  # learning rate of each of the optimizer's parameter groups
    warm_up_steps: int
    decay_from: float  # progress from which the rates decay
    average_decay: float  # of the EMA, for each step
    lowest_factor: float = 0.0  # factor of the rates at the end
    clip_norm: float = 1.0  # largest norm of the gradient

    def rate_factor(self, step: int, progress: float) -> float:
        warm_up = min(1.0, (step + 1) / self.warm_up_steps)
        return warm_up * min(1.0, max(self.lowest_factor, (1 - progress) / (1 - self.decay_from)))


class Loss(NamedTuple):
    value: Tensor
    figures: dict[str, float] | None = None  # further columns of the log


class TrainingRun(Generic[Network]):
    """The whole state of a training run, which a checkpoint stores."""

    def __init__(
        self, network: Network, optimizer: torch.optim.Optimizer, schedule: Schedule, device: torch.device
    ) -> None:
        # Channels last with bfloat16 convolutions made a step three times as fast on a CPU with AVX512_BF16.
        # The parameters stay the same objects, so that the optimizer keeps them.
        self.network = with_memory_format(network.to(device), torch.channels_last)
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        self.optimizer, self.schedule, self.device = optimizer, schedule, device
        self.step, self.seconds = 0, 0.0

    def update(self, loss: Tensor, progress: float) -> float:
        """Steps the optimizer and the EMA, for a loss of `network`; returns the gradient's norm before clipping."""
        factor = self.schedule.rate_factor(self.step, progress)
        for group, rate in zip(self.optimizer.param_groups, self.schedule.rates, strict=True):
            group["lr"] = rate * factor
        self.optimizer.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.network.parameters(), self.schedule.clip_norm)
        if torch.isfinite(norm):  # one bad step must not end the run
            self.optimizer.step()
        self.step += 1
        decay = min(self.schedule.average_decay, (1 + self.step) / (10 + self.step))
        for average, value in zip(self.average.parameters(), self.network.parameters(), strict=True):
            average.lerp_(value.detach(), 1 - decay)
        return norm.item()

    def save(self, path: Path) -> None:
        """Writes the checkpoint atomically: an interruption leaves the last one intact."""
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
        state = read_checkpoint(path)
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seconds = state["step"], state["seconds"]

    def resume(self, checkpoint: Path) -> None:
        """Loads the checkpoint, if there is one."""
        if checkpoint.exists():
            self.load(checkpoint)
            print(f"resumes at step {self.step}, minute {self.seconds / 60:.1f}", flush=True)

    def clock(self, minutes: float, begin: float = 0.0) -> Clock:
        """Returns the clock of a training that takes `minutes` in total, including those before an interruption."""
        return Clock(time.time() - self.seconds, 60 * minutes, begin)


def adam_run(network: Network, schedule: Schedule, device: torch.device) -> TrainingRun[Network]:
    """Creates a run with Adam and one parameter group, so that all parameters share a learning rate."""
    return TrainingRun(network, torch.optim.Adam(network.parameters(), betas=(0.9, 0.99)), schedule, device)


def train(
    run: TrainingRun[Any],
    clock: Clock,
    loss: Callable[[float], Loss],
    checkpoint: Path,
    log_minutes: float,
    evaluate: Callable[[], str] | None = None,
    evaluate_minutes: float = 0.0,
) -> None:
    """Trains until the clock has run out.

    loss:     computes the loss of the next batch, given the progress
    evaluate: returns a log line about the EMA's weights; called at most every `evaluate_minutes`, and at the end
    A checkpoint is saved with each log line.
    """
    log_due, evaluate_due = _Timer(60 * log_minutes), _Timer(60 * evaluate_minutes)
    log = _Log(run.step)
    while clock.elapsed() < clock.seconds:
        progress = clock.progress()
        value, figures = loss(progress)
        norm = run.update(value, progress)
        log.add({"loss": value.item(), **(figures or {}), "gradient": norm})
        run.seconds = clock.elapsed()
        if run.seconds < clock.seconds and log_due():
            run.save(checkpoint)
            print(f"{_place(run)}  {log.line(run.step)}", flush=True)
            log = _Log(run.step)
            if evaluate and evaluate_due():
                before = time.time()
                print(f"{_place(run)}  {evaluate()}", flush=True)
                log.started += time.time() - before
    run.save(checkpoint)
    if log.rows:
        print(f"{_place(run)}  {log.line(run.step)}", flush=True)
    if evaluate:
        print(f"{_place(run)}  {evaluate()}", flush=True)


def training_device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def add_training_arguments(parser: ArgumentParser, minutes: float, log_minutes: float) -> None:
    """Adds the options that every training has."""
    parser.add_argument("--davis-train", type=Path, default=Path("../shared/davis-train"))
    parser.add_argument("--checkpoint", type=Path, required=True, help="resumed if it exists, and written")
    parser.add_argument("--minutes", type=float, default=minutes, help="in all, with those before an interruption")
    parser.add_argument("--log-minutes", type=float, default=log_minutes, help="between checkpoints and log lines")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)


def _place(run: TrainingRun[Any]) -> str:
    return f"minute {run.seconds / 60:5.1f} step {run.step}"


@dataclass
class _Log:
    """Collects the figures of the steps since the last log line."""

    first_step: int
    started: float = field(default_factory=time.time)
    rows: list[dict[str, float]] = field(default_factory=list)

    def add(self, figures: dict[str, float]) -> None:
        self.rows.append(figures)

    def line(self, step: int) -> str:
        means = [f"{name} {np.mean([row[name] for row in self.rows]):.4f}" for name in self.rows[0]]
        pace = (step - self.first_step) / (time.time() - self.started) * 60
        return f"{' '.join(means)} {pace:.0f} steps/min"


class _Timer:
    """Returns True once each time that the given number of seconds has passed."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.last = seconds, time.time()

    def __call__(self) -> bool:
        due = time.time() - self.last >= self.seconds
        if due:
            self.last = time.time()
        return due
