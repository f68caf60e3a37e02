"""The mask refiner: moves the contours of a decoded mask to where the decoded picture has them.

The mask stream mostly codes masks at a half or a third of the picture's size and drops what costs more bits than it is
worth. This network sees one object's mask as it came back, and x265's picture; several objects go through it one
by one. Inputs are at half the picture's size, as the enhancer's; its layers are on a grid of 4x4 luma squares. What is
far from a decoded contour stays as it came: there the mask stream is right, and the network could only invent objects.
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.common.weights import load_weights
from models.enhancer.planes import PLANES

WEIGHTS = Path(__file__).with_name("weights.pt")
MULTIPLE = 2  # of half height and half width
PHASES = 4  # mask pixels of a 2x2 luma square: M00, M01, M10, M11, as luma
CONDITIONS = 2  # scale and CRF
LARGEST_SCALE, LARGEST_CRF = 3, 51
REACH = 4  # half-size pixels from a decoded contour within which it may be moved


class MaskRefiner(nn.Module):
    def __init__(self, channels: int = 32, dilations: tuple[int, ...] = (1, 2)):
        super().__init__()
        # The same as space-to-depth followed by a 3x3 convolution, in one operator.
        self.head = nn.Conv2d(PLANES + PHASES + CONDITIONS, channels, kernel_size=6, stride=2, padding=2)
        self.blocks = nn.ModuleList([Block(channels, dilation) for dilation in dilations])
        self.tail = nn.Sequential(nn.Conv2d(channels, 4 * PHASES, kernel_size=3, padding=1), nn.PixelShuffle(2))
        nn.init.zeros_(self.tail[0].weight)  # so that training begins with the mask as it came
        nn.init.zeros_(self.tail[0].bias)
        self.trust = nn.Parameter(torch.tensor(2.0))  # the logit of a pixel that is labelled

    def forward(self, planes: Tensor, mask: Tensor, scale: Tensor, crf: Tensor) -> Tensor:
        """Logits of the object [n, 4, h, w], phases as in `mask`; positive is object.

        planes: [n, 6, h, w], 0..1, the decoded picture (see ../enhancer/planes.py)
        mask:   [n, 4, h, w], 0 or 1, the decoded mask: pixel (2r + i, 2c + j) in channel 2i + j
        scale:  [n], 1 to 3: pixels a side for which one coded label stood
        crf:    [n], 0 to 51, of the picture
        """
        signed = mask * 2 - 1
        nothing = mask[:, :1] * 0  # conditions are the same everywhere; no shape has to be read in the graph
        conditions = [value.reshape(-1, 1, 1, 1) + nothing for value in (scale / LARGEST_SCALE, crf / LARGEST_CRF)]
        x = self.head(torch.cat((planes - 0.5, signed, *conditions), dim=1))
        for block in self.blocks:
            x = block(x)
        return signed * self.trust + near_contours(mask) * self.tail(functional.relu(x))


def load_refiner(weights: Path = WEIGHTS) -> MaskRefiner:
    """The trained network, from an export's `weights.pt` or a training checkpoint."""
    return load_weights(MaskRefiner(), weights)


def near_contours(mask: Tensor) -> Tensor:
    """[n, 1, h, w]: 1 where there are both object and background within REACH of a mask [n, 4, h, w], else 0."""

    def grown(x: Tensor) -> Tensor:
        return functional.max_pool2d(x, kernel_size=2 * REACH + 1, stride=1, padding=REACH)

    return grown(mask.amax(1, keepdim=True)) + grown(1 - mask.amin(1, keepdim=True)) - 1


class Block(nn.Module):
    """Two 3x3 convolutions, the first of which looks farther."""

    def __init__(self, channels: int, dilation: int):
        super().__init__()
        self.spread = nn.Conv2d(channels, channels, kernel_size=3, padding=dilation, dilation=dilation)
        self.gather = nn.Conv2d(channels, channels, kernel_size=3, padding=1)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.gather(functional.relu(self.spread(functional.relu(x))))
