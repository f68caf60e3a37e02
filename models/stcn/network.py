"""STCN (Cheng et al., NeurIPS 2021): a space-time memory whose keys come from pictures alone.

Modules have the official names, so that official checkpoints load (`checkpoint.py`). Shapes: pictures `[1, 3, H, W]`
are RGB, normalised by `normalised`; H and W are multiples of 16; `h16 = H / 16` and so on.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.stcn.backbone import BasicBlock, Bottleneck, stage
from models.stcn.cbam import CBAM
from models.stcn.layers import BatchNorm2d, Conv2d

MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of pictures in 0..1
KEY_CHANNELS = 64
VALUE_CHANNELS = 512
STRIDE = 16  # pixels from one position of the memory to the next; a picture's sides are multiples of it


class Features(NamedTuple):
    """A picture's features, computed once for all its objects."""

    key: Tensor  # [1, 64, h16, w16] float32
    feature16: Tensor  # [1, 1024, h16, w16], for the value encoder
    thin16: Tensor  # [1, 512, h16, w16], for the decoder, as the two below
    skip8: Tensor  # [1, 512, h8, w8]
    skip4: Tensor  # [1, 256, h4, w4]


class STCN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.key_encoder = KeyEncoder()
        self.value_encoder = ValueEncoder()
        self.key_proj = nn.ModuleDict({"key_proj": Conv2d(1024, KEY_CHANNELS, 3)})
        self.key_comp = Conv2d(1024, VALUE_CHANNELS, 3)
        self.decoder = Decoder()

    def encode_key(self, picture: Tensor) -> Features:
        feature4, feature8, feature16 = self.key_encoder(picture)
        # float16 is too coarse for squared distances of keys.
        key = self.key_proj["key_proj"](feature16.float())
        # The decoder's skip connections are the same for all objects.
        skip8 = self.decoder.up_16_8.skip_conv(feature8)
        skip4 = self.decoder.up_8_4.skip_conv(feature4)
        return Features(key, feature16, self.key_comp(feature16), skip8, skip4)

    def encode_value(self, picture: Tensor, feature16: Tensor, masks: Tensor, others: Tensor) -> Tensor:
        """Maps each object's probability [n, 1, H, W] and the sum of the others' to values [n, 512, h16, w16]."""
        return self.value_encoder(picture, feature16, masks, others)

    def decode(self, readings: Tensor, thin16: Tensor, skip8: Tensor, skip4: Tensor) -> Tensor:
        """Maps the readout of each object [n, 512, h16, w16] to its logits [n, 1, H, W]."""
        return self.decoder(torch.cat((readings, shared(thin16, readings)), dim=1), skip8, skip4)


class KeyEncoder(nn.Module):
    """ResNet-50 to stride 16: [1, 3, H, W] to [1, 256, h4, w4], [1, 512, h8, w8] and [1, 1024, h16, w16]."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.bn1 = Conv2d(3, 64, 7, stride=2, bias=False), BatchNorm2d(64)
        self.res2 = stage(Bottleneck, 64, 64, blocks=3, stride=1)
        self.layer2 = stage(Bottleneck, 256, 128, blocks=4, stride=2)
        self.layer3 = stage(Bottleneck, 512, 256, blocks=6, stride=2)

    def forward(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        feature4 = self.res2(pooled(functional.relu(self.bn1(self.conv1(picture)))))
        feature8 = self.layer2(feature4)
        return feature4, feature8, self.layer3(feature8)


class ValueEncoder(nn.Module):
    """ResNet-18 to stride 16 of picture, mask and others' mask, joined with the key encoder's features."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.bn1 = Conv2d(5, 64, 7, stride=2), BatchNorm2d(64)
        self.layer1 = stage(BasicBlock, 64, 64, blocks=2, stride=1)
        self.layer2 = stage(BasicBlock, 64, 128, blocks=2, stride=2)
        self.layer3 = stage(BasicBlock, 128, 256, blocks=2, stride=2)
        self.fuser = Fuser(256 + 1024, VALUE_CHANNELS)

    def forward(self, picture: Tensor, feature16: Tensor, masks: Tensor, others: Tensor) -> Tensor:
        seen = torch.cat((shared(picture, masks), masks, others), dim=1)
        features = self.layer1(pooled(functional.relu(self.bn1(self.conv1(seen)))))
        features = self.layer3(self.layer2(features))
        return self.fuser(torch.cat((features, shared(feature16, features)), dim=1))


class Fuser(nn.Module):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.block1, self.attention, self.block2 = Residual(inputs, outputs), CBAM(outputs), Residual(outputs, outputs)

    def forward(self, features: Tensor) -> Tensor:
        features = self.block1(features)
        return self.block2(features + self.attention(features))


class Decoder(nn.Module):
    """Maps readout and picture features to logits: at 1/16, 1/8 and 1/4, then upsampled four times."""

    def __init__(self) -> None:
        super().__init__()
        self.compress = Residual(2 * VALUE_CHANNELS, 512)
        self.up_16_8 = UpsampleBlock(skip=512, inputs=512, outputs=256)
        self.up_8_4 = UpsampleBlock(skip=256, inputs=256, outputs=256)
        self.pred = Conv2d(256, 1, 3)

    def forward(self, features16: Tensor, skip8: Tensor, skip4: Tensor) -> Tensor:
        features8 = self.up_16_8(self.compress(features16), skip8)
        features4 = self.up_8_4(features8, skip4)
        return upsampled(self.pred(functional.relu(features4)), 4)


class UpsampleBlock(nn.Module):
    """Upsamples twofold and adds the skip connection."""

    def __init__(self, skip: int, inputs: int, outputs: int) -> None:
        super().__init__()
        self.skip_conv = Conv2d(skip, inputs, 3)  # called by `STCN.encode_key`
        self.out_conv = Residual(inputs, outputs)

    def forward(self, features: Tensor, skip: Tensor) -> Tensor:
        return self.out_conv(skip + upsampled(features, 2))


class Residual(nn.Module):
    """A residual block with activations first, no batch normalisation, and no activation after the sum."""

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.downsample = nn.Identity() if inputs == outputs else Conv2d(inputs, outputs, 3)
        self.conv1, self.conv2 = Conv2d(inputs, outputs, 3), Conv2d(outputs, outputs, 3)

    def forward(self, features: Tensor) -> Tensor:
        change = self.conv2(functional.relu(self.conv1(functional.relu(features))))
        return self.downsample(features) + change


def normalised(image: Tensor) -> Tensor:
    """Scales [1, 3, H, W] RGB, 0..1, to ImageNet's mean 0 and deviation 1. Padding of the colour `MEAN` becomes 0."""
    mean, deviation = (torch.tensor(numbers).view(1, 3, 1, 1) for numbers in (MEAN, DEVIATION))
    return (image - mean) / deviation


def pooled(features: Tensor) -> Tensor:
    return functional.max_pool2d(features, 3, stride=2, padding=1)


def upsampled(features: Tensor, times: int) -> Tensor:
    return functional.interpolate(features, scale_factor=float(times), mode="bilinear", align_corners=False)


def shared(features: Tensor, objects: Tensor) -> Tensor:
    """Repeats [1, c, h, w] once for each of the n objects [n, ...]."""
    return features.expand(objects.shape[0], -1, -1, -1)
