"""Random weights that behave: every tensor from a generator seeded by its key, so that any order gives the same.

The official weights cannot be in this repository. With these, the same in the official code and in ours, results can
be compared (`reference.py`). Their sizes are such that activations neither vanish nor explode, the affinity finds the
places that look alike, and masks reach the values; only the decoder's last layer is not random but fitted (by
`official.py`), so that masks neither vanish nor fill the picture.
"""

import math
import zlib
from collections.abc import Callable

import torch
from torch import Tensor

FACTORS = {  # of the usual deviation, the root of two over what is summed
    "bn3.weight": 0.4,  # residual branches that add little, so that sixteen of them do not explode
    "bn2.weight": 0.4,
    "out_conv.conv2.weight": 0.5,
    "key_proj.weight": 0.7,
}
MASKS = "value_encoder.conv1.weight"
MASK_FACTOR = 4.0  # of the two channels of `MASKS` that see masks


Noise = Callable[[str, torch.Size], Tensor]


def seeded_noise(key: str, shape: torch.Size) -> Tensor:
    """Normally distributed, from a generator seeded by the key."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(zlib.crc32(key.encode())))


def random_state(shapes: dict[str, torch.Size], noise: Noise = seeded_noise) -> dict[str, Tensor]:
    return {key: random_tensor(key, shape, noise(key, shape)) for key, shape in shapes.items()}


def random_tensor(key: str, shape: torch.Size, noise: Tensor) -> Tensor:
    """Of this shape, from noise of deviation 1; int64 for batch normalisation's counters."""
    if key.endswith("num_batches_tracked"):
        return torch.tensor(1)
    if key.endswith("running_var"):
        return 1 + 0.2 * noise.abs()
    if key.endswith(("bias", "running_mean")):
        return 0.1 * noise
    factor = next((factor for ending, factor in FACTORS.items() if key.endswith(ending)), 1.0)
    if len(shape) < 2:
        return factor * (1 + 0.1 * noise)
    weight = factor * noise * math.sqrt(2 / math.prod(shape[1:]))
    if key == MASKS:
        weight[:, 3:] *= MASK_FACTOR
    return weight
