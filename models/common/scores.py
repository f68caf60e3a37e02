"""J and F of binary masks, and their statistics, as davis2017-evaluation's semi-supervised task computes them.

https://github.com/davisvideochallenge/davis2017-evaluation (metrics.py, utils.py); our own implementation.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np

TOLERANCE = 0.008  # distance within which boundaries match, as a fraction of the picture's diagonal
DECAY_BINS = 4


@dataclass(frozen=True)
class Statistics:
    mean: float
    recall: float  # share of the frames above 0.5
    decay: float  # mean of the first quarter minus mean of the last quarter


def region_similarity(truth: np.ndarray, predicted: np.ndarray) -> float:
    """J: intersection over union of two masks [height, width] bool; 1 if both are empty."""
    union = np.count_nonzero(truth | predicted)
    return np.count_nonzero(truth & predicted) / union if union else 1.0


def contour_accuracy(truth: np.ndarray, predicted: np.ndarray) -> float:
    """F: harmonic mean of the boundaries' precision and recall; masks [height, width] bool."""
    radius = math.ceil(TOLERANCE * math.hypot(*truth.shape))
    squares = np.square(np.arange(-radius, radius + 1))
    disk = (squares[:, None] + squares[None] <= radius**2).astype(np.uint8)
    wanted, found = boundary(truth), boundary(predicted)
    wanted_count, found_count = np.count_nonzero(wanted), np.count_nonzero(found)
    if not wanted_count or not found_count:
        return float(wanted_count == found_count)
    precision = np.count_nonzero(found & _dilate(wanted, disk)) / found_count
    recall = np.count_nonzero(wanted & _dilate(found, disk)) / wanted_count
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def boundary(mask: np.ndarray) -> np.ndarray:
    """Finds pixels that differ from their neighbour to the right, below, or diagonally below: [height, width] bool.

    In the last row only the right neighbour counts, in the last column only the one below, and in the corner none.
    """
    edges = np.zeros_like(mask)
    edges[:-1, :-1] = (
        (mask[:-1, :-1] ^ mask[:-1, 1:]) | (mask[:-1, :-1] ^ mask[1:, :-1]) | (mask[:-1, :-1] ^ mask[1:, 1:])
    )
    edges[-1, :-1] = mask[-1, :-1] ^ mask[-1, 1:]
    edges[:-1, -1] = mask[:-1, -1] ^ mask[1:, -1]
    return edges


def statistics(values: list[float]) -> Statistics:
    """Computes statistics over the scored frames; the quarters overlap by a frame, as in the official code."""
    scores = np.array(values)
    ends = (np.round(np.linspace(1, len(scores), DECAY_BINS + 1) + 1e-10) - 1).astype(int)
    first, last = scores[ends[0] : ends[1] + 1], scores[ends[-2] : ends[-1] + 1]
    return Statistics(float(scores.mean()), float((scores > 0.5).mean()), float(first.mean() - last.mean()))


def _dilate(mask: np.ndarray, element: np.ndarray) -> np.ndarray:
    return cv2.dilate(mask.astype(np.uint8), element) > 0
