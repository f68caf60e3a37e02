"""Keeps the enhancer from drawing its own grid into a picture.

The network works on grids of 4x4 and 8x8 luma squares, and computes the samples of a square with different weights. In
flat areas, where all squares look the same to it, the residual therefore repeats every 8 luma pixels. The repeating
part is found as the mean of the same place in neighbouring squares, and taken out. Only a small share of all
frequencies goes with it, so that hardly any detail is lost.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from models.enhancer.planes import LUMA_PHASES

SQUARE = 4  # half-size pixels: 8 luma pixels, the network's coarse grid, and that of x265's transforms
# A mean over n x n squares takes 1 / n² of all frequencies. Where the picture is flat, the mean must follow a pattern
# that changes quickly; elsewhere, a pattern is hidden by the picture, whose details matter more.
FLAT_WINDOW, OTHER_WINDOW = 3, 7
FLAT_VARIANCE = 30 / 255**2  # of the decoded luma: there, both windows have the same weight
# Share of the decoded frame's own grid that goes as well, where it is flat: x265's noise falls, and what is left of the
# grid must not stand out against it.
DECODED_SHARE = 0.6


def without_grid(residual: Tensor, planes: Tensor) -> Tensor:
    """Returns the residual without what repeats from square to square.

    residual, planes: [n, 6, h, w], the latter decoded, 0..1 (see planes.py); h and w are multiples of SQUARE
    """
    drawn, decoded = _squares(residual), _squares(planes)
    variance = _mean(decoded[:, : LUMA_PHASES * SQUARE**2].square().mean(1, keepdim=True), OTHER_WINDOW)
    flat = FLAT_VARIANCE / (variance + FLAT_VARIANCE)
    grid = flat * _mean(drawn + DECODED_SHARE * decoded, FLAT_WINDOW) + (1 - flat) * _mean(drawn, OTHER_WINDOW)
    return residual - F.pixel_shuffle(grid, SQUARE)


def _squares(planes: Tensor) -> Tensor:
    """Returns [n, 6 * 16, h / 4, w / 4]: each place of a square is a channel, without the picture's gradients."""
    return F.pixel_unshuffle(planes - _smooth(planes), SQUARE)


def _mean(squares: Tensor, window: int) -> Tensor:
    return F.avg_pool2d(squares, window, 1, window // 2, count_include_pad=False)


def _smooth(planes: Tensor) -> Tensor:
    """Interpolates between the means of the squares, which have nothing of a grid."""
    luma = F.avg_pool2d(planes[:, :LUMA_PHASES].mean(1, keepdim=True), SQUARE)
    chroma = F.avg_pool2d(planes[:, LUMA_PHASES:], SQUARE)
    phases = F.pixel_unshuffle(F.interpolate(luma, scale_factor=2 * SQUARE, mode="bilinear", align_corners=False), 2)
    chroma = F.interpolate(chroma, scale_factor=SQUARE, mode="bilinear", align_corners=False)
    return torch.cat((phases, chroma), dim=1)
