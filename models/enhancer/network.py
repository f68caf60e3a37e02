"""The enhancer: one small network that removes compression artifacts from a decoded frame, for every CRF.

Inputs are the frame and three aligned neighbours (alignment.py). Most layers are on a grid of 4x4 luma squares, the
size of x265's smallest transform, so that block borders fall between cells, and a 3x3 convolution sees 12x12 luma
pixels. The middle is on 8x8 squares, which widens the receptive field to a coding tree unit (64x64).
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.common.weights import load_weights, read_weights, with_memory_format
from models.enhancer.grid import without_grid
from models.enhancer.neighbours import NEIGHBOURS
from models.enhancer.planes import LUMA_PHASES, PLANES

WEIGHTS = Path(__file__).with_name("weights.pt")
LARGEST_CRF = 51
# Residuals and differences between frames are a few grey levels of 255; in this unit they are near 1.
RESIDUAL_UNIT = 1 / 32
ERROR_WINDOW = 5  # half-size pixels
FRAMES = 1 + NEIGHBOURS
CONDITIONS = 1 + FRAMES
GRID_FILTER = "grid_filtered"  # a key of weights that were trained with the filter


class Enhancer(nn.Module):
    def __init__(self, channels: int = 48, middle_channels: int = 96, grid_filter: bool = False) -> None:
        """grid_filter: whether what the network draws of its own grid is taken out of the residual (grid.py)"""
        super().__init__()
        self.grid_filter = grid_filter
        if grid_filter:  # so that files of weights tell whether they were trained with it
            self.register_buffer(GRID_FILTER, torch.ones(()))
        # Equal to space-to-depth and a 3x3 (a 2x2) convolution, in one operator.
        self.head = nn.Conv2d(PLANES + 1, channels, kernel_size=6, stride=2, padding=2)
        # 16 channels with the mask. 15 give wrong results on WebGPU in onnxruntime-web 1.30, like all multiples of
        # three above three that are not multiples of four: https://github.com/microsoft/onnxruntime/issues/29651
        self.others = nn.Conv2d(NEIGHBOURS * (LUMA_PHASES + 1) + 1, channels, kernel_size=4, stride=2, padding=1)
        self.first = nn.ModuleList([Block(channels), Block(channels)])
        self.down = nn.Conv2d(channels, middle_channels, kernel_size=2, stride=2)
        self.middle = nn.ModuleList([Block(middle_channels)])
        self.up = nn.Sequential(nn.Conv2d(middle_channels, 4 * channels, kernel_size=1), nn.PixelShuffle(2))
        self.last = nn.ModuleList([Block(channels)])
        residual = zeroed(nn.Conv2d(channels, 4 * PLANES, kernel_size=3, padding=1))  # training begins at identity
        self.tail = nn.Sequential(residual, nn.PixelShuffle(2))

    def forward(self, planes: Tensor, aligned: Tensor, crf: Tensor, packets: Tensor, mask: Tensor) -> Tensor:
        """Returns enhanced planes [n, 6, h, w], 0..1.

        planes:  [n, 6, h, w] float32, 0..1 (see planes.py); h and w are multiples of 4
        aligned: [n, 12, h, w] float32, 0..1, the luma phases of the three neighbours (see neighbours.py, alignment.py)
        crf:     [n] float32, 0..51
        packets: [n, 4] float32, bits per luma pixel of the frame's and the neighbours' packets
        mask:    [n, 1, h, w] float32, objects' coverage of each 2x2 luma square; zeros where unknown
        """
        working = self.head.weight.dtype  # float16 in one of the exported graphs
        conditions = _conditions(crf, packets).to(working)
        differences = torch.cat((_differences(planes, aligned), mask), dim=1).to(working)
        x = self.head(torch.cat((planes - 0.5, mask), dim=1).to(working)) + self.others(differences)
        for block in self.first:
            x = block(x, conditions)
        coarse = self.down(x)
        for block in self.middle:
            coarse = block(coarse, conditions)
        x = x + self.up(coarse)
        for block in self.last:
            x = block(x, conditions)
        residual = self.tail(x).to(planes.dtype) * RESIDUAL_UNIT
        if self.grid_filter:
            residual = without_grid(residual, planes)
        return (planes + residual).clamp(0, 1)


def load_enhancer(weights: Path = WEIGHTS) -> Enhancer:
    """Loads the trained network from an export's `weights.pt` or a training checkpoint."""
    network = Enhancer(grid_filter=GRID_FILTER in read_weights(weights))
    return with_memory_format(load_weights(network, weights), torch.channels_last)


class Block(nn.Module):
    """A residual block whose activation has scale and shift from the conditions (FiLM, Perez et al., AAAI 2018)."""

    HIDDEN = 16  # channels between conditions and scale or shift

    def __init__(self, channels: int) -> None:
        super().__init__()
        # The name `spread` is a key of weights.pt.
        self.spread = nn.Conv2d(channels, channels, kernel_size=3, padding=1)
        self.gather = nn.Conv2d(channels, channels, kernel_size=3, padding=1)
        self.scale, self.shift = _modulation(self.HIDDEN, channels), _modulation(self.HIDDEN, channels)
        # Close to identity at first, as in EDSR (arXiv 1707.02921).
        self.gather.weight.data.mul_(0.1)

    def forward(self, x: Tensor, conditions: Tensor) -> Tensor:
        active = torch.relu(self.spread(x) * (1 + self.scale(conditions)) + self.shift(conditions))
        return x + self.gather(active)


def _modulation(hidden: int, channels: int) -> nn.Sequential:
    """Maps conditions [n, 5, 1, 1] to [n, channels, 1, 1], initially zero."""
    return nn.Sequential(nn.Conv2d(CONDITIONS, hidden, 1), nn.ReLU(), zeroed(nn.Conv2d(hidden, channels, 1)))


def zeroed(layer: nn.Conv2d) -> nn.Conv2d:
    for parameter in layer.parameters():
        nn.init.zeros_(parameter)
    return layer


def _conditions(crf: Tensor, packets: Tensor) -> Tensor:
    """Returns [n, 5, 1, 1], about 0..1: the CRF, and the logarithm of packet sizes, for 2^-10..1 bits per pixel."""
    sizes = 1 + torch.log(packets.clamp(2**-10, 1.0)) * (0.1 / 0.6931472)
    return torch.cat((crf.reshape(-1, 1) / LARGEST_CRF, sizes), dim=1)[:, :, None, None]


def _differences(planes: Tensor, aligned: Tensor) -> Tensor:
    """Returns [n, 15, h, w]: each neighbour's difference and its local mean magnitude (alignment error).

    Both are in RESIDUAL_UNIT.
    """
    luma = planes[:, :LUMA_PHASES]
    parts = []
    for first in range(0, NEIGHBOURS * LUMA_PHASES, LUMA_PHASES):
        difference = (aligned[:, first : first + LUMA_PHASES] - luma) / RESIDUAL_UNIT
        magnitude = difference.mean(1, keepdim=True).abs()
        parts += [difference, F.avg_pool2d(magnitude, ERROR_WINDOW, 1, ERROR_WINDOW // 2, count_include_pad=False)]
    return torch.cat(parts, dim=1)
