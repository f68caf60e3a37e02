"""Official checkpoints: `R50_AOTL_PRE_YTB_DAV.pth` of the AOT Model Zoo, and what the official training writes."""

from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

from models.aot.network import R50AOTL

WRAPPERS = ("state_dict", "model")
UNUSED = frozenset({"LSTT.mask_token"})  # not in checkpoints from before December 2022


def load_network(path: Path) -> R50AOTL:
    """The network with a checkpoint's weights. Raises ValueError if tensors are missing, surplus or reshaped."""
    network = R50AOTL()
    network.load_state_dict(completed(unwrapped(torch.load(path, map_location="cpu", weights_only=True)), network))
    return network.eval().requires_grad_(False)


def unwrapped(content: Mapping) -> dict[str, Tensor]:
    """The state dict of a checkpoint: alone or beside an optimiser's, with or without `module.` before each key."""
    for wrapper in WRAPPERS:
        if isinstance(content.get(wrapper), Mapping):
            content = content[wrapper]
            break
    return {key.removeprefix("module."): tensor for key, tensor in content.items()}


def completed(state: dict[str, Tensor], network: R50AOTL) -> dict[str, Tensor]:
    """The state dict with the tensor that old checkpoints lack and nothing uses."""
    expected = network.state_dict()
    missing = [key for key in expected if key not in state and key not in UNUSED]
    surplus = [key for key in state if key not in expected]
    reshaped = [key for key in state if key in expected and state[key].shape != expected[key].shape]
    if missing or surplus or reshaped:
        raise ValueError(
            f"not a checkpoint of R50-AOTL: {len(missing)} tensors missing (first {missing[:1]}), "
            f"{len(surplus)} surplus (first {surplus[:1]}), {len(reshaped)} of another shape (first {reshaped[:1]})"
        )
    return {key: state.get(key, tensor) for key, tensor in expected.items()}
