"""What training does to predictions before they are remembered, so that the network learns not to trust them.

In short clips the previous mask is nearly always right, and a network that leans on it loses an object for good after
its first mistakes in a long sequence. Damage has to be mended by what the first frame says.
"""

import torch
from torch import Tensor

DAMAGED_SHARE = 0.3  # of remembered predictions, of each object
FORGOTTEN_SHARE = 0.15  # of readings of the previous frame, of each object
SMALLEST, LARGEST = 0.1, 0.6  # of the picture's sides, for a damaged rectangle


def damage(masks: Tensor) -> Tensor:
    """Masks [I, 1, H, W] of which some have a rectangle of nothing, and some a rectangle of object."""
    instances, _, height, width = masks.shape
    rectangle = _inside(height, instances, masks)[:, None, :, None] & _inside(width, instances, masks)[:, None, None]
    damaged = rectangle & _chosen(DAMAGED_SHARE, masks)
    return torch.where(damaged, _chosen(0.3, masks).to(masks.dtype), masks)


def forget(*readings: Tensor) -> list[Tensor]:
    """Readings [I, V, h, w] of the previous frame, all of them zero for some objects."""
    kept = ~_chosen(FORGOTTEN_SHARE, readings[0])
    return [reading * kept for reading in readings]


def _chosen(share: float, like: Tensor) -> Tensor:
    """[I, 1, 1, 1] bool."""
    return torch.rand(len(like), 1, 1, 1, device=like.device) < share


def _inside(size: int, instances: int, like: Tensor) -> Tensor:
    """Which rows (or columns) lie in a random interval: [I, size] bool."""
    length = torch.empty(instances, 1, device=like.device).uniform_(SMALLEST, LARGEST) * size
    start = torch.rand(instances, 1, device=like.device) * size - length / 2
    position = torch.arange(size, device=like.device)[None]
    return (position >= start) & (position < start + length)
