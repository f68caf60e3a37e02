"""Residual networks without their last stage (He et al., CVPR 2016), with the state dict keys of the official code.

The key encoder's ResNet-50 is torchvision's: no biases before batch normalisation, the stride in a block's 3x3
convolution. The value encoder's ResNet-18 has biases everywhere.
"""

from torch import Tensor, nn
from torch.nn import functional

from models.stcn.layers import BatchNorm2d, Conv2d


class BasicBlock(nn.Module):
    """Two 3x3 convolutions plus a shortcut."""

    expansion = 1

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = Conv2d(inputs, width, 3, stride), BatchNorm2d(width)
        self.conv2, self.bn2 = Conv2d(width, width, 3), BatchNorm2d(width)
        self.downsample = _downsample(inputs, width, stride, bias=True)

    def forward(self, features: Tensor) -> Tensor:
        change = functional.relu(self.bn1(self.conv1(features)))
        return functional.relu(self.bn2(self.conv2(change)) + self.downsample(features))


class Bottleneck(nn.Module):
    """1x1, 3x3 and 1x1 convolutions plus a shortcut."""

    expansion = 4

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = Conv2d(inputs, width, 1, bias=False), BatchNorm2d(width)
        self.conv2, self.bn2 = Conv2d(width, width, 3, stride, bias=False), BatchNorm2d(width)
        self.conv3, self.bn3 = Conv2d(width, 4 * width, 1, bias=False), BatchNorm2d(4 * width)
        self.downsample = _downsample(inputs, 4 * width, stride, bias=False)

    def forward(self, features: Tensor) -> Tensor:
        change = functional.relu(self.bn1(self.conv1(features)))
        change = functional.relu(self.bn2(self.conv2(change)))
        return functional.relu(self.bn3(self.conv3(change)) + self.downsample(features))


def stage(
    block: type[BasicBlock] | type[Bottleneck], inputs: int, width: int, blocks: int, stride: int
) -> nn.Sequential:
    """Builds a stage that maps [n, inputs, h, w] to [n, width x expansion, h / stride, w / stride]."""
    outputs = width * block.expansion
    return nn.Sequential(block(inputs, width, stride), *(block(outputs, width, 1) for _ in range(blocks - 1)))


def _downsample(inputs: int, outputs: int, stride: int, bias: bool) -> nn.Module:
    if stride == 1 and inputs == outputs:
        return nn.Identity()
    return nn.Sequential(Conv2d(inputs, outputs, 1, stride, bias), BatchNorm2d(outputs))
