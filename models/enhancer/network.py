"""The enhancer: one small network that takes compression artifacts off a decoded frame, for every CRF.

Most of the work is done on a grid of 4x4 luma squares: x265's smallest transform is one such cell, so that
block borders always fall between cells, and one 3x3 convolution there sees 12x12 luma pixels. The middle
part works on 8x8 squares, which widens the view to the size of a coding tree unit (64x64).
"""

import torch
from torch import Tensor, nn

from models.enhancer.planes import PLANES

MULTIPLE = 4  # of half height and half width: two halvings
LARGEST_CRF = 51
# Residuals are a few grey levels in 255: in this unit the last layer works with numbers near one.
RESIDUAL_UNIT = 1 / 32


class Enhancer(nn.Module):
    def __init__(self, channels: int = 48, middle_channels: int = 96):
        super().__init__()
        # The same as space-to-depth followed by a 3x3 convolution, in one operator.
        self.head = nn.Conv2d(PLANES + 1, channels, kernel_size=6, stride=2, padding=2)
        self.first = nn.ModuleList([Block(channels), Block(channels)])
        self.down = nn.Conv2d(channels, middle_channels, kernel_size=2, stride=2)
        self.middle = nn.ModuleList([Block(middle_channels)])
        self.up = nn.Sequential(nn.Conv2d(middle_channels, 4 * channels, kernel_size=1), nn.PixelShuffle(2))
        self.last = nn.ModuleList([Block(channels)])
        self.tail = nn.Sequential(nn.Conv2d(channels, 4 * PLANES, kernel_size=3, padding=1), nn.PixelShuffle(2))
        nn.init.zeros_(self.tail[0].weight)  # so that training begins at identity
        nn.init.zeros_(self.tail[0].bias)

    def forward(self, planes: Tensor, crf: Tensor, mask: Tensor) -> Tensor:
        """Enhanced planes [n, 6, h, w], 0..1.

        planes: [n, 6, h, w] float32, 0..1 (see planes.py); h and w are multiples of MULTIPLE
        crf:    [n] float32, 0..51
        mask:   [n, 1, h, w] float32, the share of each 2x2 luma square that objects cover; zeros where unknown
        """
        quality = (crf / LARGEST_CRF).reshape(-1, 1, 1, 1)
        x = self.head(torch.cat((planes - 0.5, mask), dim=1))
        for block in self.first:
            x = block(x, quality)
        wide = self.down(x)
        for block in self.middle:
            wide = block(wide, quality)
        x = x + self.up(wide)
        for block in self.last:
            x = block(x, quality)
        return (planes + self.tail(x) * RESIDUAL_UNIT).clamp(0, 1)


class Block(nn.Module):
    """Two 3x3 convolutions around a bend, whose place on each channel depends on the CRF."""

    HIDDEN = 16  # units of the curve from CRF to scale and shift

    def __init__(self, channels: int):
        super().__init__()
        self.spread = nn.Conv2d(channels, channels, kernel_size=3, padding=1)
        self.gather = nn.Conv2d(channels, channels, kernel_size=3, padding=1)
        self.scale, self.shift = _quality_curve(self.HIDDEN, channels), _quality_curve(self.HIDDEN, channels)
        # Small steps at first: the block begins close to identity, as in EDSR (arXiv 1707.02921).
        self.gather.weight.data.mul_(0.1)

    def forward(self, x: Tensor, quality: Tensor) -> Tensor:
        bent = torch.relu(self.spread(x) * (1 + self.scale(quality)) + self.shift(quality))
        return x + self.gather(bent)


def _quality_curve(hidden: int, channels: int) -> nn.Sequential:
    """From CRF / 51 [n, 1, 1, 1] to [n, channels, 1, 1], zero at first."""
    curve = nn.Sequential(nn.Conv2d(1, hidden, 1), nn.ReLU(), nn.Conv2d(hidden, channels, 1))
    nn.init.zeros_(curve[2].weight)
    nn.init.zeros_(curve[2].bias)
    return curve


def count_macs(network: Enhancer, half_height: int, half_width: int) -> int:
    """Multiply-accumulates of all convolutions for one frame of this half size, padded to MULTIPLE."""
    total = 0

    def add(layer: nn.Conv2d, _inputs: tuple, output: Tensor) -> None:
        nonlocal total
        total += output.numel() * layer.weight[0].numel()

    hooks = [layer.register_forward_hook(add) for layer in network.modules() if isinstance(layer, nn.Conv2d)]
    height, width = half_height + -half_height % MULTIPLE, half_width + -half_width % MULTIPLE
    with torch.no_grad():
        network(torch.zeros(1, PLANES, height, width), torch.zeros(1), torch.zeros(1, 1, height, width))
    for hook in hooks:
        hook.remove()
    return total
