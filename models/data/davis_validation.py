"""Validation sequences in DAVIS's layout, as the app reads them: yuv420p frames. Never train on them."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.data.compression import frame_bytes
from models.data.images import read_mask


@dataclass(frozen=True)
class ValidationSequence:
    """A sequence whose objects, if there are several, count as one (DAVIS-2016)."""

    width: int  # luma samples
    height: int
    frames: np.ndarray  # [frames, bytes] uint8, packed yuv420p
    masks: np.ndarray  # [frames, height, width] bool


def sequence_names(davis: Path) -> list[str]:
    return sorted(folder.name for folder in (davis / "JPEGImages" / "480p").iterdir())


def read_sequence(davis: Path, name: str, frames: int | None = None) -> ValidationSequence:
    """Reads a whole sequence or its first `frames` frames; ffmpeg converts the JPEGs to yuv420p."""
    annotations = sorted((davis / "Annotations" / "480p" / name).glob("*.png"))[:frames]
    if not annotations:
        raise FileNotFoundError(f"No annotations of {name} under {davis}: give the folder with --davis")
    masks = np.stack([read_mask(path) for path in annotations])
    height, width = masks.shape[1:]
    pictures = davis / "JPEGImages" / "480p" / name / "%05d.jpg"
    command = [
        *("ffmpeg", "-v", "error", "-i", str(pictures), "-frames:v", str(len(masks))),
        *("-f", "rawvideo", "-pix_fmt", "yuv420p", "-"),
    ]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    packed = np.frombuffer(raw, np.uint8).reshape(-1, frame_bytes(width, height))
    if len(packed) != len(masks):
        raise RuntimeError(f"{name} has {len(packed)} pictures, but {len(masks)} annotations")
    return ValidationSequence(width, height, packed, masks)
