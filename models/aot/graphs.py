"""The network's steps as the browser calls them, one ONNX graph each.

Sides are 16 k + 1 pixels; h4 = (H - 1) / 4 + 1 and so on. A step in half precision gives a graph in float16. Tensors
that the browser writes and reads (`GRAPHS.float32`) are float32 in both; tensors that are passed from graph to graph on
the GPU are float16. Weights are always float32: see `models/common/layers.py`.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.aot.decoder import Skips
from models.aot.network import R50AOTL, Features, normalised
from models.aot.pictures import STRIDE
from models.aot.transformer import Memory
from models.common.graphs import Graph, GraphSet, spatial_axes


class Step(nn.Module):
    def __init__(self, network: R50AOTL, precision: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.network, self.precision = network, precision


class EncodeKey(Step):
    """Computes a picture's features, once for all passes."""

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Maps an image [1, 3, H, W] RGB, 0..1, to [1, 256, h16, w16] twice, [1, 256, h8, w8] and [1, 128, h4, w4]."""
        features = self.network.encode_key(normalised(image).to(self.precision))
        skips = features.skips
        return features.feature16, skips.at16, skips.at8, skips.at4


class EncodeReference(Step):
    """Computes key and value of a reference frame, that is, one whose objects are given."""

    def forward(self, feature16: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """Maps labels [1, 1, H, W], integers 0 to 10, to key and value [1, 3, 256, h16, w16]."""
        return self.network.encode_reference(feature16, labels)


class Read(Step):
    """Segments a picture, from its features, the memory and the previous frame."""

    def forward(
        self,
        feature16: Tensor,
        skip16: Tensor,
        skip8: Tensor,
        skip4: Tensor,
        memory_key: Tensor,
        memory_value: Tensor,
        memory_valid: Tensor,
        previous_key: Tensor,
        previous_value: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Returns logits [1, 11, h4, w4], and key and state [1, 3, 256, h16, w16] of this frame.

        memory_key and memory_value [capacity, 3, 256, h16, w16], memory_valid [capacity], 1 or 0; previous_key and
        previous_value [1, 3, 256, h16, w16].
        """
        memory = Memory(memory_key, memory_value, memory_valid, previous_key, previous_value)
        logits, key, state = self.network.read(Features(feature16, Skips(skip16, skip8, skip4)), memory)
        return logits.float(), key, state


class EncodeValue(Step):
    """Computes the value of a segmented frame from its state and its labels."""

    def forward(self, state: Tensor, labels: Tensor) -> Tensor:
        """Maps state [1, 3, 256, h16, w16] and labels [1, 1, H, W] to the value, which has the shape of the state."""
        return self.network.encode_value(state, labels)


FEATURES = ("feature16", "skip16", "skip8", "skip4")
MEMORY = ("memory_key", "memory_value", "memory_valid", "previous_key", "previous_value")
GRAPHS = GraphSet(
    {
        "encode_key": Graph(EncodeKey, ("image",), FEATURES),
        "encode_reference": Graph(EncodeReference, ("feature16", "labels"), ("key", "value")),
        "read": Graph(Read, (*FEATURES, *MEMORY), ("logits", "key", "state")),
        "encode_value": Graph(EncodeValue, ("state", "labels"), ("value",)),
    },
    axes={
        "image": spatial_axes("", None, None),
        "labels": spatial_axes("", None, None),
        "feature16": spatial_axes("16", None, None),
        "skip16": spatial_axes("16", None, None),
        "skip8": spatial_axes("8", None, None),
        "skip4": spatial_axes("4", None, None),
        "memory_key": spatial_axes("16", "capacity", None, None),
        "memory_value": spatial_axes("16", "capacity", None, None),
        "memory_valid": {0: "capacity"},
        "previous_key": spatial_axes("16", None, None, None),
        "previous_value": spatial_axes("16", None, None, None),
        "logits": spatial_axes("4", None, None),
        "key": spatial_axes("16", None, None, None),
        "state": spatial_axes("16", None, None, None),
        "value": spatial_axes("16", None, None, None),
    },
    float32=frozenset({"image", "labels", "memory_valid", "logits"}),
)


def seeded_inputs(network: R50AOTL, capacity: int, height: int, width: int) -> dict[str, Tensor]:
    """Computes all inputs of the four graphs from smooth random pictures and labels, each with the preceding graph.

    The last quarter of the memory's slots is unused and holds noise.
    """
    random = torch.Generator().manual_seed(7)

    def blobs(*leading: int, smallest: int = 3) -> Tensor:
        coarse = torch.rand(*leading, height // 16 + smallest, width // 16 + smallest, generator=random)
        return functional.interpolate(coarse, size=(height, width), mode="bicubic", align_corners=True).clamp(0, 1)

    frames = capacity + 1  # the last one is the previous frame
    images, labels = blobs(frames + 1, 3), (blobs(frames, 1) * 3.999).floor()
    encode_key, encode_reference = EncodeKey(network), EncodeReference(network)
    with torch.no_grad():
        encoded = [encode_key(images[frame : frame + 1]) for frame in range(frames + 1)]
        kept = [encode_reference(encoded[frame][0], labels[frame : frame + 1]) for frame in range(frames)]
    keys, values = (torch.cat(tensors) for tensors in zip(*kept, strict=True))
    memory_key, memory_value, memory_valid = keys[:-1].clone(), values[:-1].clone(), torch.ones(capacity)
    unused = capacity // 4
    if unused:
        memory_valid[-unused:] = 0
        memory_key[-unused:] = torch.randn(memory_key[-unused:].shape, generator=random)
        memory_value[-unused:] = torch.randn(memory_value[-unused:].shape, generator=random)
    state = torch.randn(1, *keys.shape[1:], generator=random)  # in the network, too, this is a normalised sequence
    return {
        "image": images[-1:],
        "labels": labels[-1:],
        **dict(zip(FEATURES, encoded[-1], strict=True)),
        "memory_key": memory_key,
        "memory_value": memory_value,
        "memory_valid": memory_valid,
        "previous_key": keys[-1:],
        "previous_value": values[-1:],
        "state": state,
    }


def positions(height: int, width: int) -> int:
    """Returns the number of memory positions per frame for a picture of this size."""
    return ((height - 1) // STRIDE + 1) * ((width - 1) // STRIDE + 1)
