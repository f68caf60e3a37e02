"""ResNet-50 (He et al., CVPR 2016) without its last stage: features at 1/4, 1/8 and 1/16.

Sides are 16 k + 1 pixels, and every halving keeps the corners: 481 becomes 241, 121, 61, 31.
"""

from torch import Tensor, nn
from torch.nn import functional

from models.aot.layers import FrozenBatchNorm2d
from models.common.layers import Conv2d


class ResNet50(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = Conv2d(3, 64, 7, stride=2, padding=3, bias=False)
        self.bn1 = FrozenBatchNorm2d(64)
        self.layer1 = _stage(blocks=3, channels=64, width=64, stride=1)
        self.layer2 = _stage(blocks=4, channels=256, width=128, stride=2)
        self.layer3 = _stage(blocks=6, channels=512, width=256, stride=2)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """[1, 3, H, W], normalised, to [1, 256, h4, w4], [1, 512, h8, w8] and [1, 1024, h16, w16]."""
        at2 = functional.relu(self.bn1(self.conv1(image)))
        at4 = self.layer1(functional.max_pool2d(at2, 3, stride=2, padding=1))
        at8 = self.layer2(at4)
        return at4, at8, self.layer3(at8)


class Bottleneck(nn.Module):
    """1×1 to `width` channels, 3×3 with the stride, 1×1 to four times as many, plus a shortcut."""

    def __init__(self, channels: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = Conv2d(channels, width, 1, bias=False), FrozenBatchNorm2d(width)
        self.conv2 = Conv2d(width, width, 3, stride=stride, padding=1, bias=False)
        self.bn2 = FrozenBatchNorm2d(width)
        self.conv3, self.bn3 = Conv2d(width, 4 * width, 1, bias=False), FrozenBatchNorm2d(4 * width)
        self.downsample = None
        if channels != 4 * width:
            self.downsample = nn.Sequential(
                Conv2d(channels, 4 * width, 1, stride=stride, bias=False), FrozenBatchNorm2d(4 * width)
            )

    def forward(self, picture: Tensor) -> Tensor:
        shortcut = picture if self.downsample is None else self.downsample(picture)
        inner = functional.relu(self.bn1(self.conv1(picture)))
        inner = functional.relu(self.bn2(self.conv2(inner)))
        return functional.relu(self.bn3(self.conv3(inner)) + shortcut)


def _stage(blocks: int, channels: int, width: int, stride: int) -> nn.Sequential:
    others = (Bottleneck(4 * width, width, stride=1) for _ in range(blocks - 1))
    return nn.Sequential(Bottleneck(channels, width, stride), *others)
