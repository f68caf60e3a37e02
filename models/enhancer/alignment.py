"""Optical flow from a frame to its neighbours, and the neighbours warped by it. Nothing here is learned.

Coarse to fine on the decoded luma: a full search of displacements up to 64 pixels at a sixteenth of the size, then a
few Lucas-Kanade steps at each level up to half size (DIS flow, arXiv 1603.03590, is similar but with patches). Each
step smooths the flow, weighted by match quality and texture: on decoded frames at CRF 37 to 48, that decided how much a
neighbour helped.

This is a part of the enhancer's graph. Hence only operators that onnxruntime-web has on WebGPU, no sizes read from
tensors (Shape has no GPU kernel), and float32 even in the float16 graph, whose precision is too coarse for coordinates.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.enhancer.planes import LUMA_PHASES

MULTIPLE = 8  # of half height and half width: the coarsest level is at an eighth of half size
GREY_LEVELS = 255


class Matching(NamedTuple):
    """Settings of the full search within a radius, in pixels of the coarsest level."""

    radius: int = 4
    window: int = 7
    sharpness: float = 3.0  # of the softmax over displacements, per grey level of mean difference
    still: float = 0.1  # penalty in grey levels per pixel of displacement: flat areas stay


class Refinement(NamedTuple):
    """Settings of the Lucas-Kanade steps at one level; sides of windows are odd, in pixels of the level."""

    level: int  # 1: half of the luma's size, 2: a quarter, ...
    window: int
    smoothing: int
    steps: int


MATCHING = Matching()
REFINEMENTS = (Refinement(4, 5, 7, 2), Refinement(3, 5, 9, 3), Refinement(2, 7, 11, 3), Refinement(1, 9, 9, 1))
COARSEST = REFINEMENTS[0].level
LARGEST_STEP = 1.0  # pixels of the level: the linear model is not valid beyond this
FLATNESS = 2.0  # squared grey levels per pixel: regularises areas with less texture
NOISE = 4.0  # squared grey levels, added to a match's residual


class Alignment(nn.Module):
    def forward(self, planes: Tensor, neighbours: Tensor) -> Tensor:
        """Returns the neighbours' luma phases [n, 4, h, w], 0..1, aligned to the frame.

        planes:     [1, 6, h, w] float32, 0..1, the frame; h and w are multiples of MULTIPLE
        neighbours: [n, 6, h, w], in the format of planes
        """
        luma = F.pixel_shuffle(neighbours[:, :LUMA_PHASES], 2)
        motion = find_motion(planes, neighbours)
        columns, rows = _coordinates(motion)
        # Samples of a phase lie a quarter of a half-size pixel off that pixel's centre.
        phases = [
            _sample(luma, motion, columns + (phase % 2 - 0.5) / 2, rows + (phase // 2 - 0.5) / 2)
            for phase in range(LUMA_PHASES)
        ]
        return torch.cat(phases, dim=1)


def find_motion(planes: Tensor, neighbours: Tensor) -> Tensor:
    """Returns [n, 2, h, w]: displacement right and down from pixel to match in the neighbour, in half-size pixels."""
    frame, others = _pyramid(planes), _pyramid(neighbours)
    motion = _match(frame[COARSEST], others[COARSEST])
    for refinement in REFINEMENTS:
        if refinement.level != COARSEST:
            motion = 2 * F.interpolate(motion, scale_factor=2.0, mode="bilinear", align_corners=False)
        motion = _refine(frame[refinement.level], others[refinement.level], motion, refinement)
    return motion


def _pyramid(planes: Tensor) -> list[Tensor]:
    """Returns luma in grey levels, by level: [n, 1, h, w] at level 1, halved at each further one; level 0 is unused."""
    half_size = planes[:, :LUMA_PHASES].mean(1, keepdim=True) * GREY_LEVELS
    levels = [half_size, half_size]
    while len(levels) <= COARSEST:
        levels.append(F.avg_pool2d(levels[-1], 2))
    return levels


def _match(frame: Tensor, other: Tensor) -> Tensor:
    side = 2 * MATCHING.radius + 1
    steps = range(-MATCHING.radius, MATCHING.radius + 1)
    displacements = torch.tensor([(x, y) for y in steps for x in steps], dtype=frame.dtype, device=frame.device)
    # One convolution with one-hot weights instead of 81 slices.
    copies = torch.eye(side * side, device=frame.device).reshape(side * side, 1, side, side)
    moved = F.conv2d(_replicate_edges(other, MATCHING.radius), copies)
    distance = displacements.abs().sum(1).reshape(1, -1, 1, 1)
    costs = _box((moved - frame).abs(), MATCHING.window) + MATCHING.still * distance
    shares = torch.softmax(-MATCHING.sharpness * costs, dim=1)
    return F.conv2d(shares, displacements.T[:, :, None, None])


def _refine(frame: Tensor, other: Tensor, motion: Tensor, refinement: Refinement) -> Tensor:
    across, down = _gradients(frame)
    texture = _box(torch.cat((across * across, across * down, down * down), dim=1), refinement.window)
    across2, mixed, down2 = texture[:, :1] + FLATNESS, texture[:, 1:2], texture[:, 2:] + FLATNESS
    determinant = across2 * down2 - mixed * mixed
    columns, rows = _coordinates(motion)
    for _ in range(refinement.steps):
        difference = frame - _sample(other, motion, columns, rows)
        sums = _box(
            torch.cat((across * difference, down * difference, difference * difference), dim=1), refinement.window
        )
        x = (down2 * sums[:, :1] - mixed * sums[:, 1:2]) / determinant
        y = (across2 * sums[:, 1:2] - mixed * sums[:, :1]) / determinant
        motion = motion + torch.cat((x, y), dim=1).clamp(-LARGEST_STEP, LARGEST_STEP)
        weight = (across2 + down2) / (sums[:, 2:] + NOISE)
        smooth = _box(torch.cat((motion * weight, weight), dim=1), refinement.smoothing)
        motion = smooth[:, :2] / smooth[:, 2:]
    return motion


def _gradients(picture: Tensor) -> tuple[Tensor, Tensor]:
    padded = _replicate_edges(picture, 1)
    across = (padded[:, :, 1:-1, 2:] - padded[:, :, 1:-1, :-2]) / 2
    down = (padded[:, :, 2:, 1:-1] - padded[:, :, :-2, 1:-1]) / 2
    return across, down


def _replicate_edges(picture: Tensor, width: int) -> Tensor:
    picture = torch.cat([picture[:, :, :1]] * width + [picture] + [picture[:, :, -1:]] * width, dim=2)
    return torch.cat([picture[..., :1]] * width + [picture] + [picture[..., -1:]] * width, dim=3)


def _box(x: Tensor, side: int) -> Tensor:
    """Averages over the part of a window inside the picture; separable, which costs less."""
    for kernel in ((1, side), (side, 1)):
        x = F.avg_pool2d(x, kernel, 1, (kernel[0] // 2, kernel[1] // 2), count_include_pad=False)
    return x


def _coordinates(like: Tensor) -> tuple[Tensor, Tensor]:
    """Returns the centres of columns [1, 1, 1, w] and of rows [1, 1, h, 1]: 0.5, 1.5, ..."""
    ones = like[:1, :1] * 0 + 1  # ones_like would add a Shape operator
    return ones[:, :, :1].cumsum(3) - 0.5, ones[:, :, :, :1].cumsum(2) - 0.5


def _sample(picture: Tensor, motion: Tensor, columns: Tensor, rows: Tensor) -> Tensor:
    """Samples the picture, of any size, bilinearly at columns + motion[:, :1] and rows + motion[:, 1:].

    columns, rows: `_coordinates` of the motion, possibly shifted by less than half a pixel
    """
    x = (columns + motion[:, :1]) * (2 / _length(columns, 3)) - 1
    y = (rows + motion[:, 1:]) * (2 / _length(rows, 2)) - 1
    grid = torch.cat((x, y), dim=1).permute(0, 2, 3, 1)
    return F.grid_sample(picture, grid, mode="bilinear", padding_mode="border", align_corners=False)


def _length(coordinates: Tensor, dim: int) -> Tensor:
    """Computes the number of coordinates from the first and the last, as a tensor."""
    first, last = (coordinates.narrow(dim, 0, 1), coordinates[:, :, -1:, -1:])
    return last - first + 1
