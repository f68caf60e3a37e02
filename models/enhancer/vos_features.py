"""Uses a VOS network's features as a loss, since PSNR alone smooths away the details that VOS relies on.

The network is Compact VOS with its committed weights, frozen.
"""

import torch
from torch import Tensor, nn

from models.common.weights import with_memory_format
from models.compact_vos.network import load_network
from models.enhancer.planes import LUMA_PHASES

SHIFTS = 16  # half-size pixels: the VOS network's largest stride is 8, and its sizes are multiples of 16


class VosFeatures(nn.Module):
    def __init__(self, device: torch.device) -> None:
        super().__init__()
        self.network = with_memory_format(load_network().to(device), torch.channels_last)

    def forward(self, planes: Tensor) -> tuple[Tensor, ...]:
        """Returns key and features at strides 8, 4 and 2 of [n, 6, h, w] planes, 0..1; h and w are multiples of 16."""
        return tuple(self.network.encode_key(planes_to_rgb(planes)))

    def relative_error(
        self, enhanced: Tensor, compressed: Tensor, original: Tensor, shift: tuple[int, int] | None = None
    ) -> Tensor:
        """The features' squared error relative to that of the compressed frame, mean over the feature maps.

        shift: rows and columns (half-size pixels, fewer than SHIFTS) that the pictures lose at the top and left. If it
               varies, the network's strides of 2, 4 and 8 cannot lead to a pattern at fixed places of the picture.
        """
        if shift is not None:
            enhanced, compressed, original = (_shifted(planes, shift) for planes in (enhanced, compressed, original))
        with torch.no_grad():
            wanted = self(original)
            before = [(a - b).float().square().mean() for a, b in zip(self(compressed), wanted, strict=True)]
        after = [(a - b).float().square().mean() for a, b in zip(self(enhanced), wanted, strict=True)]
        return torch.stack([new / old for new, old in zip(after, before, strict=True)]).mean()


def _shifted(planes: Tensor, shift: tuple[int, int]) -> Tensor:
    """Crops [n, 6, h, w] to [n, 6, h - SHIFTS, w - SHIFTS] from the row and column `shift`."""
    rows, columns = (slice(first, size - SHIFTS + first) for first, size in zip(shift, planes.shape[2:], strict=True))
    return planes[:, :, rows, columns]


def planes_to_rgb(planes: Tensor) -> Tensor:
    """Converts limited-range planes (ITU-R BT.601) to [n, 3, h, w], 0..1, as `models.data.yuv.planes_to_rgb` does."""
    luma = (255 * planes[:, :LUMA_PHASES].mean(1) - 16) / 219
    blue, red = ((255 * planes[:, index] - 128) / 224 for index in (LUMA_PHASES, LUMA_PHASES + 1))
    rgb = (luma + 1.402 * red, luma - 0.344136 * blue - 0.714136 * red, luma + 1.772 * blue)
    return torch.stack(rgb, dim=1).clamp(0, 1)
