"""Helpers for the files of reference results, which the browser's tests compare with."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
from torch import Tensor

NAME = "reference.json"


def run_lengths(label_map: np.ndarray) -> list[int]:
    """Encodes a label map row by row: an id, how often it is repeated, the next id, and so on."""
    flat = label_map.ravel()
    starts = np.concatenate(([0], np.flatnonzero(np.diff(flat)) + 1))
    lengths = np.diff(np.append(starts, flat.size))
    return np.stack((flat[starts], lengths), axis=1).ravel().tolist()


def four_digits(tensor: Tensor) -> list[float]:
    """Flattens a tensor and rounds it to four significant digits, which keeps files small."""
    return [float(f"{value:.4g}") for value in tensor.flatten().tolist()]


def as_written(tensor: Tensor) -> Tensor:
    """Rounds a tensor as `four_digits` does."""
    return tensor.new_tensor(four_digits(tensor)).reshape(tensor.shape)


def write_compact_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, separators=(",", ":")) + "\n")


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
