"""Segments a sequence as the browser does (`src/networks/vos/compact/compactRun.ts`)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.compact_vos.graphs import EncodeKey, EncodeValue, Read
from models.compact_vos.memory import CAPACITY, INTERVAL, Memory
from models.compact_vos.network import MULTIPLE, CompactVOS
from models.data.yuv import SHORT_SIDE, area_average, network_size, pad_to_multiple, planes_to_rgb, split_planes


@dataclass(frozen=True)
class Grid:
    """A frame's size and that of the network's picture before padding, in pixels."""

    width: int
    height: int
    content_width: int
    content_height: int


def grid_of(width: int, height: int) -> Grid:
    """Computes the network's picture size: the short side becomes 240 pixels, unless it is shorter."""
    return Grid(width, height, *network_size(width, height, min(SHORT_SIDE, width, height)))


def image_of(frame: np.ndarray, grid: Grid) -> Tensor:
    """Converts a packed yuv420p frame to [1, 3, H, W] RGB, 0..1, padded."""
    planes = split_planes(frame, grid.width, grid.height)
    picture = pad_to_multiple(planes_to_rgb(*planes, grid.content_width, grid.content_height), MULTIPLE)
    return torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)))[None]


def masks_of(label_map: np.ndarray, object_ids: list[int], grid: Grid) -> Tensor:
    """Returns each object's coverage of each pixel: [objects, 1, H, W], 0..1, padded."""
    masks = [area_average(label_map == number, grid.content_width, grid.content_height) for number in object_ids]
    return torch.from_numpy(np.stack([pad_to_multiple(mask, MULTIPLE) for mask in masks]))[:, None]


def label_map_of(probabilities: Tensor, object_ids: list[int], grid: Grid) -> np.ndarray:
    """Converts [objects + 1, H, W] to ids [height, width] uint8: crop, upsample, argmax (the first of ties)."""
    content = probabilities[None, :, : grid.content_height, : grid.content_width]
    full = functional.interpolate(content, size=(grid.height, grid.width), mode="bilinear", align_corners=False)
    return np.array([0, *object_ids], np.uint8)[full[0].numpy().argmax(axis=0)]


def segment(
    network: CompactVOS,
    frames: Iterable[np.ndarray],
    first_map: np.ndarray,
    capacity: int = CAPACITY,
    interval: int = INTERVAL,
) -> Iterator[np.ndarray]:
    """Returns label maps [height, width] uint8 of all packed yuv420p frames; the first is `first_map`."""
    height, width = first_map.shape
    grid = grid_of(width, height)
    object_ids = [int(number) for number in np.unique(first_map) if number]
    if not object_ids:
        raise ValueError("the first frame's label map has no object to follow")
    yield first_map
    images = (image_of(frame, grid) for frame in frames)
    for probabilities in track(network, images, masks_of(first_map, object_ids, grid), capacity, interval):
        yield label_map_of(probabilities, object_ids, grid)


@torch.no_grad()
def track(
    network: CompactVOS, images: Iterable[Tensor], masks: Tensor, capacity: int = CAPACITY, interval: int = INTERVAL
) -> Iterator[Tensor]:
    """Returns probabilities [objects + 1, H, W] of all pictures [1, 3, H, W] after the first, whose masks are given."""
    encode_key, encode_value, read = EncodeKey(network), EncodeValue(network), Read(network)
    memory = Memory(capacity, interval)
    for time, image in enumerate(images):
        key, feature8, feature4, feature2 = encode_key(image)
        if time > 0:
            probabilities = read(key, feature8, feature4, feature2, **memory.inputs())
            yield probabilities
            masks = probabilities[1:, None]  # soft, as in training
        memory.memorize(key, encode_value(feature8, masks))
