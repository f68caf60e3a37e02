"""Resizes frames and label maps for the network, as the official evaluation does."""

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

LONGEST_SIDE = 1040  # of a picture before rounding: 1.3 times 800, since 480p is 480 by 800 in that evaluation
STRIDE = 16


def network_size(width: int, height: int) -> tuple[int, int]:
    """Returns width and height of the network's picture, rounded to 16 k + 1; the aspect ratio changes slightly.

    854×480 becomes 849×481; 1280×720 becomes 1041×577, since longer sides are scaled down to 1040 first.
    """
    longest = max(width, height)
    scale = LONGEST_SIDE / longest if longest > LONGEST_SIDE else 1.0
    return _rounded(int(scale * width)), _rounded(int(scale * height))


def image_of(frame: np.ndarray, width: int, height: int) -> Tensor:
    """Resizes RGB [h, w, 3] uint8 to [1, 3, height, width], 0..1 or a little beyond: bicubic, without smoothing.

    PyTorch's bicubic `interpolate` with `align_corners=False` (a = -0.75 both) differs by 1e-5.
    """
    image = frame.astype(np.float32)
    if frame.shape[:2] != (height, width):
        image = cv2.resize(image, (width, height), interpolation=cv2.INTER_CUBIC)
    return torch.from_numpy(np.ascontiguousarray(image.transpose(2, 0, 1)))[None] / 255


def labels_of(label_map: Tensor, width: int, height: int) -> Tensor:
    """Resizes [h, w] to [1, 1, height, width] float32: nearest-neighbour sampling at each pixel's upper left corner."""
    return functional.interpolate(label_map[None, None].float(), size=(height, width), mode="nearest")


def upsampled(logits: Tensor, width: int, height: int) -> Tensor:
    """Resizes [1, classes, h4, w4] to [classes, height, width]: bilinear, corner to corner."""
    return functional.interpolate(logits, size=(height, width), mode="bilinear", align_corners=True)[0]


def _rounded(side: int) -> int:
    return max(1, round((side - 1) / STRIDE)) * STRIDE + 1
