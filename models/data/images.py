"""Pictures and masks in files."""

from pathlib import Path

import cv2
import numpy as np


def read_image(path: Path, flags: int = cv2.IMREAD_COLOR) -> np.ndarray:
    """As OpenCV reads it: [h, w, 3] BGR, or [h, w] by the flags; uint8."""
    image = cv2.imread(str(path), flags)
    if image is None:
        raise FileNotFoundError(f"{path} is missing or no picture")
    return image


def read_rgb(path: Path) -> np.ndarray:
    """[h, w, 3] uint8."""
    return read_image(path)[..., ::-1]


def read_grey(path: Path) -> np.ndarray:
    """[h, w] uint8. A palette's colours become grey; in masks, only the background is 0."""
    return read_image(path, cv2.IMREAD_GRAYSCALE)


def read_mask(path: Path) -> np.ndarray:
    """[h, w] bool: all that is not background."""
    return read_grey(path) > 0
