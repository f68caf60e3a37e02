"""Trained weights: a network's `weights.pt`, or the EMA in a training checkpoint."""

import json
from pathlib import Path
from typing import TypeVar

import torch
from torch import nn

from models.common.training import read_checkpoint

Network = TypeVar("Network", bound=nn.Module)


def load_weights(network: Network, path: Path) -> Network:
    """The network on the CPU, ready for inference, with the weights of either kind of file."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    network.load_state_dict(state.get("average", state))
    return network.eval().requires_grad_(False)


def write_average(checkpoint: Path | None, weights: Path, metadata: Path) -> dict[str, float]:
    """Writes a checkpoint's EMA to `weights`; how long it was trained, for the metadata.

    Without a checkpoint, what the old `metadata` (JSON) says of the weights that are there.
    """
    if checkpoint:
        state = read_checkpoint(checkpoint)
        torch.save({name: value.contiguous() for name, value in state["average"].items()}, weights)
        return {"training_steps": state["step"], "training_minutes": round(state["seconds"] / 60, 1)}
    known = json.loads(metadata.read_text()) if metadata.exists() else {}
    return {key: known[key] for key in ("training_steps", "training_minutes") if key in known}
