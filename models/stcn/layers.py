"""The layers of STCN, with weights as `common/layers.py` keeps them."""

import torch
from torch import Tensor, nn

from models.common import layers


class Conv2d(layers.Conv2d):
    """A convolution that keeps the size, or divides it by its stride."""

    def __init__(self, inputs: int, outputs: int, size: int, stride: int = 1, bias: bool = True) -> None:
        super().__init__(inputs, outputs, size, stride=stride, padding=size // 2, bias=bias)


class BatchNorm2d(nn.BatchNorm2d):
    """Batch normalisation with the checkpoint's statistics: a factor and a summand for each channel.

    Written as arithmetic, not as an operator, so that float16 never sees a variance; ONNX Runtime folds it into the
    convolution before it.
    """

    def forward(self, features: Tensor) -> Tensor:
        factor = self.weight / torch.sqrt(self.running_var + self.eps)
        summand = self.bias - self.running_mean * factor
        factor, summand = (numbers.view(1, -1, 1, 1).to(features.dtype) for numbers in (factor, summand))
        return features * factor + summand
