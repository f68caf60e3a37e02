"""The layers of R50-AOTL that need care in float16 or on a GPU; weights stay float32 (`models/common/layers.py`)."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.common.layers import Conv2d, batch_norm


class LayerNorm(nn.LayerNorm):
    def forward(self, input: Tensor) -> Tensor:
        weight, bias = self.weight.to(input.dtype), self.bias.to(input.dtype)
        return functional.layer_norm(input, self.normalized_shape, weight, bias, self.eps)


class GroupNorm(nn.GroupNorm):
    """Group normalisation that always computes in float32; means are taken over each row, then over the rows.

    A group has up to 400,000 values. ONNX's operator sums them sequentially, with errors of 1e-3 in WebAssembly; the
    sum exceeds float16. A GPU sums rows in parallel.
    """

    def forward(self, input: Tensor) -> Tensor:
        channels, width = input.shape[1], input.shape[3]
        rows = input.float().reshape(1, self.num_groups, -1, width)
        centred = rows - rows.mean(dim=3, keepdim=True).mean(dim=2, keepdim=True)
        variance = (centred * centred).mean(dim=3, keepdim=True).mean(dim=2, keepdim=True)
        normalised = (centred / torch.sqrt(variance + self.eps)).reshape(1, channels, -1, width)
        return (normalised * self.weight.view(1, -1, 1, 1) + self.bias.view(1, -1, 1, 1)).to(input.dtype)


class FrozenBatchNorm2d(nn.Module):
    """Batch normalisation whose statistics, weight and bias are all buffers."""

    weight: Tensor
    bias: Tensor
    running_mean: Tensor
    running_var: Tensor

    def __init__(self, channels: int, epsilon: float = 1e-5) -> None:
        super().__init__()
        self.epsilon = epsilon
        self.register_buffer("weight", torch.ones(channels))
        self.register_buffer("bias", torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels) - epsilon)

    def forward(self, picture: Tensor) -> Tensor:
        return batch_norm(picture, self.weight, self.bias, self.running_mean, self.running_var, self.epsilon)


class ConvGroupNorm(nn.Module):
    """A convolution that keeps the size, then group normalisation with 8 groups."""

    def __init__(self, channels: int, out_channels: int, kernel_size: int) -> None:
        super().__init__()
        self.conv = Conv2d(channels, out_channels, kernel_size, padding=kernel_size // 2)
        self.gn = GroupNorm(8, out_channels)

    def forward(self, picture: Tensor) -> Tensor:
        return self.gn(self.conv(picture))
