"""Reads pictures and masks from files."""

from pathlib import Path

import cv2
import numpy as np


def read_image(path: Path, flags: int = cv2.IMREAD_COLOR) -> np.ndarray:
    """Reads a picture as OpenCV does: [h, w, 3] BGR, or [h, w], depending on the flags; uint8."""
    image = cv2.imread(str(path), flags)
    if image is None:
        raise FileNotFoundError(f"{path} is missing or no picture")
    return image


def read_rgb(path: Path) -> np.ndarray:
    """Reads a picture as RGB [h, w, 3] uint8."""
    return read_image(path)[..., ::-1]


def read_grey(path: Path) -> np.ndarray:
    """Reads a picture as [h, w] uint8. A palette's colours become grey; in masks, only the background is 0."""
    return read_image(path, cv2.IMREAD_GRAYSCALE)


def read_mask(path: Path) -> np.ndarray:
    """Reads a mask [h, w] bool: all pixels that are not background."""
    return read_grey(path) > 0
