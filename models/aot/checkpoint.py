"""Loads official checkpoints: `R50_AOTL_PRE_YTB_DAV.pth` of the AOT Model Zoo, and those of the official training."""

from pathlib import Path

from torch import Tensor

from models.aot.network import R50AOTL
from models.common.official_checkpoint import check_tensors, read_state

UNUSED = frozenset({"LSTT.mask_token"})  # not in checkpoints from before December 2022


def load_network(path: Path) -> R50AOTL:
    """Loads a checkpoint's weights into the network. Raises ValueError if its tensors are not those of R50-AOTL."""
    network = R50AOTL()
    network.load_state_dict(completed(read_state(path), network))
    return network.eval().requires_grad_(False)


def is_optional(key: str) -> bool:
    return key in UNUSED


def completed(state: dict[str, Tensor], network: R50AOTL) -> dict[str, Tensor]:
    """Adds the tensor that old checkpoints lack to the state dict; no computation uses it."""
    expected = network.state_dict()
    state = {key: expected[key] for key in UNUSED} | state
    check_tensors(state, expected, "R50-AOTL")
    return state
