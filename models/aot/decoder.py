"""Turns the transformer's features into logits at 1/4: a feature pyramid (FPN, Lin et al., CVPR 2017)."""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.aot.attention import CHANNELS
from models.aot.layers import ConvGroupNorm
from models.aot.transformer import BLOCKS
from models.common.layers import Conv2d

IDENTITIES = 11  # the background and ten objects


class Skips(NamedTuple):
    """The picture's features at each step of the decoder."""

    at16: Tensor  # [1, 256, h16, w16]
    at8: Tensor  # [1, 256, h8, w8]
    at4: Tensor  # [1, 128, h4, w4]


class Decoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        half = CHANNELS // 2
        self.conv_in = ConvGroupNorm(CHANNELS * (BLOCKS + 1), CHANNELS, 1)
        self.conv_16x = ConvGroupNorm(CHANNELS, CHANNELS, 3)
        self.conv_8x = ConvGroupNorm(CHANNELS, half, 3)
        self.conv_4x = ConvGroupNorm(half, half, 3)
        self.adapter_16x = Conv2d(1024, CHANNELS, 1)
        self.adapter_8x = Conv2d(512, CHANNELS, 1)
        self.adapter_4x = Conv2d(256, half, 1)
        self.conv_out = Conv2d(half, IDENTITIES, 1)

    def skips(self, at4: Tensor, at8: Tensor, at16: Tensor) -> Skips:
        """Computes the skip connections from the backbone's features. All objects share them, so this runs once."""
        return Skips(self.adapter_16x(at16), self.adapter_8x(at8), self.adapter_4x(at4))

    def forward(self, features: list[Tensor], skips: Skips) -> Tensor:
        """Maps the picture's features and each block's, [1, 256, h16, w16] each, to logits [1, 11, h4, w4]."""
        at16 = functional.relu(self.conv_in(torch.cat(features, dim=1)))
        at16 = functional.relu(self.conv_16x(skips.at16 + at16))
        at8 = functional.relu(self.conv_8x(skips.at8 + resized(at16, skips.at8)))
        at4 = functional.relu(self.conv_4x(skips.at4 + resized(at8, skips.at4)))
        return self.conv_out(at4)


def resized(picture: Tensor, like: Tensor) -> Tensor:
    """Resizes a picture bilinearly, corner to corner, to the size of `like`."""
    return functional.interpolate(picture, size=(like.shape[2], like.shape[3]), mode="bilinear", align_corners=True)
