"""The sequences that `validate` and `validate_vos` measure, with the masks that guide the enhancer.

These are the DAVIS validation sequences, or with `--held-out` the training sequences that no training saw: choices
between weights are made by the latter, so that figures on the former stay honest.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from models.data.compression import decode_video, frame_bytes
from models.data.davis_validation import ValidationSequence, read_sequence, sequence_names
from models.data.images import read_grey, read_image
from models.enhancer.held_out import HELD_OUT


def add_sequence_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--davis", type=Path, default=Path("../shared/davis"))
    parser.add_argument("--held-out", action="store_true", help="the held-out training sequences instead")
    parser.add_argument("--davis-train", type=Path, default=Path("../shared/davis-train"), help="for --held-out")
    parser.add_argument("--masks", type=Path, help="folder of predicted masks, such as predictions/stm-davis2016")
    parser.add_argument("--sequences", help="comma-separated; all by default")
    parser.add_argument("--limit-frames", type=int, help="the first frames only (at least 3)")


def measured_sequences(arguments: Namespace) -> Iterator[tuple[str, ValidationSequence, np.ndarray]]:
    """Yields name, sequence and guides [frames, height, width] (label maps or masks; objects are not 0)."""
    known = HELD_OUT if arguments.held_out else sequence_names(arguments.davis)
    for name in arguments.sequences.split(",") if arguments.sequences else known:
        if arguments.held_out:
            sequence = read_training_sequence(arguments.davis_train, name, arguments.limit_frames)
        else:
            sequence = read_sequence(arguments.davis, name, arguments.limit_frames)
        yield name, sequence, read_guides(arguments.masks, name, sequence)


def read_training_sequence(davis_train: Path, name: str, frames: int | None = None) -> ValidationSequence:
    """Reads a training sequence in the form of a validation sequence: whole, or its first `frames` frames."""
    annotations = sorted((davis_train / "Annotations" / name).glob("*.png"))[:frames]
    if not annotations:
        raise FileNotFoundError(f"No annotations of {name} under {davis_train}: give the folder with --davis-train")
    masks = np.stack([read_grey(path) > 0 for path in annotations])
    height, width = masks.shape[1:]
    packed = decode_video(davis_train / "video" / f"{name}.mkv", frame_bytes(width, height))
    return ValidationSequence(width, height, packed[: len(masks)], masks)


def read_guides(masks: Path | None, name: str, sequence: ValidationSequence) -> np.ndarray:
    """Reads label maps [frames, height, width] from `masks/NAME/*.png`, or the annotations if no folder is given."""
    if masks is None:
        return sequence.masks
    paths = sorted((masks / name).glob("*.png"))
    if len(paths) < len(sequence.masks):
        raise FileNotFoundError(f"{masks / name} has {len(paths)} masks for {len(sequence.masks)} frames")
    return np.stack([_indices(path) for path in paths[: len(sequence.masks)]])


def _indices(path: Path) -> np.ndarray:
    """Reads [height, width], where background is 0: in these palettes only index 0 is black."""
    picture = read_image(path, cv2.IMREAD_UNCHANGED)
    return picture if picture.ndim == 2 else picture[..., :3].max(axis=-1)
