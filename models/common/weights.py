"""Reads and writes trained weights: a network's `weights.pt`, or the EMA in a training checkpoint."""

import json
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import Tensor, nn

Network = TypeVar("Network", bound=nn.Module)
# The keys in Compact VOS's checkpoints from before it used the shared training loop.
EARLIER_KEYS = {"optimiser": "optimizer", "steps": "step", "elapsed": "seconds"}


def load_weights(network: Network, path: Path) -> Network:
    """Loads the weights of either kind of file; returns the network on the CPU, ready for inference."""
    network.load_state_dict(read_weights(path))
    return network.eval().requires_grad_(False)


def read_weights(path: Path) -> dict[str, Tensor]:
    """Reads the weights of either kind of file, by name, to the CPU."""
    state = torch.load(path, map_location="cpu", weights_only=True)
    return state.get("average", state)


def read_checkpoint(path: Path) -> dict[str, Any]:
    """Reads a training checkpoint to the CPU, with the keys of `TrainingRun.save`."""
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return {EARLIER_KEYS.get(key, key): value for key, value in state.items()}


def with_memory_format(network: Network, memory_format: torch.memory_format) -> Network:
    # PyTorch's overloads of `Module.to` lack this argument.
    return network.to(memory_format=memory_format)  # pyright: ignore[reportCallIssue]


def write_average(checkpoint: Path | None, weights: Path, metadata: Path) -> dict[str, float]:
    """Writes a checkpoint's EMA to `weights`; returns how long it was trained, for the metadata.

    Without a checkpoint, copies the training facts from the existing `metadata` (JSON).
    """
    if checkpoint:
        state = read_checkpoint(checkpoint)
        torch.save({name: value.contiguous() for name, value in state["average"].items()}, weights)
        return {"training_steps": state["step"], "training_minutes": round(state["seconds"] / 60, 1)}
    known = json.loads(metadata.read_text()) if metadata.exists() else {}
    return {key: known[key] for key in ("training_steps", "training_minutes") if key in known}
