"""Compact VOS: a space-time-memory network small enough to train on a CPU and to run in a browser.

After STM (Oh et al., ICCV 2019) and STCN (Cheng et al., NeurIPS 2021), with few channels for each object: pictures are
encoded once for all objects, down to features with about the decoder's width, and an object's memory values have 16
channels.

Shapes: `[F, 3, H, W]` pictures are RGB, 0..1, H and W multiples of 16; `h8 = H / 8` and so on.
In training, F pictures hold I object instances and `owner` [I] says which picture an instance belongs to.
At inference there is one picture (F = 1), `owner` is None, and features are broadcast to all objects.
"""

from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.common.weights import load_weights
from models.compact_vos.reading import Reader
from models.compact_vos.trunk import TRUNK_CHANNELS, Trunk

WEIGHTS = Path(__file__).with_name("weights.pt")
KEY_CHANNELS = 64
VALUE_CHANNELS = 16
FEATURE_CHANNELS = {8: 128, 4: 32, 2: 16}  # shared by all objects
VALUE_WIDTH = 32
DECODER_WIDTHS = {8: 48, 4: 16, 2: 8}  # per object
STRIDE = 8  # pixels from one position of the memory to the next
MULTIPLE = 16  # of a picture's sides


class Features(NamedTuple):
    """A picture's features, shared by all objects."""

    key: Tensor  # [F, 64, h8, w8], each position's norm is 1
    feature8: Tensor  # [F, 128, h8, w8]
    feature4: Tensor  # [F, 32, h4, w4]
    feature2: Tensor  # [F, 16, h2, w2]


class CompactVOS(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.pyramid = Pyramid()
        self.key = conv(FEATURE_CHANNELS[8], KEY_CHANNELS, 3)
        self.value = ValueEncoder()
        self.reader = Reader()
        self.decoder = Decoder()

    @property
    def precision(self) -> torch.dtype:
        return self.key.weight.dtype

    def encode_key(self, image: Tensor) -> Features:
        """Maps pictures [F, 3, H, W] to key and features."""
        feature8, feature4, feature2 = self.pyramid(*self.trunk(image))
        return Features(l2_normalised(self.key(feature8)), feature8, feature4, feature2)

    def encode_value(self, feature8: Tensor, masks: Tensor, others: Tensor, owner: Tensor | None = None) -> Tensor:
        """Maps each object's probabilities [I, 1, H, W] and the sum of the others' to values [I, 16, h8, w8]."""
        return self.value(feature8, masks, others, owner)

    def decode(self, readings: Tensor, features: Features, owner: Tensor | None = None) -> Tensor:
        """Maps readouts [I, 48, h8, w8] (global, local, the previous value) to logits [I, 1, H, W]."""
        return self.decoder(readings, features, owner)


def load_network(weights: Path = WEIGHTS) -> CompactVOS:
    """Loads the trained network from an export's `weights.pt` or a training checkpoint."""
    return load_weights(CompactVOS(), weights)


class Pyramid(nn.Module):
    """Trunk features from coarse to fine (FPN, Lin et al., CVPR 2017), with the decoder's widths at the fine levels."""

    def __init__(self) -> None:
        super().__init__()
        at8, at4, at2 = FEATURE_CHANNELS[8], FEATURE_CHANNELS[4], FEATURE_CHANNELS[2]
        self.up8, self.skip8, self.out8 = conv(TRUNK_CHANNELS[16], at8, 1), conv(TRUNK_CHANNELS[8], at8, 1), Smooth(at8)
        self.up4, self.skip4, self.out4 = conv(at8, at4, 1), conv(TRUNK_CHANNELS[4], at4, 1), Smooth(at4)
        self.up2, self.skip2, self.out2 = conv(at4, at2, 1), conv(TRUNK_CHANNELS[2], at2, 1), Smooth(at2)

    def forward(self, trunk2: Tensor, trunk4: Tensor, trunk8: Tensor, trunk16: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        feature8 = self.out8(upsampled(self.up8(trunk16)) + self.skip8(trunk8))
        feature4 = self.out4(upsampled(self.up4(feature8)) + self.skip4(trunk4))
        feature2 = self.out2(upsampled(self.up2(feature4)) + self.skip2(trunk2))
        return feature8, feature4, feature2


class ValueEncoder(nn.Module):
    """Maps an object's mask, the others' mask and the picture's features to 16 channels.

    Masks are embedded as patches of 8x8 pixels (as in AOT, Yang et al., NeurIPS 2021), without a backbone of their own.
    """

    def __init__(self) -> None:
        super().__init__()
        self.from_masks = nn.Conv2d(2, VALUE_WIDTH, STRIDE, stride=STRIDE)
        self.from_features = conv(FEATURE_CHANNELS[8], VALUE_WIDTH, 1)
        self.residual = Residual(VALUE_WIDTH)
        self.out = conv(VALUE_WIDTH, VALUE_CHANNELS, 1)

    def forward(self, feature8: Tensor, masks: Tensor, others: Tensor, owner: Tensor | None) -> Tensor:
        patches = self.from_masks(torch.cat((masks, others), dim=1) - 0.5)
        return self.out(self.residual(patches + per_object(self.from_features(feature8), owner)))


class Decoder(nn.Module):
    """Maps readouts and picture features to logits: at 1/8, 1/4 and 1/2, then pixel shuffle to full size."""

    def __init__(self) -> None:
        super().__init__()
        at8, at4, at2 = DECODER_WIDTHS[8], DECODER_WIDTHS[4], DECODER_WIDTHS[2]
        self.from_readings = conv(3 * VALUE_CHANNELS, at8, 3)
        self.skip8, self.residual8 = conv(FEATURE_CHANNELS[8], at8, 1), Residual(at8)
        self.up4, self.skip4, self.residual4 = conv(at8, at4, 1), conv(FEATURE_CHANNELS[4], at4, 1), Residual(at4)
        self.up2, self.skip2 = conv(at4, at2, 1), conv(FEATURE_CHANNELS[2], at2, 1)
        self.last = nn.Sequential(nn.ReLU(), conv(at2, at2, 3), nn.ReLU(), conv(at2, 4, 3))

    def forward(self, readings: Tensor, features: Features, owner: Tensor | None) -> Tensor:
        at8 = self.residual8(self.from_readings(readings) + per_object(self.skip8(features.feature8), owner))
        at4 = self.residual4(upsampled(self.up4(at8)) + per_object(self.skip4(features.feature4), owner))
        at2 = upsampled(self.up2(at4)) + per_object(self.skip2(features.feature2), owner)
        return functional.pixel_shuffle(self.last(at2), 2)


class Smooth(nn.Module):
    """Smooths an upsampled sum."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = conv(channels, channels, 3)

    def forward(self, features: Tensor) -> Tensor:
        return functional.relu(self.conv(functional.relu(features)))


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first, self.second = conv(channels, channels, 3), conv(channels, channels, 3)

    def forward(self, features: Tensor) -> Tensor:
        change = self.second(functional.relu(self.first(functional.relu(features))))
        return functional.relu(features + change)


def conv(inputs: int, outputs: int, size: int) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, size, padding=size // 2)


def upsampled(features: Tensor) -> Tensor:
    return functional.interpolate(features, scale_factor=2.0, mode="bilinear", align_corners=False)


def l2_normalised(key: Tensor) -> Tensor:
    """Scales each position of [F, K, h, w] to norm 1. Uses the mean square, since the sum would overflow in float16."""
    return key / ((key * key).mean(dim=1, keepdim=True) + 1e-4).sqrt() * KEY_CHANNELS**-0.5


def per_object(shared: Tensor, owner: Tensor | None) -> Tensor:
    """Repeats a picture's features for each of its objects in training; at inference they are broadcast."""
    return shared if owner is None else shared[owner]
