"""Multiply-accumulates of one frame, counted on meta tensors."""

import torch
from torch import Tensor, nn

from models.stcn.network import KEY_CHANNELS, STCN, STRIDE, VALUE_CHANNELS
from models.stcn.reading import LARGEST

PADDED_480P = (480, 864)  # height, width of 854x480
FRAMES = (1, 5, 20)  # in the memory


def macs_of_480p_frame() -> dict:
    """Counts a frame of 854x480 with one object. `encode_value` runs for memory frames only."""
    height, width = PADDED_480P
    encode_key, encode_value, decode = _convolutions(height, width)
    positions = (height // STRIDE) * (width // STRIDE)
    affinity = {  # computed twice: see reading.py
        f"{frames} frames": 2 * positions * frames * positions * (KEY_CHANNELS + 1) for frames in FRAMES
    }
    return {
        "encode_key": encode_key,
        "encode_value": encode_value,
        "read": {
            "affinity": affinity,
            "readout": positions * LARGEST * VALUE_CHANNELS,
            "decode": decode,
        },
    }


@torch.no_grad()
def _convolutions(height: int, width: int) -> tuple[int, int, int]:
    total = 0

    def add(layer: nn.Conv2d, _inputs: tuple, output: Tensor) -> None:
        nonlocal total
        total += output.numel() * layer.weight[0].numel()

    with torch.device("meta"):
        network = STCN()
        for layer in network.modules():
            if isinstance(layer, nn.Conv2d):
                layer.register_forward_hook(add)
        picture, mask = torch.empty(1, 3, height, width), torch.empty(1, 1, height, width)
        features = network.encode_key(picture)
        encode_key, total = total, 0
        value = network.encode_value(picture, features.feature16, mask, mask)
        encode_value, total = total, 0
        network.decode(value, features.thin16, features.skip8, features.skip4)
    return encode_key, encode_value, total
