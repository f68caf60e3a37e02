"""Official checkpoints: `stcn.pth`, and what the official training writes."""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from models.stcn.network import STCN

WRAPPERS = ("network", "state_dict", "model")  # "network": the official training's `..._checkpoint.pth`
COUNTERS = "num_batches_tracked"  # of batch normalisation; nothing uses them
MASKS = "value_encoder.conv1.weight"


def load_network(path: Path) -> STCN:
    """The network with a checkpoint's weights. ValueError if tensors are missing, surplus or of another shape."""
    network = STCN()
    network.load_state_dict(completed(unwrapped(torch.load(path, map_location="cpu", weights_only=True)), network))
    return network.eval().requires_grad_(False)


def unwrapped(content: Mapping) -> dict[str, Tensor]:
    """The state dict of a checkpoint: alone or beside an optimiser's, with or without `module.` before each key."""
    for wrapper in WRAPPERS:
        if isinstance(content.get(wrapper), Mapping):
            content = content[wrapper]
            break
    return {key.removeprefix("module."): tensor for key, tensor in content.items()}


def completed(state: dict[str, Tensor], network: STCN) -> dict[str, Tensor]:
    """The state dict with what may be left out: counters, and the weights of the others' mask.

    Those are 0 for a network that was trained on single objects ("s0"), as in the official evaluation.
    """
    expected = network.state_dict()
    state = {key: tensor for key, tensor in expected.items() if key.endswith(COUNTERS)} | state
    if MASKS in state and state[MASKS].shape == (64, 4, 7, 7):
        state[MASKS] = torch.cat((state[MASKS], state[MASKS].new_zeros(64, 1, 7, 7)), dim=1)
    missing = [key for key in expected if key not in state]
    surplus = [key for key in state if key not in expected]
    reshaped = [key for key in state if key in expected and state[key].shape != expected[key].shape]
    if missing or surplus or reshaped:
        raise ValueError(
            f"not a checkpoint of STCN: {len(missing)} tensors missing (first {missing[:1]}), "
            f"{len(surplus)} surplus (first {surplus[:1]}), {len(reshaped)} of another shape (first {reshaped[:1]})"
        )
    return state
