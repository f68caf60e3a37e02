"""Official checkpoints of STCN and AOT: a state dict, alone or wrapped as their training scripts save it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

WRAPPERS = ("network", "state_dict", "model")


def read_state(path: Path) -> dict[str, Tensor]:
    return unwrapped(torch.load(path, map_location="cpu", weights_only=True))


def unwrapped(content: Mapping[str, Any]) -> dict[str, Tensor]:
    """Extracts a checkpoint's state dict, which may be stored with an optimizer's or have DataParallel's `module.`."""
    state = next((content[key] for key in WRAPPERS if isinstance(content.get(key), Mapping)), content)
    return {key.removeprefix("module."): tensor for key, tensor in state.items()}


def check_tensors(state: Mapping[str, Tensor], expected: Mapping[str, Tensor], network: str) -> None:
    """Raises ValueError if tensors are missing, unexpected or of another shape."""
    missing = [key for key in expected if key not in state]
    unexpected = [key for key in state if key not in expected]
    reshaped = [key for key in state if key in expected and state[key].shape != expected[key].shape]
    if missing or unexpected or reshaped:
        raise ValueError(
            f"not a checkpoint of {network}: {len(missing)} tensors missing (first {missing[:1]}), "
            f"{len(unexpected)} unexpected (first {unexpected[:1]}), "
            f"{len(reshaped)} of another shape (first {reshaped[:1]})"
        )
