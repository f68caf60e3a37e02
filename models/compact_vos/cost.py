"""Multiply-accumulates of one frame, counted while the network runs."""

import torch
from torch import Tensor, nn

from models.compact_vos.graphs import EncodeKey, EncodeValue, Read
from models.compact_vos.memory import CAPACITY
from models.compact_vos.network import KEY_CHANNELS, VALUE_CHANNELS, CompactVOS


def macs_per_frame(network: CompactVOS, height: int, width: int) -> dict:
    """For a picture of height x width with one object, and a full memory.

    The affinity is shared by all objects; `further_object` is what each object after the first adds.
    """
    one, two = (_macs(network, objects, height, width) for objects in (1, 2))
    total, total_of_two = _total(one), _total(two)
    return one | {"total": total, "further_object": total_of_two - total}


def _total(macs: dict) -> int:
    return macs["encode_key"] + macs["encode_value"] + macs["read"]["total"]


def _macs(network: CompactVOS, objects: int, height: int, width: int) -> dict:
    image, masks = torch.zeros(1, 3, height, width), torch.zeros(objects, 1, height, width)
    at8, at4, at2 = EncodeKey(network)(image)[1:]
    positions = (height // 8) * (width // 8)
    affinity = positions * CAPACITY * positions * KEY_CHANNELS
    readout = positions * CAPACITY * positions * VALUE_CHANNELS * objects
    # One slot is enough here: only the affinity and the readout, counted above, depend on how many there are.
    slot = torch.zeros(1, KEY_CHANNELS, height // 8, width // 8), torch.zeros(1, objects, *_value_shape(height, width))
    decode = _convolutions(Read(network), slot[0], *slot, torch.ones(1), at8, at4, at2)
    return {
        "encode_key": _convolutions(EncodeKey(network), image),
        "encode_value": _convolutions(EncodeValue(network), image, at8, masks),
        "read": {
            "affinity": affinity,
            "readout": readout,
            "decode": decode,
            "total": affinity + readout + decode,
        },
    }


def _value_shape(height: int, width: int) -> tuple[int, int, int]:
    return VALUE_CHANNELS, height // 8, width // 8


@torch.no_grad()
def _convolutions(graph: nn.Module, *inputs: Tensor) -> int:
    total = 0

    def add(layer: nn.Conv2d, _inputs: tuple, output: Tensor) -> None:
        nonlocal total
        total += output.numel() * layer.weight[0].numel()

    hooks = [layer.register_forward_hook(add) for layer in graph.modules() if isinstance(layer, nn.Conv2d)]
    graph(*inputs)
    for hook in hooks:
        hook.remove()
    return total
