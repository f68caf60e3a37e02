"""Layers whose weights stay as they are in the checkpoint, float32, and are taken to the precision of their input.

So a graph in float16 still reads the official file's own bytes, and ONNX Runtime converts them once, on loading.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional


class Conv2d(nn.Conv2d):
    """A convolution that keeps the size, or divides it by its stride."""

    def __init__(self, inputs: int, outputs: int, size: int, stride: int = 1, bias: bool = True) -> None:
        super().__init__(inputs, outputs, size, stride=stride, padding=size // 2, bias=bias)

    def forward(self, features: Tensor) -> Tensor:
        bias = None if self.bias is None else self.bias.to(features.dtype)
        return functional.conv2d(features, self.weight.to(features.dtype), bias, self.stride, self.padding)


class Linear(nn.Linear):
    def forward(self, features: Tensor) -> Tensor:
        return functional.linear(features, self.weight.to(features.dtype), self.bias.to(features.dtype))


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
