"""Compact VOS: a space-time-memory network small enough to train on two CPU cores and to run in a browser.

After STM (Oh et al., ICCV 2019) and STCN (Cheng et al., NeurIPS 2021): keys come from the image alone, the affinity
is a negative squared L2 distance and is computed once for all objects; each object has its own values.

Shapes: `[F, 3, H, W]` pictures are RGB, 0..1, H and W multiples of 8; `h8 = H / 8` and so on.
In training, F pictures hold I object instances and `owner` [I] says which picture an instance belongs to.
At inference there is one picture (F = 1), `owner` is None, and what is shared between objects broadcasts.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

KEY_CHANNELS = 64
VALUE_CHANNELS = 128
TRUNK_CHANNELS = {2: 64, 4: 128, 8: 512}
TRUNK_DEVIATIONS = {2: 25.0, 4: 40.0, 8: 11.0}  # of SqueezeNet's features on training frames; see Trunk
VALUE_WIDTH = 96
DECODER_WIDTHS = {8: 96, 4: 48, 2: 24}


class CompactVOS(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.trunk = Trunk()
        self.key = nn.Sequential(conv(TRUNK_CHANNELS[8], 128, 1), nn.ReLU(), conv(128, KEY_CHANNELS, 3))
        self.value = ValueEncoder()
        self.decoder = Decoder()

    def encode_key(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """[F, 3, H, W] to key [F, 64, h8, w8] and trunk features at strides 8, 4 and 2."""
        feature2, feature4, feature8 = self.trunk(image)
        return self.key(feature8), feature8, feature4, feature2

    def encode_value(
        self, image: Tensor, feature8: Tensor, masks: Tensor, others: Tensor, owner: Tensor | None = None
    ) -> Tensor:
        """Each object's probabilities [I, 1, H, W] and those of all others together to values [I, 128, h8, w8]."""
        return self.value(image, feature8, masks, others, owner)

    def decode(
        self, readout: Tensor, feature8: Tensor, feature4: Tensor, feature2: Tensor, owner: Tensor | None = None
    ) -> Tensor:
        """Memory readout [I, 128, h8, w8] to logits [I, 1, H, W] (computed at half of H and W, then upsampled)."""
        return self.decoder(readout, feature8, feature4, feature2, owner)


class Trunk(nn.Module):
    """SqueezeNet 1.1 (Iandola et al., 2016) up to fire8, without its third pooling: stride 8 instead of 16.

    The 3x3 convolutions after the missing pooling are dilated by 2 and so see what they saw in pre-training.
    fire9 is left out: it would cost 0.3 GMAC a frame more. Features are divided by their standard deviations:
    without that, new layers on top of features in the tens hardly train.
    """

    def __init__(self) -> None:
        super().__init__()
        # OpenCV-style input of the pre-trained weights: BGR, 0..255, minus these means; folded into one multiply-add.
        self.register_buffer("mean", torch.tensor([123.0, 117.0, 104.0]).view(1, 3, 1, 1) / 255, persistent=False)
        self.conv1 = nn.Conv2d(3, 64, 3, stride=2, padding=1)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.fire2, self.fire3 = Fire(64, 16, 64), Fire(128, 16, 64)
        self.fire4, self.fire5 = Fire(128, 32, 128), Fire(256, 32, 128)
        self.fire6, self.fire7 = Fire(256, 48, 192, dilation=2), Fire(384, 48, 192, dilation=2)
        self.fire8 = Fire(384, 64, 256, dilation=2)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        feature2 = functional.relu(self.conv1((image - self.mean) * 255))
        feature4 = self.fire3(self.fire2(self.pool(feature2)))
        feature8 = self.fire5(self.fire4(self.pool(feature4)))
        feature8 = self.fire8(self.fire7(self.fire6(feature8)))
        features = {2: feature2, 4: feature4, 8: feature8}
        scaled = [features[stride] * (1 / TRUNK_DEVIATIONS[stride]) for stride in (2, 4, 8)]
        return scaled[0], scaled[1], scaled[2]


class Fire(nn.Module):
    """SqueezeNet's module: squeeze to few channels, expand by 1x1 and 3x3 convolutions side by side."""

    def __init__(self, inputs: int, squeezed: int, expanded: int, dilation: int = 1) -> None:
        super().__init__()
        self.squeeze1x1 = nn.Conv2d(inputs, squeezed, 1)
        self.expand1x1 = nn.Conv2d(squeezed, expanded, 1)
        self.expand3x3 = nn.Conv2d(squeezed, expanded, 3, padding=dilation, dilation=dilation)

    def forward(self, features: Tensor) -> Tensor:
        squeezed = functional.relu(self.squeeze1x1(features))
        return functional.relu(torch.cat((self.expand1x1(squeezed), self.expand3x3(squeezed)), dim=1))


class ValueEncoder(nn.Module):
    """What the memory remembers of an object: picture, its mask, the others' mask and the trunk's features.

    A convolution over concatenated inputs is a sum of convolutions, so that what does not depend on the object is
    computed once for all objects.
    """

    def __init__(self) -> None:
        super().__init__()
        self.from_image = conv(3, 16, 3, stride=2)
        self.from_masks = conv(2, 16, 3, stride=2)
        self.down = nn.Sequential(
            nn.ReLU(), conv(16, 32, 3, stride=2), nn.ReLU(), conv(32, 64, 3, stride=2), nn.ReLU()
        )
        self.from_down = conv(64, VALUE_WIDTH, 3)
        self.from_trunk = conv(TRUNK_CHANNELS[8], VALUE_WIDTH, 1)
        self.residual = Residual(VALUE_WIDTH)
        self.out = conv(VALUE_WIDTH, VALUE_CHANNELS, 1)

    def forward(self, image: Tensor, feature8: Tensor, masks: Tensor, others: Tensor, owner: Tensor | None) -> Tensor:
        stem = self.from_masks(torch.cat((masks, others), dim=1) - 0.5) + spread(self.from_image(image - 0.5), owner)
        fused = self.from_down(self.down(stem)) + spread(self.from_trunk(feature8), owner)
        return self.out(self.residual(fused))


class Decoder(nn.Module):
    """Readout and skip features to logits: 1/8, then 1/4, then 1/2, where the last convolutions are."""

    def __init__(self) -> None:
        super().__init__()
        at8, at4, at2 = DECODER_WIDTHS[8], DECODER_WIDTHS[4], DECODER_WIDTHS[2]
        self.from_readout = conv(VALUE_CHANNELS, at8, 3)
        self.skip8, self.residual8 = conv(TRUNK_CHANNELS[8], at8, 1), Residual(at8)
        self.up4, self.skip4, self.residual4 = conv(at8, at4, 1), conv(TRUNK_CHANNELS[4], at4, 1), Residual(at4)
        self.up2, self.skip2 = conv(at4, at2, 1), conv(TRUNK_CHANNELS[2], at2, 1)
        self.last = nn.Sequential(nn.ReLU(), conv(at2, at2, 3), nn.ReLU(), conv(at2, 1, 3))

    def forward(
        self, readout: Tensor, feature8: Tensor, feature4: Tensor, feature2: Tensor, owner: Tensor | None
    ) -> Tensor:
        at8 = self.residual8(self.from_readout(readout) + spread(self.skip8(feature8), owner))
        at4 = self.residual4(double(self.up4(at8)) + spread(self.skip4(feature4), owner))
        at2 = double(self.up2(at4)) + spread(self.skip2(feature2), owner)
        return double(self.last(at2))


class Residual(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first, self.second = conv(channels, channels, 3), conv(channels, channels, 3)

    def forward(self, features: Tensor) -> Tensor:
        change = self.second(functional.relu(self.first(functional.relu(features))))
        return functional.relu(features + change)


def read_memory(key: Tensor, memory_key: Tensor, memory_value: Tensor, memory_valid: Tensor) -> Tensor:
    """What the memory says about one picture: [objects, 128, h8, w8].

    key [1, 64, h8, w8], memory_key [capacity, 64, h8, w8], memory_value [capacity, objects, 128, h8, w8],
    memory_valid [capacity], 1 or 0. Softmax over all valid memory positions of -|m - q|^2 / sqrt(64); |q|^2 is the
    same for all memory positions and cancels. The scale is split between the factors, to stay small in float16.
    All keys are taken from the picture's mean key: distances stay what they are, and smaller norms round less.
    """
    scale = KEY_CHANNELS**-0.25
    objects, height, width = memory_value.shape[1], key.shape[2], key.shape[3]
    centre = key.mean(dim=(2, 3))  # [1, 64]
    memory = (memory_key.flatten(2) - centre[:, :, None]) * scale  # [capacity, 64, h8 w8]
    bias = (memory_valid[:, None] - 1) * 1e4 - (memory * memory).sum(dim=1)  # [capacity, h8 w8]
    query = ((key.flatten(2) - centre[:, :, None]).squeeze(0) * (2 * scale)).transpose(0, 1)  # [h8 w8, 64]
    memory = memory.transpose(0, 1).flatten(1)  # [64, capacity h8 w8]
    affinity = torch.softmax(query @ memory + bias.flatten()[None], dim=1)  # [h8 w8, capacity h8 w8]
    value = memory_value.flatten(3).permute(0, 3, 1, 2).flatten(2).flatten(0, 1)  # [capacity h8 w8, objects 128]
    return (affinity @ value).transpose(0, 1).reshape(objects, VALUE_CHANNELS, height, width)


def aggregate(logits: Tensor) -> Tensor:
    """Logits of each object [objects, H, W] to probabilities [objects + 1, H, W], background first.

    STM's soft aggregation: the background's probability is the product of (1 - p) over the objects, and all are
    normalised by a softmax of their log-odds. Logits are clamped to +-6 so that float16 survives.
    """
    logits = logits.clamp(-6, 6)
    log_background = -(torch.relu(logits) + torch.log(1 + torch.exp(-logits.abs()))).sum(dim=0, keepdim=True)
    not_background = (1 - torch.exp(log_background)).clamp(min=1e-3)
    return torch.softmax(torch.cat((log_background - torch.log(not_background), logits)), dim=0)


def conv(inputs: int, outputs: int, size: int, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, size, stride=stride, padding=size // 2)


def double(features: Tensor) -> Tensor:
    return functional.interpolate(features, scale_factor=2.0, mode="bilinear", align_corners=False)


def spread(shared: Tensor, owner: Tensor | None) -> Tensor:
    """What a picture's objects share, once for each instance in training; broadcasting does it at inference."""
    return shared if owner is None else shared[owner]
