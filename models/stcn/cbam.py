"""Attention over channels, then over positions (CBAM, Woo et al., ECCV 2018), with STCN's state dict keys."""

import torch
from torch import Tensor, nn

from models.common.layers import Linear
from models.stcn.layers import Conv2d

REDUCTION = 16  # channels to hidden units


class CBAM(nn.Module):
    """Scales [n, channels, h, w] by two gates between 0 and 1."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.ChannelGate = ChannelGate(channels)
        self.SpatialGate = SpatialGate()

    def forward(self, features: Tensor) -> Tensor:
        return self.SpatialGate(self.ChannelGate(features))


class ChannelGate(nn.Module):
    """A gate for each channel, from its mean and maximum over all positions."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        hidden = channels // REDUCTION
        self.mlp = nn.Sequential(nn.Flatten(), Linear(channels, hidden), nn.ReLU(), Linear(hidden, channels))

    def forward(self, features: Tensor) -> Tensor:
        # float16 cannot sum thousands of values.
        mean = features.float().mean(dim=(2, 3)).to(features.dtype)
        largest = features.amax(dim=(2, 3))
        return features * torch.sigmoid(self.mlp(mean) + self.mlp(largest))[:, :, None, None]


class SpatialGate(nn.Module):
    """A gate for each position, from the mean and maximum over the channels in its neighbourhood."""

    def __init__(self) -> None:
        super().__init__()
        self.spatial = nn.ModuleDict({"conv": Conv2d(2, 1, 7)})

    def forward(self, features: Tensor) -> Tensor:
        largest = features.amax(dim=1, keepdim=True)
        mean = features.float().mean(dim=1, keepdim=True).to(features.dtype)
        return features * torch.sigmoid(self.spatial["conv"](torch.cat((largest, mean), dim=1)))
