"""Corrupts predicted masks before they are memorized, so that the network learns not to rely on them.

In short clips the previous mask is nearly always right, and a network that relies on it loses an object for good after
its first mistakes in a long sequence. With corrupted masks it has to read the first frame as well.
"""

import torch
from torch import Tensor

CORRUPTED_SHARE = 0.3  # share of each object's memorized predictions
DROPPED_SHARE = 0.15  # share of each object's readings of the previous frame
SMALLEST, LARGEST = 0.1, 0.6  # of the picture's sides, for a corrupted rectangle


def corrupt(masks: Tensor) -> Tensor:
    """Puts a rectangle of background or of object into some of the masks [I, 1, H, W]."""
    instances, _, height, width = masks.shape
    rectangle = _inside(height, instances, masks)[:, None, :, None] & _inside(width, instances, masks)[:, None, None]
    corrupted = rectangle & _chosen(CORRUPTED_SHARE, masks)
    return torch.where(corrupted, _chosen(0.3, masks).to(masks.dtype), masks)


def drop(*readings: Tensor) -> list[Tensor]:
    """Zeroes all readings [I, V, h, w] of the previous frame for some objects."""
    kept = ~_chosen(DROPPED_SHARE, readings[0])
    return [reading * kept for reading in readings]


def _chosen(share: float, like: Tensor) -> Tensor:
    """Chooses a random share of the instances: [I, 1, 1, 1] bool."""
    return torch.rand(len(like), 1, 1, 1, device=like.device) < share


def _inside(size: int, instances: int, like: Tensor) -> Tensor:
    """Marks the rows (or columns) in a random interval: [I, size] bool."""
    length = torch.empty(instances, 1, device=like.device).uniform_(SMALLEST, LARGEST) * size
    start = torch.rand(instances, 1, device=like.device) * size - length / 2
    position = torch.arange(size, device=like.device)[None]
    return (position >= start) & (position < start + length)
