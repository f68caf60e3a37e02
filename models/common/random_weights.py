"""Random state dicts, each tensor from a generator seeded by its key, so that their order does not matter.

The official weights cannot be in this repository. With the same random weights, the official code and ours can be
compared (`reference.py` of STCN and AOT). Each network scales its tensors (`random_tensor`) so that activations neither
vanish nor explode and attention is selective.
"""

import zlib
from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from models.common.formula_weights import formula_noise

RandomTensor = Callable[[str, torch.Size, Tensor], Tensor]  # from key, shape, and noise of that shape and deviation 1


def seeded_noise(key: str, shape: torch.Size) -> Tensor:
    """Returns normally distributed noise, seeded by the key."""
    return torch.randn(shape, generator=torch.Generator().manual_seed(zlib.crc32(key.encode())))


def random_state(shapes: Mapping[str, Tensor], random_tensor: RandomTensor) -> dict[str, Tensor]:
    """Returns a random state dict with the keys and shapes of another."""
    return {key: random_tensor(key, like.shape, seeded_noise(key, like.shape)) for key, like in shapes.items()}


def formula_state(shapes: Mapping[str, Tensor], random_tensor: RandomTensor) -> dict[str, Tensor]:
    """Does the same with `formula_noise`, which the browser's tests compute, too; float32."""
    state = {}
    for key, like in shapes.items():
        noise = torch.from_numpy(formula_noise(key, like.numel())).reshape(like.shape)
        tensor = random_tensor(key, like.shape, noise)
        state[key] = tensor.float() if tensor.is_floating_point() else tensor
    return state
