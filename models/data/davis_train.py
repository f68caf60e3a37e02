"""The thirty DAVIS-2016 training sequences at half resolution, decoded once into a cache.

Cache: a pair per sequence, `SEQ.rgb.npy` [frames, 240, 427, 3] uint8 and
`SEQ.mask.npy` [frames, 240, 427] uint8 (255 = wholly object: an area average of the binary mask).
Plain .npy files, because they can be memory-mapped and shared by the loader's processes.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from models.data.yuv import area_average, network_size, planes_to_rgb, split_planes


@dataclass(frozen=True)
class TrainingSequence:
    """A sequence with one object."""

    name: str
    frames: np.ndarray  # [frames, height, width, 3] uint8 RGB
    masks: np.ndarray  # [frames, height, width] uint8, 0..255


def load_training_sequences(davis_train: Path, cache: Path) -> list[TrainingSequence]:
    """All sequences under `davis_train/video`, memory-mapped from `cache`, which is filled where needed."""
    videos = sorted((davis_train / "video").glob("*.mkv"))
    if not videos:
        raise FileNotFoundError(f"No training videos under {davis_train / 'video'}: give the folder with --davis-train")
    cache.mkdir(parents=True, exist_ok=True)
    sequences = []
    for video in videos:
        frames_path, masks_path = cache / f"{video.stem}.rgb.npy", cache / f"{video.stem}.mask.npy"
        if not (frames_path.exists() and masks_path.exists()):
            frames, masks = _decode(video, davis_train / "Annotations" / video.stem)
            np.save(frames_path, frames)
            np.save(masks_path, masks)
        sequences.append(
            TrainingSequence(video.stem, np.load(frames_path, mmap_mode="r"), np.load(masks_path, mmap_mode="r"))
        )
    return sequences


def _decode(video: Path, annotations: Path) -> tuple[np.ndarray, np.ndarray]:
    label_paths = sorted(annotations.glob("*.png"))
    labels = [cv2.imread(str(path), cv2.IMREAD_UNCHANGED) for path in label_paths]
    height, width = labels[0].shape[:2]
    small_width, small_height = network_size(width, height)
    raw = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(video), "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"],
        check=True,
        capture_output=True,
    ).stdout
    packed = np.frombuffer(raw, np.uint8).reshape(len(labels), -1)
    frames = np.stack(
        [planes_to_rgb(*split_planes(frame, width, height), small_width, small_height) for frame in packed]
    )
    masks = np.stack(
        [area_average((label if label.ndim == 2 else label[..., 0]) > 0, small_width, small_height) for label in labels]
    )
    return (frames * 255 + 0.5).astype(np.uint8), (masks * 255 + 0.5).astype(np.uint8)
