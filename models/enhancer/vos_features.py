"""Uses a VOS network's features as a loss, since PSNR alone smooths away the details that VOS relies on.

The network is Compact VOS with its committed weights, frozen.
"""

import torch
from torch import Tensor, nn

from models.common.weights import with_memory_format
from models.compact_vos.network import load_network
from models.enhancer.planes import LUMA_PHASES


class VosFeatures(nn.Module):
    def __init__(self, device: torch.device) -> None:
        super().__init__()
        self.network = with_memory_format(load_network().to(device), torch.channels_last)

    def forward(self, planes: Tensor) -> tuple[Tensor, ...]:
        """Returns key and features at strides 8, 4 and 2 of [n, 6, h, w] planes, 0..1; h and w are multiples of 16."""
        return tuple(self.network.encode_key(planes_to_rgb(planes)))

    def relative_error(self, enhanced: Tensor, compressed: Tensor, original: Tensor) -> Tensor:
        """The features' squared error relative to that of the compressed frame, mean over the feature maps."""
        with torch.no_grad():
            wanted = self(original)
            before = [(a - b).float().square().mean() for a, b in zip(self(compressed), wanted, strict=True)]
        after = [(a - b).float().square().mean() for a, b in zip(self(enhanced), wanted, strict=True)]
        return torch.stack([new / old for new, old in zip(after, before, strict=True)]).mean()


def planes_to_rgb(planes: Tensor) -> Tensor:
    """Converts limited-range planes (ITU-R BT.601) to [n, 3, h, w], 0..1, as `models.data.yuv.planes_to_rgb` does."""
    luma = (255 * planes[:, :LUMA_PHASES].mean(1) - 16) / 219
    blue, red = ((255 * planes[:, index] - 128) / 224 for index in (LUMA_PHASES, LUMA_PHASES + 1))
    rgb = (luma + 1.402 * red, luma - 0.344136 * blue - 0.714136 * red, luma + 1.772 * blue)
    return torch.stack(rgb, dim=1).clamp(0, 1)
