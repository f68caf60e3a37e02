"""Resizes and pads frames and label maps for the network, as the official evaluation does."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.stcn.network import MEAN, STRIDE

SHORT_SIDE = 480  # of pictures in the official evaluation, except for DAVIS


@dataclass(frozen=True)
class Grid:
    """A frame's own size and that of the network's picture, before and after padding; in pixels."""

    width: int
    height: int
    content_width: int
    content_height: int
    padded_width: int
    padded_height: int

    @property
    def left(self) -> int:
        """Number of padded columns on the left; on the right there may be one more."""
        return (self.padded_width - self.content_width) // 2

    @property
    def top(self) -> int:
        return (self.padded_height - self.content_height) // 2

    def crop(self, padded: Tensor) -> Tensor:
        """Crops [..., padded height, padded width] to [..., content height, content width]."""
        rows = slice(self.top, self.top + self.content_height)
        return padded[..., rows, self.left : self.left + self.content_width]

    def pad(self, content: Tensor, value: float = 0.0) -> Tensor:
        """Pads [n, c, content height, content width] to [n, c, padded height, padded width]."""
        right = self.padded_width - self.content_width - self.left
        bottom = self.padded_height - self.content_height - self.top
        return functional.pad(content, (self.left, right, self.top, bottom), value=value)


def grid_of(width: int, height: int, short_side: int | None) -> Grid:
    """Scales the short side to `short_side` (None: no scaling), then pads to multiples of 16, the picture centred."""
    content = (width, height)
    if short_side is not None:
        content = (short_side * width // min(content), short_side * height // min(content))
    return Grid(width, height, *content, *(-(-side // STRIDE) * STRIDE for side in content))


def image_of(frame: np.ndarray, grid: Grid) -> Tensor:
    """Maps RGB [height, width, 3] uint8 to [1, 3, padded height, padded width], 0..1: bicubic, then padded with `MEAN`.

    When the network normalises the picture, padding becomes 0, as in the official code.
    """
    image = torch.from_numpy(np.ascontiguousarray(frame.transpose(2, 0, 1)))[None].float() / 255
    size = (grid.content_height, grid.content_width)
    if image.shape[2:] != size:
        image = functional.interpolate(image, size=size, mode="bicubic", align_corners=False)
    padded = [grid.pad(channel, mean) for channel, mean in zip(image.split(1, dim=1), MEAN, strict=True)]
    return torch.cat(padded, dim=1)


def masks_of(label_map: np.ndarray, object_ids: list[int], grid: Grid) -> Tensor:
    """Maps ids [height, width] to [objects, 1, padded height, padded width], 0 or 1: nearest pixel, padded with 0."""
    masks = torch.from_numpy(np.stack([label_map == number for number in object_ids])).float()[:, None]
    size = (grid.content_height, grid.content_width)
    if masks.shape[2:] != size:
        masks = functional.interpolate(masks, size=size, mode="nearest")
    return grid.pad(masks)


def label_map_of(probabilities: Tensor, object_ids: list[int], grid: Grid) -> np.ndarray:
    """Maps [objects + 1, 1, padded height, padded width] to ids [height, width] uint8: crop, scale, most probable."""
    content = grid.crop(probabilities)
    size = (grid.height, grid.width)
    full = functional.interpolate(content, size=size, mode="bilinear", align_corners=False)
    return np.array([0, *object_ids], np.uint8)[full.argmax(dim=0)[0].numpy()]
