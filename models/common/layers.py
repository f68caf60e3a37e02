"""Layers whose weights stay as they are in the checkpoint, float32, and are taken to the precision of their input.

So a graph in float16 still reads the official file's own bytes, and ONNX Runtime converts them once, on loading.
"""

from torch import Tensor, nn
from torch.nn import functional


class Conv2d(nn.Conv2d):
    def forward(self, picture: Tensor) -> Tensor:
        bias = None if self.bias is None else self.bias.to(picture.dtype)
        weight = self.weight.to(picture.dtype)
        return functional.conv2d(picture, weight, bias, self.stride, self.padding, self.dilation, self.groups)


class Linear(nn.Linear):
    def forward(self, features: Tensor) -> Tensor:
        return functional.linear(features, self.weight.to(features.dtype), self.bias.to(features.dtype))
