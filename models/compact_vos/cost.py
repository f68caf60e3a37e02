"""Multiply-accumulates of one frame, counted by hooks while the network runs."""

from torch import Tensor, nn

from models.common.macs import convolution_macs
from models.compact_vos.graphs import EncodeKey, EncodeValue, Read, seeded_inputs
from models.compact_vos.memory import CAPACITY
from models.compact_vos.network import KEY_CHANNELS, STRIDE, VALUE_CHANNELS, CompactVOS


def macs_per_frame(network: CompactVOS, height: int, width: int) -> dict:
    """Counts a picture of height x width with one object and a full memory.

    The affinity is shared by all objects; `further_object` is the cost of each object after the first.
    """
    one, two = (_macs(network, objects, height, width) for objects in (1, 2))
    total, total_of_two = _total(one), _total(two)
    return one | {"total": total, "further_object": total_of_two - total}


def _total(macs: dict) -> int:
    return macs["encode_key"] + macs["encode_value"] + macs["read"]["total"]


def _macs(network: CompactVOS, objects: int, height: int, width: int) -> dict:
    # One slot is enough: only affinity and readout, counted below, depend on the number of slots.
    feeds = seeded_inputs(network, objects, 1, height, width)
    image, masks = feeds.pop("image"), feeds.pop("masks")
    positions = (height // STRIDE) * (width // STRIDE)
    frames = CAPACITY + 1  # the memory frames and the previous one
    affinity = positions * frames * positions * KEY_CHANNELS
    # The previous frame's values are in both readouts.
    readout = positions * (frames + 1) * positions * VALUE_CHANNELS * objects
    decode = _convolutions(Read(network), **feeds)
    return {
        "encode_key": _convolutions(EncodeKey(network), image),
        "encode_value": _convolutions(EncodeValue(network), feeds["feature8"], masks),
        "read": {
            "affinity": affinity,
            "readout": readout,
            "decode": decode,
            "total": affinity + readout + decode,
        },
    }


def _convolutions(graph: nn.Module, *inputs: Tensor, **named: Tensor) -> int:
    return convolution_macs(graph, lambda: graph(*inputs, **named))
