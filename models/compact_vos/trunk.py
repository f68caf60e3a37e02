"""SqueezeNet 1.1 (Iandola et al., 2016) without its classifier."""

import torch
from torch import Tensor, nn
from torch.nn import functional

TRUNK_CHANNELS = {2: 64, 4: 128, 8: 256, 16: 512}
TRUNK_DEVIATIONS = {2: 27.0, 4: 47.0, 8: 38.0, 16: 10.0}  # of SqueezeNet's features on training frames; see Trunk


class Trunk(nn.Module):
    """Features after conv1, fire3, fire5 and fire9, divided by their standard deviations.

    Without that division, new layers on top of features in the tens hardly train. conv1 is frozen: at half size, it
    would take most of a step's time.
    """

    mean: Tensor

    def __init__(self) -> None:
        super().__init__()
        # The pre-trained weights expect 0..255, minus these means (RGB).
        self.register_buffer("mean", torch.tensor([123.0, 117.0, 104.0]).view(1, 3, 1, 1) / 255, persistent=False)
        self.conv1 = nn.Conv2d(3, 64, 3, stride=2, padding=1).requires_grad_(False)
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.fire2, self.fire3 = Fire(64, 16, 64), Fire(128, 16, 64)
        self.fire4, self.fire5 = Fire(128, 32, 128), Fire(256, 32, 128)
        self.fire6, self.fire7 = Fire(256, 48, 192), Fire(384, 48, 192)
        self.fire8, self.fire9 = Fire(384, 64, 256), Fire(512, 64, 256)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Maps [F, 3, H, W] RGB, 0..1, to features at strides 2, 4, 8 and 16 with 64, 128, 256 and 512 channels."""
        at2 = functional.relu(self.conv1((image - self.mean) * 255))
        at4 = self.fire3(self.fire2(self.pool(at2)))
        at8 = self.fire5(self.fire4(self.pool(at4)))
        at16 = self.fire9(self.fire8(self.fire7(self.fire6(self.pool(at8)))))
        features = {2: at2, 4: at4, 8: at8, 16: at16}
        scaled = [features[stride] * (1 / TRUNK_DEVIATIONS[stride]) for stride in (2, 4, 8, 16)]
        return scaled[0], scaled[1], scaled[2], scaled[3]


class Fire(nn.Module):
    """SqueezeNet's module: squeeze to few channels, expand by 1x1 and 3x3 convolutions side by side."""

    def __init__(self, inputs: int, squeezed: int, expanded: int) -> None:
        super().__init__()
        self.squeeze1x1 = nn.Conv2d(inputs, squeezed, 1)
        self.expand1x1 = nn.Conv2d(squeezed, expanded, 1)
        self.expand3x3 = nn.Conv2d(squeezed, expanded, 3, padding=1)

    def forward(self, features: Tensor) -> Tensor:
        squeezed = functional.relu(self.squeeze1x1(features))
        return functional.relu(torch.cat((self.expand1x1(squeezed), self.expand3x3(squeezed)), dim=1))
