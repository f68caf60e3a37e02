"""Uses VOS networks' features as a loss, since PSNR alone smooths away the details that VOS relies on.

The networks are frozen: Compact VOS, its variant that was retrained on compressed video, and SqueezeNet as ImageNet
trained it, from which both began. What pleases one network only, such as a pattern that fits its strides, is no use
to the others; so each step has another one, and sees the pictures shifted and turned.
"""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from models.common.weights import with_memory_format
from models.compact_vos.backbone import load_backbone
from models.compact_vos.network import WEIGHTS, CompactVOS, load_network
from models.compact_vos.trunk import Trunk
from models.enhancer.planes import LUMA_PHASES

SHIFTS = 16  # half-size pixels: the VOS network's largest stride is 8, and its sizes are multiples of 16
RETRAINED_WEIGHTS = WEIGHTS.parents[1] / "compact_vos_retrained" / WEIGHTS.name
COMPACT, RETRAINED, IMAGENET = NETWORKS = ("compact", "retrained", "imagenet")


class View(NamedTuple):
    """How a network sees the pictures. If it varies, strides cannot lead to a pattern at fixed places of a picture."""

    down: int = 0  # half-size pixels, fewer than SHIFTS, that the pictures lose at the top
    across: int = 0  # the same at the left
    turn: int = 0  # one of the square's symmetries, 0 to 7

    @classmethod
    def random(cls, random: np.random.Generator) -> "View":
        return cls(*(int(number) for number in random.integers((SHIFTS, SHIFTS, 8))))

    def of(self, planes: Tensor) -> Tensor:
        """Crops [n, 6, h, w] to [n, 6, h - SHIFTS, w - SHIFTS], and turns it."""
        height, width = planes.shape[2:]
        seen = planes[:, :, self.down : height - SHIFTS + self.down, self.across : width - SHIFTS + self.across]
        flipped = [side for side, bit in ((2, 1), (3, 2)) if self.turn & bit]
        seen = seen.flip(flipped) if flipped else seen
        return seen.transpose(2, 3) if self.turn & 4 else seen


class VosFeatures(nn.Module):
    def __init__(self, device: torch.device, names: tuple[str, ...] = (COMPACT,), backbone: Path | None = None) -> None:
        """names: of NETWORKS; IMAGENET needs the file `backbone`"""
        super().__init__()
        loaded = [_load(name, backbone) for name in names]
        self.networks = nn.ModuleList(with_memory_format(network.to(device), torch.channels_last) for network in loaded)

    def forward(self, planes: Tensor, network: int = 0) -> tuple[Tensor, ...]:
        """Returns features at strides 8 to 2 (with a key) of [n, 6, h, w] planes, 0..1; h and w are multiples of 16."""
        seen = self.networks[network]
        pictures = planes_to_rgb(planes)
        return tuple(seen.encode_key(pictures) if isinstance(seen, CompactVOS) else seen(pictures))

    def relative_error(
        self, enhanced: Tensor, compressed: Tensor, original: Tensor, view: View | None = None, network: int = 0
    ) -> Tensor:
        """The features' squared error relative to that of the compressed frame, mean over the feature maps."""
        if view is not None:
            enhanced, compressed, original = (view.of(planes) for planes in (enhanced, compressed, original))
        with torch.no_grad():
            wanted = self(original, network)
            before = [(a - b).float().square().mean() for a, b in zip(self(compressed, network), wanted, strict=True)]
        after = [(a - b).float().square().mean() for a, b in zip(self(enhanced, network), wanted, strict=True)]
        return torch.stack([new / old for new, old in zip(after, before, strict=True)]).mean()


def _load(name: str, backbone: Path | None) -> nn.Module:
    if name != IMAGENET:
        return load_network({COMPACT: WEIGHTS, RETRAINED: RETRAINED_WEIGHTS}[name])
    if backbone is None:
        raise ValueError(f"the features of {IMAGENET} need the file of its weights")
    trunk = Trunk()
    load_backbone(trunk, backbone)
    return trunk.eval().requires_grad_(False)


def planes_to_rgb(planes: Tensor) -> Tensor:
    """Converts limited-range planes (ITU-R BT.601) to [n, 3, h, w], 0..1, as `models.data.yuv.planes_to_rgb` does."""
    luma = (255 * planes[:, :LUMA_PHASES].mean(1) - 16) / 219
    blue, red = ((255 * planes[:, index] - 128) / 224 for index in (LUMA_PHASES, LUMA_PHASES + 1))
    rgb = (luma + 1.402 * red, luma - 0.344136 * blue - 0.714136 * red, luma + 1.772 * blue)
    return torch.stack(rgb, dim=1).clamp(0, 1)
