"""Layers whose weights stay float32, as in the checkpoint, and are cast to the precision of their input.

A float16 graph thus reads the official file's own bytes, and ONNX Runtime casts them once, on loading.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional


class Conv2d(nn.Conv2d):
    def forward(self, input: Tensor) -> Tensor:
        bias = None if self.bias is None else self.bias.to(input.dtype)
        weight = self.weight.to(input.dtype)
        return functional.conv2d(input, weight, bias, self.stride, self.padding, self.dilation, self.groups)


class Linear(nn.Linear):
    def forward(self, input: Tensor) -> Tensor:
        return functional.linear(input, self.weight.to(input.dtype), self.bias.to(input.dtype))


def batch_norm(
    features: Tensor, weight: Tensor, bias: Tensor, mean: Tensor, variance: Tensor, epsilon: float
) -> Tensor:
    """Batch normalisation with fixed statistics, as a scale and an offset for each channel.

    Computed in float32 outside the operator, so that float16 never sees a variance; ONNX Runtime folds it into the
    convolution before it.
    """
    scale = weight / torch.sqrt(variance + epsilon)
    offset = bias - mean * scale
    scale, offset = (values.view(1, -1, 1, 1).to(features.dtype) for values in (scale, offset))
    return features * scale + offset
