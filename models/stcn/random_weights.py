"""Scales the random weights of STCN: see `models/common/random_weights.py`.

The affinity has to find positions that look alike, and masks have to reach the values. Only the decoder's last layer is
fitted instead (`fitting.py`), so that masks neither vanish nor fill the picture.
"""

import math

import torch
from torch import Tensor

FACTORS = {  # times He initialisation's standard deviation
    "bn3.weight": 0.4,  # small residual branches, so that sixteen of them do not explode
    "bn2.weight": 0.4,
    "out_conv.conv2.weight": 0.5,
    "key_proj.weight": 0.7,
}
MASKS = "value_encoder.conv1.weight"
MASK_FACTOR = 4.0  # for the two channels of `MASKS` that see masks


def random_tensor(key: str, shape: torch.Size, noise: Tensor) -> Tensor:
    """Scales noise of standard deviation 1 to a tensor of the network; int64 for batch normalisation's counters."""
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
