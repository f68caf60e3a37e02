"""The mask refiner: moves the contours of a decoded mask to where the decoded picture has them.

The mask stream mostly codes masks at a half or a third of the picture's size and is lossy. Inputs are one object's
decoded mask and the decoded picture, at half size like the enhancer's; the layers are on a grid of 4x4 luma squares.
Pixels far from a decoded contour are unchanged: there the mask stream is right, and the network could only invent
objects.
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.common.weights import load_weights
from models.enhancer.network import zeroed
from models.enhancer.planes import PLANES

WEIGHTS = Path(__file__).with_name("weights.pt")
MULTIPLE = 2  # of half height and half width
PHASES = 4  # mask pixels of a 2x2 luma square, in the order of luma's
CONDITIONS = 2  # scale and CRF
LARGEST_SCALE, LARGEST_CRF = 3, 51
REACH = 4  # half-size pixels by which a contour may be moved


class MaskRefiner(nn.Module):
    def __init__(self, channels: int = 32, dilations: tuple[int, ...] = (1, 2)) -> None:
        super().__init__()
        # Equal to space-to-depth and a 3x3 convolution, in one operator.
        self.head = nn.Conv2d(PLANES + PHASES + CONDITIONS, channels, kernel_size=6, stride=2, padding=2)
        self.blocks = nn.ModuleList([Block(channels, dilation) for dilation in dilations])
        correction = zeroed(nn.Conv2d(channels, 4 * PHASES, kernel_size=3, padding=1))  # training begins at identity
        self.tail = nn.Sequential(correction, nn.PixelShuffle(2))
        self.trust = nn.Parameter(torch.tensor(2.0))  # the logit of a pixel with the decoded label

    def forward(self, planes: Tensor, mask: Tensor, scale: Tensor, crf: Tensor) -> Tensor:
        """Returns logits of the object [n, 4, h, w], phases as in `mask`; positive is object.

        planes: [n, 6, h, w], 0..1, the decoded picture (see ../enhancer/planes.py)
        mask:   [n, 4, h, w], 0 or 1, the decoded mask: pixel (2r + i, 2c + j) in channel 2i + j
        scale:  [n], 1 to 3: side in pixels of the square that one coded label covers
        crf:    [n], 0 to 51, of the picture
        """
        signed = mask * 2 - 1
        nothing = mask[:, :1] * 0  # to expand conditions without a Shape operator
        conditions = [value.reshape(-1, 1, 1, 1) + nothing for value in (scale / LARGEST_SCALE, crf / LARGEST_CRF)]
        x = self.head(torch.cat((planes - 0.5, signed, *conditions), dim=1))
        for block in self.blocks:
            x = block(x)
        return signed * self.trust + near_contours(mask) * self.tail(functional.relu(x))


def load_refiner(weights: Path = WEIGHTS) -> MaskRefiner:
    """Loads the trained network from an export's `weights.pt` or a training checkpoint."""
    return load_weights(MaskRefiner(), weights)


def near_contours(mask: Tensor) -> Tensor:
    """Returns [n, 1, h, w]: 1 where a mask [n, 4, h, w] has both object and background within REACH, else 0."""

    def grown(x: Tensor) -> Tensor:
        return functional.max_pool2d(x, kernel_size=2 * REACH + 1, stride=1, padding=REACH)

    return grown(mask.amax(1, keepdim=True)) + grown(1 - mask.amin(1, keepdim=True)) - 1


class Block(nn.Module):
    """A residual block whose first convolution is dilated."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        # The name `spread` is a key of weights.pt.
        self.spread = nn.Conv2d(channels, channels, kernel_size=3, padding=dilation, dilation=dilation)
        self.gather = nn.Conv2d(channels, channels, kernel_size=3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.gather(functional.relu(self.spread(functional.relu(x))))
