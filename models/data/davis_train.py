"""The thirty DAVIS-2016 training sequences at half resolution, decoded once into a cache.

Cache: a pair per sequence, `SEQ.rgb.npy` [frames, 240, 427, 3] uint8 and
`SEQ.mask.npy` [frames, 240, 427] uint8 (255 = all object: an area average of the binary mask);
for compressed frames also `SEQ.crfNN.rgb.npy`, the same frames through x265.
.npy files can be memory-mapped and shared by the data loader's processes.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from models.data.compression import decode_video, frame_bytes, save_array, through_x265
from models.data.images import read_image
from models.data.yuv import area_average, network_size, planes_to_rgb, split_planes


@dataclass(frozen=True)
class TrainingSequence:
    """A sequence with one object."""

    name: str
    frames: np.ndarray  # [frames, height, width, 3] uint8 RGB
    masks: np.ndarray  # [frames, height, width] uint8, 0..255
    compressed: dict[int, np.ndarray] = field(default_factory=dict)  # by x265's CRF, in the format of `frames`


def load_training_sequences(davis_train: Path, cache: Path, crfs: Iterable[int] = ()) -> list[TrainingSequence]:
    """Loads all sequences under `davis_train/video`, memory-mapped from `cache`, which is filled where needed.

    With `crfs`, loads their compressed frames, too (which takes some minutes for each CRF, once).
    """
    videos = sorted((davis_train / "video").glob("*.mkv"))
    if not videos:
        raise FileNotFoundError(f"No training videos under {davis_train / 'video'}: give the folder with --davis-train")
    cache.mkdir(parents=True, exist_ok=True)
    return [_load(video, davis_train / "Annotations" / video.stem, cache, tuple(crfs)) for video in videos]


def _load(video: Path, annotations: Path, cache: Path, crfs: tuple[int, ...]) -> TrainingSequence:
    frames_path, masks_path = cache / f"{video.stem}.rgb.npy", cache / f"{video.stem}.mask.npy"
    paths = {crf: cache / f"{video.stem}.crf{crf}.rgb.npy" for crf in crfs}
    missing = [crf for crf, path in paths.items() if not path.exists()]
    if missing or not (frames_path.exists() and masks_path.exists()):
        labels = [read_image(path, cv2.IMREAD_UNCHANGED) for path in sorted(annotations.glob("*.png"))]
        height, width = labels[0].shape[:2]
        packed = decode_video(video, frame_bytes(width, height))
        if len(packed) != len(labels):
            raise RuntimeError(f"{video} has {len(packed)} frames, but {annotations} has {len(labels)} masks")
        if not (frames_path.exists() and masks_path.exists()):
            save_array(frames_path, _half_size(packed, width, height))
            save_array(masks_path, _half_size_masks(labels))
        for crf in missing:
            save_array(paths[crf], _half_size(through_x265(packed, width, height, crf), width, height))
    return TrainingSequence(
        video.stem,
        np.load(frames_path, mmap_mode="r"),
        np.load(masks_path, mmap_mode="r"),
        {crf: np.load(path, mmap_mode="r") for crf, path in paths.items()},
    )


def _half_size(packed: np.ndarray, width: int, height: int) -> np.ndarray:
    size = network_size(width, height)
    frames = np.stack([planes_to_rgb(*split_planes(frame, width, height), *size) for frame in packed])
    return (frames * 255 + 0.5).astype(np.uint8)


def _half_size_masks(labels: list[np.ndarray]) -> np.ndarray:
    size = network_size(labels[0].shape[1], labels[0].shape[0])
    masks = np.stack([area_average((label if label.ndim == 2 else label[..., 0]) > 0, *size) for label in labels])
    return (masks * 255 + 0.5).astype(np.uint8)
