"""Multiply-accumulates of one frame, counted on meta tensors."""

import torch
from torch import Tensor
from torch.utils.flop_counter import FlopCounterMode

from models.aot.attention import HEAD_CHANNELS, HEADS, SWITCH_CHANNELS
from models.aot.graphs import EncodeKey, EncodeReference, EncodeValue, Read, Step, positions
from models.aot.network import R50AOTL
from models.aot.pictures import network_size
from models.aot.transformer import BLOCKS

FULL_MEMORY = 20  # frames, as in DAVIS's longest sequences


def macs_of_480p_frame() -> dict[str, int]:
    """Counts a frame of 854×480 with up to ten objects; more objects repeat all graphs except `encode_key`.

    `total` is for an ordinary frame that reads a memory of one frame; `total_20` for one that reads twenty frames.
    """
    width, height = network_size(854, 480)
    with torch.device("meta"):
        network = R50AOTL().requires_grad_(False)
        image, labels = torch.zeros(1, 3, height, width), torch.zeros(1, 1, height, width)
        features = EncodeKey(network)(image)
        key, value = EncodeReference(network)(features[0], labels)
        ones = torch.ones(1)
    macs = {
        "encode_key": _macs(EncodeKey(network), image),
        "encode_reference": _macs(EncodeReference(network), features[0], labels),
        "encode_value": _macs(EncodeValue(network), key, labels),
        "read": _macs(Read(network), *features, key, value, ones, key, value),
        # Products of queries with keys and of scores with values.
        "read_per_memory_frame": BLOCKS * HEADS * positions(height, width) ** 2 * (2 * HEAD_CHANNELS + SWITCH_CHANNELS),
    }
    total = macs["encode_key"] + macs["encode_value"] + macs["read"]
    return macs | {"total": total, "total_20": total + (FULL_MEMORY - 1) * macs["read_per_memory_frame"]}


def _macs(step: Step, *inputs: Tensor) -> int:
    with FlopCounterMode(display=False) as counter, torch.no_grad(), torch.device("meta"):
        step(*inputs)
    return counter.get_total_flops() // 2
