"""Synthetic training data, for tests without DAVIS."""

import cv2
import numpy as np

from models.data.davis_train import TrainingSequence


def moving_disk(name: str, seed: int, frames: int = 12, height: int = 96, width: int = 128) -> TrainingSequence:
    """A plain disk that moves to the right over a blurred random background."""
    random = np.random.default_rng(seed)
    background = cv2.GaussianBlur(random.integers(0, 256, (height, width, 3)).astype(np.uint8), (0, 0), 3)
    colour = [int(value) for value in random.integers(0, 256, 3)]
    pictures, masks = [], []
    for time in range(frames):
        centre = (width // 4 + 3 * time, height // 2)
        pictures.append(cv2.circle(background.copy(), centre, height // 5, colour, -1))
        masks.append(cv2.circle(np.zeros((height, width), np.uint8), centre, height // 5, 255, -1))
    return TrainingSequence(name, np.stack(pictures), np.stack(masks))
