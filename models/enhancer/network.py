"""The enhancer: one small network that takes compression artifacts off a decoded frame, for every CRF.

It sees the frame and three others, already moved to where the frame shows the same (alignment.py). Most of the work
is done on a grid of 4x4 luma squares: x265's smallest transform is one such cell, so that block borders always fall
between cells, and one 3x3 convolution there sees 12x12 luma pixels. The middle part works on 8x8 squares, which
widens the view to the size of a coding tree unit (64x64).
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from models.common.weights import load_weights
from models.enhancer.neighbours import NEIGHBOURS
from models.enhancer.planes import LUMA_PHASES, PLANES

WEIGHTS = Path(__file__).with_name("weights.pt")
LARGEST_CRF = 51
# Residuals and differences between frames are a few grey levels in 255: in this unit both are numbers near one.
RESIDUAL_UNIT = 1 / 32
DOUBT_WINDOW = 5  # half-size pixels
FRAMES = 1 + NEIGHBOURS
CONDITIONS = 1 + FRAMES


class Enhancer(nn.Module):
    def __init__(self, channels: int = 48, middle_channels: int = 96):
        super().__init__()
        # The same as space-to-depth followed by a 3x3 (a 2x2) convolution, in one operator.
        self.head = nn.Conv2d(PLANES + 1, channels, kernel_size=6, stride=2, padding=2)
        # With the mask there are 16 channels. Of 15 onnxruntime-web 1.30 computes something else on WebGPU, of any
        # multiple of three above three that is none of four: https://github.com/microsoft/onnxruntime/issues/29651
        self.others = nn.Conv2d(NEIGHBOURS * (LUMA_PHASES + 1) + 1, channels, kernel_size=4, stride=2, padding=1)
        self.first = nn.ModuleList([Block(channels), Block(channels)])
        self.down = nn.Conv2d(channels, middle_channels, kernel_size=2, stride=2)
        self.middle = nn.ModuleList([Block(middle_channels)])
        self.up = nn.Sequential(nn.Conv2d(middle_channels, 4 * channels, kernel_size=1), nn.PixelShuffle(2))
        self.last = nn.ModuleList([Block(channels)])
        self.tail = nn.Sequential(nn.Conv2d(channels, 4 * PLANES, kernel_size=3, padding=1), nn.PixelShuffle(2))
        nn.init.zeros_(self.tail[0].weight)  # so that training begins at identity
        nn.init.zeros_(self.tail[0].bias)

    def forward(self, planes: Tensor, aligned: Tensor, crf: Tensor, packets: Tensor, mask: Tensor) -> Tensor:
        """Enhanced planes [n, 6, h, w], 0..1.

        planes:  [n, 6, h, w] float32, 0..1 (see planes.py); h and w are multiples of 4
        aligned: [n, 12, h, w] float32, 0..1, the luma phases of the three neighbours (see neighbours.py, alignment.py)
        crf:     [n] float32, 0..51
        packets: [n, 4] float32, bits per luma pixel of the frame's and the neighbours' packets
        mask:    [n, 1, h, w] float32, the share of each 2x2 luma square that objects cover; zeros where unknown
        """
        working = self.head.weight.dtype  # float16 in one of the exported graphs
        conditions = _conditions(crf, packets).to(working)
        differences = torch.cat((_differences(planes, aligned), mask), dim=1).to(working)
        x = self.head(torch.cat((planes - 0.5, mask), dim=1).to(working)) + self.others(differences)
        for block in self.first:
            x = block(x, conditions)
        wide = self.down(x)
        for block in self.middle:
            wide = block(wide, conditions)
        x = x + self.up(wide)
        for block in self.last:
            x = block(x, conditions)
        return (planes + self.tail(x).to(planes.dtype) * RESIDUAL_UNIT).clamp(0, 1)


def load_enhancer(weights: Path = WEIGHTS) -> Enhancer:
    """The trained network, from an export's `weights.pt` or a training checkpoint."""
    return load_weights(Enhancer(), weights).to(memory_format=torch.channels_last)


class Block(nn.Module):
    """Two 3x3 convolutions around a bend, whose place on each channel depends on the conditions."""

    HIDDEN = 16  # units of the curve from conditions to scale and shift

    def __init__(self, channels: int):
        super().__init__()
        self.spread = nn.Conv2d(channels, channels, kernel_size=3, padding=1)
        self.gather = nn.Conv2d(channels, channels, kernel_size=3, padding=1)
        self.scale, self.shift = _curve(self.HIDDEN, channels), _curve(self.HIDDEN, channels)
        # Small steps at first: the block begins close to identity, as in EDSR (arXiv 1707.02921).
        self.gather.weight.data.mul_(0.1)

    def forward(self, x: Tensor, conditions: Tensor) -> Tensor:
        bent = torch.relu(self.spread(x) * (1 + self.scale(conditions)) + self.shift(conditions))
        return x + self.gather(bent)


def _curve(hidden: int, channels: int) -> nn.Sequential:
    """From conditions [n, 5, 1, 1] to [n, channels, 1, 1], zero at first."""
    curve = nn.Sequential(nn.Conv2d(CONDITIONS, hidden, 1), nn.ReLU(), nn.Conv2d(hidden, channels, 1))
    nn.init.zeros_(curve[2].weight)
    nn.init.zeros_(curve[2].bias)
    return curve


def _conditions(crf: Tensor, packets: Tensor) -> Tensor:
    """[n, 5, 1, 1], numbers near 0..1. Packets differ by factors, hence the logarithm: 2^-10..1 bits per pixel."""
    sizes = 1 + torch.log(packets.clamp(2**-10, 1.0)) * (0.1 / 0.6931472)
    return torch.cat((crf.reshape(-1, 1) / LARGEST_CRF, sizes), dim=1)[:, :, None, None]


def _differences(planes: Tensor, aligned: Tensor) -> Tensor:
    """[n, 15, h, w]: what each neighbour says otherwise, and how far it is off around each place, in RESIDUAL_UNIT."""
    luma = planes[:, :LUMA_PHASES]
    parts = []
    for first in range(0, NEIGHBOURS * LUMA_PHASES, LUMA_PHASES):
        difference = (aligned[:, first : first + LUMA_PHASES] - luma) / RESIDUAL_UNIT
        doubt = difference.mean(1, keepdim=True).abs()
        parts += [difference, F.avg_pool2d(doubt, DOUBT_WINDOW, 1, DOUBT_WINDOW // 2, count_include_pad=False)]
    return torch.cat(parts, dim=1)
