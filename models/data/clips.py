"""Random training clips: a few frames of a moving object, its soft masks, sometimes a second object.

60% are real frames with gaps, 40% one frame warped along a random path. Into 80% one or two objects are pasted, in
front or behind, labelled or as unlabelled distractors. A third of those come from the same sequence: look-alikes that
differ in position and path only. Half of them cross another object, so that one occludes the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from models.data.davis_train import TrainingSequence

REAL_SHARE = 0.6
PASTE_SHARES = (0.2, 0.4, 0.4)  # shares of clips with no, one and two pasted objects
LOOK_ALIKE_SHARE = 0.35  # of pasted objects
LABELLED_PASTE_SHARE = 0.75
CROSSING_SHARE = 0.5  # of pasted objects
CROSSING_DISTANCE = (0.2, 0.5)  # of the crop's size, from the crossing to where the pasted object starts
SLOW_SHARE = 0.5  # of real clips, after their second frame
SLOW_GAP = 3  # frames; at inference, the previous frame is adjacent and memory frames are far
BLUR_SHARE = 0.15
SMALLEST_OBJECT = 0.004  # of the crop's area, in the first frame


@dataclass(frozen=True)
class Clip:
    frames: np.ndarray  # [frames, 3, height, width] float32 RGB, 0..1
    masks: np.ndarray  # [objects, frames, 1, height, width] float32, 0..1


@dataclass(frozen=True)
class ClipShape:
    frames: int
    height: int  # pixels, a multiple of 8
    width: int
    largest_gap: int  # frames between consecutive frames of a real clip; smaller after the second frame of slow ones


def random_clip(
    sequences: list[TrainingSequence], shape: ClipShape, random: np.random.Generator, compressed_share: float = 0.0
) -> Clip:
    """Draws a clip whose first object is well visible in its first frame.

    `compressed_share` of the clips come from compressed frames; all frames of a clip have the same CRF.
    """
    while True:
        sequence = sequences[random.integers(len(sequences))]
        clip = _attempt(sequence, sequences, shape, random, compressed_share)
        if clip is not None:
            return clip


def _attempt(
    sequence: TrainingSequence,
    sequences: list[TrainingSequence],
    shape: ClipShape,
    random: np.random.Generator,
    compressed_share: float,
) -> Clip | None:
    if random.random() < compressed_share:
        crf = random.choice(sorted(sequence.compressed))
        sequence, sequences = _compressed(sequence, crf), [_compressed(other, crf) for other in sequences]
    real = random.random() < REAL_SHARE
    path = _object_path(sequence, shape, random, real)
    if path is None or not _visible(path[1][0]):
        return None
    frames, masks = path[0], [path[1]]
    for _ in range(random.choice(len(PASTE_SHARES), p=PASTE_SHARES)):
        frames, masks = _paste(frames, masks, sequence, sequences, shape, random)
    masks = [mask for mask in masks if _visible(mask[0])]
    if not masks:
        return None
    order = random.permutation(len(masks))
    frames = _jitter_colours(_blur(frames, random), random)
    return Clip(
        np.ascontiguousarray(frames.transpose(0, 3, 1, 2), np.float32),
        np.stack([masks[index] for index in order])[:, :, None].astype(np.float32),
    )


def _paste(
    frames: np.ndarray,
    masks: list[np.ndarray],
    sequence: TrainingSequence,
    sequences: list[TrainingSequence],
    shape: ClipShape,
    random: np.random.Generator,
) -> tuple[np.ndarray, list[np.ndarray]]:
    """Pastes one more object, with its own path."""
    other = sequence if random.random() < LOOK_ALIKE_SHARE else sequences[random.integers(len(sequences))]
    met = masks[random.integers(len(masks))] if masks and random.random() < CROSSING_SHARE else None
    meeting = None if met is None else _middle(met[len(met) // 2])
    path = _object_path(other, shape, random, random.random() < 0.5, pasted=True, meeting=meeting)
    if path is None:
        return frames, masks
    pasted, alpha = path
    if random.random() < 0.5:
        masks = [mask * (1 - alpha) for mask in masks]
    else:
        alpha = alpha * (1 - np.clip(sum(masks), 0, 1))
    frames = frames + (pasted - frames) * alpha[..., None]
    return frames, [*masks, alpha] if random.random() < LABELLED_PASTE_SHARE else masks


def _middle(mask: np.ndarray) -> np.ndarray | None:
    """Returns the centroid (x, y) of a soft mask; None if it is empty."""
    total = mask.sum()
    if total < 1:
        return None
    return np.array([mask.sum(0) @ np.arange(mask.shape[1]), mask.sum(1) @ np.arange(mask.shape[0])]) / total


def _compressed(sequence: TrainingSequence, crf: int) -> TrainingSequence:
    return TrainingSequence(sequence.name, sequence.compressed[crf], sequence.masks)


def _visible(mask: np.ndarray) -> bool:
    return float(mask.mean()) > SMALLEST_OBJECT


def _object_path(
    sequence: TrainingSequence,
    shape: ClipShape,
    random: np.random.Generator,
    real: bool,
    pasted: bool = False,
    meeting: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray] | None:
    """Crops frames [frames, h, w, 3] and soft masks [frames, h, w], both 0..1, of one object along a random path.

    The path leads through `meeting` (x, y), if given, half-way through the clip. Returns None if the object is too
    small.
    """
    indices = frame_indices(len(sequence.frames), shape, random, real)
    box = cv2.boundingRect(np.asarray(sequence.masks[indices[0]]) // 128)
    if box[2] * box[3] < 64:
        return None
    path = _affine_path(box, shape, random, real, pasted, meeting)
    warp = None if real else _elastic_maps(shape, random)
    frames, masks = [], []
    for step, (index, matrix) in enumerate(zip(indices, path, strict=True)):
        frame = cv2.warpAffine(
            sequence.frames[index], matrix, (shape.width, shape.height), borderMode=cv2.BORDER_REFLECT_101
        )
        # A pasted object must not be mirrored into view; the main object is mirrored together with its frame.
        border = cv2.BORDER_CONSTANT if pasted else cv2.BORDER_REFLECT_101
        mask = cv2.warpAffine(sequence.masks[index], matrix, (shape.width, shape.height), borderMode=border)
        if warp is not None:
            maps = [base + drift * step for base, drift in warp]
            frame = cv2.remap(frame, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
            mask = cv2.remap(mask, maps[0], maps[1], cv2.INTER_LINEAR, borderMode=border)
        frames.append(frame)
        masks.append(mask)
    return np.stack(frames).astype(np.float32) / 255, np.stack(masks).astype(np.float32) / 255


def frame_indices(length: int, shape: ClipShape, random: np.random.Generator, real: bool) -> np.ndarray:
    """Chooses the frames of a sequence of `length` for a clip, forwards or backwards; all the same if not `real`."""
    if not real:
        return np.full(shape.frames, random.integers(length))
    largest = max(1, min(shape.largest_gap, (length - 1) // (shape.frames - 1)))
    gaps = random.integers(1, largest + 1, shape.frames - 1)
    if random.random() < SLOW_SHARE:
        gaps[1:] = random.integers(1, min(largest, SLOW_GAP) + 1, shape.frames - 2)
    offsets = np.concatenate(([0], np.cumsum(gaps)))
    indices = offsets + random.integers(length - offsets[-1])
    # Also backwards, the gaps keep their order: the second frame of a slow clip stays far from the first.
    return length - 1 - indices if random.random() < 0.5 else indices


def _affine_path(
    box: Sequence[int],
    shape: ClipShape,
    random: np.random.Generator,
    real: bool,
    pasted: bool,
    meeting: np.ndarray | None,
) -> list[np.ndarray]:
    """Returns a 2x3 matrix (source to crop, pixels) for each frame: a placement, and a random walk from it.

    Real clips move by themselves and are shaken slightly; still ones get all their motion here.
    """
    x, y, width, height = box
    size = np.array([shape.width, shape.height], np.float64)
    fitting = 0.95 * min(shape.width / width, shape.height / height)
    scale = min(np.exp(random.uniform(np.log(0.7), np.log(1.5))), max(fitting, 0.5))
    if pasted:
        scale = min(scale, 0.8 * fitting)
    flip = -1.0 if random.random() < 0.5 else 1.0
    angle, shear = np.deg2rad(random.uniform(-12, 12)), random.uniform(-0.08, 0.08)
    room = np.maximum(size - scale * np.array([width, height]), 0) / 2  # the whole box is visible within this distance
    place = size / 2 + random.uniform(-1, 1, 2) * (size / 2 if pasted else room + 0.05 * size)
    strength = 0.2 if real and not pasted else 1.0
    velocity = random.normal(0, 0.05, 2) * size * strength
    if meeting is not None:
        direction = random.uniform(0, 2 * np.pi)
        away = np.array([np.cos(direction), np.sin(direction)]) * random.uniform(*CROSSING_DISTANCE) * size
        place, velocity = meeting + away, -2 * away / (shape.frames - 1)
    path = []
    for _ in range(shape.frames):
        rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        linear = scale * rotation @ np.array([[flip, shear], [0, 1]])
        shift = place - linear @ np.array([x + width / 2, y + height / 2])
        path.append(np.concatenate((linear, shift[:, None]), axis=1))
        place = place + velocity + random.normal(0, 0.025, 2) * size * strength
        angle += random.normal(0, np.deg2rad(6)) * strength
        scale *= np.exp(random.normal(0, 0.08) * strength)
        shear += random.normal(0, 0.04) * strength
    return path


def _elastic_maps(shape: ClipShape, random: np.random.Generator) -> list[tuple[np.ndarray, np.ndarray]]:
    """Returns, for x and y, a sampling map and its change per frame: a smooth warp that grows with time."""
    maps = []
    for axis, base in enumerate(np.meshgrid(np.arange(shape.width), np.arange(shape.height))):
        coarse = random.normal(0, random.uniform(1, 5), (5, 5 + axis)).astype(np.float32)
        drift = cv2.resize(coarse, (shape.width, shape.height), interpolation=cv2.INTER_CUBIC)
        maps.append((base.astype(np.float32), drift))
    return maps


def _blur(frames: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Applies defocus to the whole clip, or motion blur to some of its frames; masks are unchanged."""
    kind = random.random()
    if kind < BLUR_SHARE:
        sigma = random.uniform(0.5, 1.5)
        return np.stack([cv2.GaussianBlur(frame, (0, 0), sigma) for frame in frames])
    if kind < 2 * BLUR_SHARE:
        return np.stack([_motion_blur(frame, random) if random.random() < 0.5 else frame for frame in frames])
    return frames


def _motion_blur(frame: np.ndarray, random: np.random.Generator) -> np.ndarray:
    length, angle = random.uniform(1, 4), random.uniform(0, np.pi)  # pixels to either side
    kernel = np.zeros((9, 9), np.uint8)
    reach = np.array([np.cos(angle), np.sin(angle)]) * length
    start, end = ([round(float(value)) for value in 4 + sign * reach] for sign in (-1, 1))
    cv2.line(kernel, start, end, 1)
    return cv2.filter2D(frame, -1, kernel.astype(np.float32) / kernel.sum())


def _jitter_colours(frames: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Changes gain, contrast, brightness and saturation: strongly for the clip, slightly for each frame."""
    gain = random.uniform(0.9, 1.1, 3) * random.uniform(0.75, 1.25)
    saturation = 0.0 if random.random() < 0.05 else random.uniform(0.6, 1.4)
    brightness = random.uniform(-0.08, 0.08)
    jittered = []
    for frame in frames:
        grey = frame.mean(axis=2, keepdims=True)
        coloured = grey + (frame - grey) * np.float32(saturation)
        coloured = coloured * (gain * random.uniform(0.96, 1.04)).astype(np.float32)
        jittered.append(np.clip(coloured + np.float32(brightness + random.uniform(-0.02, 0.02)), 0, 1))
    return np.stack(jittered)
