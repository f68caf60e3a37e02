"""Loads official checkpoints: `stcn.pth`, and those of the official training."""

from pathlib import Path

import torch
from torch import Tensor

from models.common.official_checkpoint import check_tensors, read_state
from models.stcn.network import STCN

COUNTERS = "num_batches_tracked"  # of batch normalisation; nothing uses them
MASKS = "value_encoder.conv1.weight"


def load_network(path: Path) -> STCN:
    """Loads a checkpoint's weights into the network. Raises ValueError if its tensors are not those of STCN."""
    network = STCN()
    network.load_state_dict(completed(read_state(path), network))
    return network.eval().requires_grad_(False)


def is_optional(key: str) -> bool:
    return key.endswith(COUNTERS)


def completed(state: dict[str, Tensor], network: STCN) -> dict[str, Tensor]:
    """Adds the tensors that a checkpoint may lack: counters, and the weights for the other objects' mask.

    A network that was trained on single objects ("s0") has no such weights; the official evaluation uses zeros.
    """
    expected = network.state_dict()
    state = {key: tensor for key, tensor in expected.items() if is_optional(key)} | state
    if MASKS in state and state[MASKS].shape == (64, 4, 7, 7):
        state[MASKS] = torch.cat((state[MASKS], state[MASKS].new_zeros(64, 1, 7, 7)), dim=1)
    check_tensors(state, expected, "STCN")
    return state
