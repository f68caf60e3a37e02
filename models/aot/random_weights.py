"""Scales the random weights of R50-AOTL: see `models/common/random_weights.py`.

Attention has to find positions that look alike, and identities have to reach the decoder. Only the last layer is fitted
instead (`fitting.py`), so that masks neither vanish nor fill the picture.
"""

import math

import torch
from torch import Tensor

FACTORS = {  # times the standard deviation that keeps a sum's variance (one over the root of the number of terms)
    "linear_Q.weight": 2.5,  # sharp attention
    "relative_emb_k.weight": 0.5,
    "patch_wise_id_bank.weight": 10.0,  # inside an object, one channel is summed over 289 pixels
    "bn3.weight": 0.3,  # small residual branches, so that sixteen of them do not explode
}


def random_tensor(key: str, shape: torch.Size, noise: Tensor) -> Tensor:
    """Scales noise of standard deviation 1 to a tensor of the network."""
    factor = next((factor for ending, factor in FACTORS.items() if key.endswith(ending)), 1.0)
    if key.endswith("running_var"):
        return 1 + 0.2 * noise.abs()
    if key.endswith(("bias", "running_mean")):
        return 0.1 * noise
    if key.endswith("relative_emb_v") or len(shape) < 2:
        return 0.3 * noise if key.endswith("relative_emb_v") else factor * (1 + 0.1 * noise)
    gain = math.sqrt(2) if key.startswith("encoder.") else 1.0
    return gain * factor * noise / math.sqrt(math.prod(shape[1:]))
