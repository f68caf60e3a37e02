"""A training run on disk."""

import os
from dataclasses import asdict, dataclass
from pathlib import Path

import torch


@dataclass(frozen=True)
class TrainingState:
    network: dict  # state_dict
    average: dict  # state_dict of the averaged weights, which are exported
    optimiser: dict  # state_dict
    steps: int
    elapsed: float  # seconds of training


def save_state(path: Path, state: TrainingState) -> None:
    """Writes a checkpoint whole or not at all."""
    unfinished = path.with_suffix(".unfinished")
    torch.save(asdict(state), unfinished)
    os.replace(unfinished, path)


def load_state(path: Path) -> TrainingState:
    return TrainingState(**torch.load(path, map_location="cpu", weights_only=True))
