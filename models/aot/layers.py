"""The layers of R50-AOTL that need care in float16 or on a GPU, with weights as `common/layers.py` keeps them."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.common.layers import Conv2d


class LayerNorm(nn.LayerNorm):
    def forward(self, features: Tensor) -> Tensor:
        weight, bias = self.weight.to(features.dtype), self.bias.to(features.dtype)
        return functional.layer_norm(features, self.normalized_shape, weight, bias, self.eps)


class GroupNorm(nn.GroupNorm):
    """Always computed in float32, first of each row, then of the rows.

    A group has up to 400,000 numbers. ONNX's operator adds them one to the other, and in WebAssembly that left errors
    of 1e-3; float16 cannot hold their sum at all. On a GPU, rows are summed side by side.
    """

    def forward(self, picture: Tensor) -> Tensor:
        channels, width = picture.shape[1], picture.shape[3]
        rows = picture.float().reshape(1, self.num_groups, -1, width)
        centred = rows - rows.mean(dim=3, keepdim=True).mean(dim=2, keepdim=True)
        variance = (centred * centred).mean(dim=3, keepdim=True).mean(dim=2, keepdim=True)
        normalised = (centred / torch.sqrt(variance + self.eps)).reshape(1, channels, -1, width)
        return (normalised * self.weight.view(1, -1, 1, 1) + self.bias.view(1, -1, 1, 1)).to(picture.dtype)


class FrozenBatchNorm2d(nn.Module):
    """Batch normalisation whose statistics never change: a factor and a summand for each channel.

    Written as arithmetic, not as an operator, so that float16 never sees a variance; ONNX Runtime folds it into the
    convolution before it.
    """

    def __init__(self, channels: int, epsilon: float = 1e-5) -> None:
        super().__init__()
        self.epsilon = epsilon
        self.register_buffer("weight", torch.ones(channels))
        self.register_buffer("bias", torch.zeros(channels))
        self.register_buffer("running_mean", torch.zeros(channels))
        self.register_buffer("running_var", torch.ones(channels) - epsilon)

    def forward(self, picture: Tensor) -> Tensor:
        factor = self.weight / torch.sqrt(self.running_var + self.epsilon)
        summand = self.bias - self.running_mean * factor
        factor, summand = (numbers.view(1, -1, 1, 1).to(picture.dtype) for numbers in (factor, summand))
        return picture * factor + summand


class ConvGroupNorm(nn.Module):
    """A convolution that keeps the size, then group normalisation with 8 groups."""

    def __init__(self, channels: int, out_channels: int, kernel_size: int) -> None:
        super().__init__()
        self.conv = Conv2d(channels, out_channels, kernel_size, padding=kernel_size // 2)
        self.gn = GroupNorm(8, out_channels)

    def forward(self, picture: Tensor) -> Tensor:
        return self.gn(self.conv(picture))
