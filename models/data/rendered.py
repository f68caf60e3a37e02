"""Sequences of several objects that occlude each other, rendered from annotated objects; DAVIS-2016 has none.

Three objects are cut out of three sequences, with their own motion, and pasted on a fourth sequence. They cross on
smooth paths at different depths, so that each meets another one, is partly or wholly occluded, and reappears. A seed
determines everything.

These sequences come from validation sequences and are for validation only; training clips are pasted by `clips.py`.
"""

from dataclasses import dataclass

import cv2
import numpy as np

OBJECTS = 3
HEIGHT_SHARE = (0.28, 0.45)  # an object's height as a share of the picture's


@dataclass(frozen=True)
class Cutout:
    """An annotated object in its own sequence."""

    frames: np.ndarray  # [frames, height, width, 3] uint8 RGB
    masks: np.ndarray  # [frames, height, width] bool


@dataclass(frozen=True)
class RenderedSequence:
    frames: np.ndarray  # [frames, height, width, 3] uint8 RGB
    label_maps: np.ndarray  # [frames, height, width] uint8: object 1 is farthest, the last one nearest
    hidden: np.ndarray  # [frames, objects] 0..1, occluded share of each object


def render(ground: np.ndarray, cutouts: list[Cutout], frames: int, random: np.random.Generator) -> RenderedSequence:
    """Renders `frames` frames on `ground` [frames, height, width, 3] uint8 RGB, with one object from each cut-out."""
    height, width = ground.shape[1:3]
    pictures = np.stack([ground[_ping_pong(time, len(ground))] for time in range(frames)]).astype(np.float32)
    label_maps = np.zeros((frames, height, width), np.uint8)
    paths = [_path(place, width, height, frames, random) for place in random.permutation(len(cutouts))]
    starts = [int(random.integers(len(cutout.masks))) for cutout in cutouts]
    scales = [random.uniform(*HEIGHT_SHARE) * height for _ in cutouts]
    areas = np.zeros((frames, len(cutouts)))
    for number, (cutout, path, start, tall) in enumerate(zip(cutouts, paths, starts, scales, strict=True), start=1):
        box = cv2.boundingRect(cutout.masks[start].astype(np.uint8))
        scale = min(tall / box[3], 0.45 * width / box[2])
        for time in range(frames):
            index = _ping_pong(start + time, len(cutout.masks))
            picture, alpha = _placed(cutout, index, scale, path[time], (width, height))
            pictures[time] += (picture - pictures[time]) * alpha[..., None]
            label_maps[time][alpha > 0.5] = number
            areas[time, number - 1] = np.count_nonzero(alpha > 0.5)
    seen = np.stack([(label_maps == number).sum((1, 2)) for number in range(1, len(cutouts) + 1)], axis=1)
    return RenderedSequence((pictures + 0.5).astype(np.uint8), label_maps, 1 - seen / np.maximum(areas, 1))


def _path(place: int, width: int, height: int, frames: int, random: np.random.Generator) -> np.ndarray:
    """Returns an object's centre [frames, 2]. It moves from its third of the picture into its neighbour's and back."""
    home = (place + 0.5) / OBJECTS
    away = (0.5, 5 / 6, 0.5)[place] if random.random() < 0.5 else (0.5, 1 / 6, 0.5)[place]
    swing = (1 - np.cos(np.linspace(0, 2 * np.pi, frames))) / 2  # there and back
    x = (home + (away - home) * swing * random.uniform(0.9, 1.2)) * width
    y = (random.uniform(0.45, 0.6) + random.uniform(-0.06, 0.06) * swing) * height
    return np.stack((x, y), axis=1)


def _placed(
    cutout: Cutout, index: int, scale: float, middle: np.ndarray, size: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Returns one frame of a cut-out, centred at `middle`: picture [h, w, 3] and alpha [h, w] 0..1, float32."""
    x, y, width, height = cv2.boundingRect(cutout.masks[index].astype(np.uint8))
    shift = middle - scale * np.array([x + width / 2, y + height / 2])
    matrix = np.array([[scale, 0, shift[0]], [0, scale, shift[1]]])
    flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    picture = cv2.warpAffine(cutout.frames[index], matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    mask = (
        (cutout.masks[index] * np.float32(1)) if scale >= 1 else cv2.blur(cutout.masks[index] * np.float32(1), (3, 3))
    )
    return picture.astype(np.float32), cv2.warpAffine(mask, matrix, size)


def _ping_pong(time: int, length: int) -> int:
    """Returns the frame index at `time` when a sequence is repeated forwards and backwards."""
    turn = time % max(1, 2 * length - 2)
    return min(turn, 2 * length - 2 - turn) if length > 1 else 0
