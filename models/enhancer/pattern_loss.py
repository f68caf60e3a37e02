"""A loss on regular patterns of any period that an enhancer draws in flat areas.

A feature loss rewards texture, and the cheapest texture for a network is a regular one. The filter of grid.py takes out
what repeats with the grid; a training for features with the filter in place then drew a wave one bin away from it.
"""

import torch
from torch import Tensor
from torch.nn import functional as F

from models.enhancer.planes import LUMA_PHASES
from models.enhancer.quality import FLAT_SHARE, PATTERN_WINDOW, ring_of, seen_frequencies

ALLOWED = 1.5  # times the power of the frequencies around: noise in so few windows has as much


def pattern_loss(enhanced: Tensor, compressed: Tensor) -> Tensor:
    """Sums, over frequencies, the squared logarithm of how far each stands out, in luma and in chroma.

    enhanced, compressed: [n, 6, h, w], 0..1 (see planes.py); h and w are multiples of PATTERN_WINDOW. Pictures are in
    the network's orientation, in which all of a batch have the same pattern.
    """
    return sum((_loss(*pair) for pair in zip(_planes(enhanced), _planes(compressed), strict=True)), torch.zeros(()))


def _planes(planes: Tensor) -> tuple[Tensor, Tensor]:
    """Returns luma [n, 2h, 2w], and the chroma planes one after the other [2n, h, w]."""
    return F.pixel_shuffle(planes[:, :LUMA_PHASES], 2)[:, 0], planes[:, LUMA_PHASES:].flatten(0, 1)


def _loss(enhanced: Tensor, compressed: Tensor) -> Tensor:
    deviation = _windows(compressed).std(dim=(1, 2))
    windows = _windows(enhanced)[deviation <= deviation.quantile(FLAT_SHARE)]
    taper = torch.hann_window(PATTERN_WINDOW, device=enhanced.device)
    power = torch.fft.fft2((windows - windows.mean((1, 2), keepdim=True)) * torch.outer(taper, taper)).abs().square()
    seen = torch.from_numpy(seen_frequencies()).to(enhanced.device)
    # Each window counts the same: what matters is how far a frequency stands out in it.
    level = power[:, seen].mean(1).detach()[:, None, None] + 1e-9
    mean = (power / level).mean(0)
    around = torch.from_numpy(ring_of()).to(enhanced.device)
    ratio = mean.flatten() / mean.flatten()[around].mean(1).clamp_min(1e-3)
    return torch.relu(ratio[seen.flatten()].clamp_min(1e-3).log() - torch.tensor(ALLOWED).log()).square().sum()


def _windows(plane: Tensor) -> Tensor:
    """Cuts planes [n, h, w] into [windows, 32, 32]."""
    side = PATTERN_WINDOW
    count, height, width = plane.shape
    cut = plane.reshape(count, height // side, side, width // side, side)
    return cut.transpose(2, 3).reshape(-1, side, side)
