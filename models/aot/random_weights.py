"""Random weights that behave: every tensor from a generator seeded by its key, so that any order gives the same.

The official weights cannot be in this repository. With these, the same in the official code and in ours, results can
be compared (`reference.py`). Their sizes are such that activations neither vanish nor explode, attention finds the
places that look alike, and identities reach the decoder; only the last layer is not random but fitted, so that masks
neither vanish nor fill the picture.
"""

import math
import zlib
from collections.abc import Callable

import torch
from torch import Tensor

FACTORS = {  # of the usual deviation, one over the root of what is summed
    "linear_Q.weight": 2.5,  # sharp attention
    "relative_emb_k.weight": 0.5,
    "patch_wise_id_bank.weight": 10.0,  # an object's interior is a sum over 289 pixels of one of the channels
    "bn3.weight": 0.3,  # residual branches that add little, so that sixteen of them do not explode
}


Noise = Callable[[str, torch.Size], Tensor]


def seeded_noise(key: str, shape: torch.Size) -> Tensor:
    """Normally distributed, from a generator seeded by the key."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(zlib.crc32(key.encode())))


def random_state(shapes: dict[str, torch.Size], noise: Noise = seeded_noise) -> dict[str, Tensor]:
    return {key: random_tensor(key, shape, noise(key, shape)) for key, shape in shapes.items()}


def random_tensor(key: str, shape: torch.Size, noise: Tensor) -> Tensor:
    """Of this shape, from noise of deviation 1."""
    factor = next((factor for ending, factor in FACTORS.items() if key.endswith(ending)), 1.0)
    if key.endswith("running_var"):
        return 1 + 0.2 * noise.abs()
    if key.endswith(("bias", "running_mean")):
        return 0.1 * noise
    if key.endswith("relative_emb_v") or len(shape) < 2:
        return 0.3 * noise if key.endswith("relative_emb_v") else factor * (1 + 0.1 * noise)
    gain = math.sqrt(2) if key.startswith("encoder.") else 1.0
    return gain * factor * noise / math.sqrt(math.prod(shape[1:]))
