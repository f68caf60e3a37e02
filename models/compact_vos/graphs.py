"""The network's three parts as the browser calls them, one ONNX graph each.

H and W are multiples of 16, h8 = H / 8 and so on. When the browser opens the graphs, it fixes the dimensions that a
frame's size and the number of objects determine; the memory's capacity may stay free.

A network in half precision gives graphs in float16. Tensors that the browser writes and reads (`GRAPHS.float32`) are
float32 in both; tensors that are passed from graph to graph on the GPU are float16.
"""

import torch
from torch import Tensor, nn

from models.common.graphs import Graph, GraphSet, spatial_axes
from models.compact_vos.network import CompactVOS, Features
from models.compact_vos.reading import UNUSED, aggregate, squared_distances


class EncodeKey(nn.Module):
    """Computes a picture's features."""

    def __init__(self, network: CompactVOS) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Maps an image [1, 3, H, W] RGB, 0..1, to `Features`: the key and features at 1/8, 1/4 and 1/2."""
        features = self.network.encode_key(image.to(self.network.precision))
        return features.key, features.feature8, features.feature4, features.feature2


class EncodeValue(nn.Module):
    """Computes the memory values of a frame's objects."""

    def __init__(self, network: CompactVOS) -> None:
        super().__init__()
        self.network = network

    def forward(self, feature8: Tensor, masks: Tensor) -> Tensor:
        """Maps masks [objects, 1, H, W], the probability of each object, to value [objects, 16, h8, w8]."""
        masks = masks.to(self.network.precision)
        others = (masks.sum(dim=0, keepdim=True) - masks).clamp(0, 1)
        return self.network.encode_value(feature8, masks, others)


class Read(nn.Module):
    """Segments a picture, from its features, the memory and the previous frame."""

    def __init__(self, network: CompactVOS) -> None:
        super().__init__()
        self.network = network

    def forward(
        self,
        key: Tensor,
        feature8: Tensor,
        feature4: Tensor,
        feature2: Tensor,
        memory_key: Tensor,
        memory_value: Tensor,
        memory_valid: Tensor,
        previous_key: Tensor,
        previous_value: Tensor,
    ) -> Tensor:
        """Returns probabilities [objects + 1, H, W], background first.

        memory_key [capacity, 64, h8, w8], memory_value [capacity, objects, 16, h8, w8], memory_valid [capacity,
        objects], 1 or 0; previous_key [1, 64, h8, w8] and previous_value [objects, 16, h8, w8] of the frame before.
        """
        height, width = key.shape[2], key.shape[3]
        known = memory_valid.to(key.dtype)
        bias = ((known.amax(dim=1, keepdim=True) - 1) * -UNUSED).expand(-1, height * width)  # [capacity, h8 w8]
        memory_value = memory_value * known[:, :, None, None, None]
        readings = self.network.reader(
            key.flatten(2).transpose(1, 2),
            memory_key.flatten(2).transpose(0, 1).flatten(1)[None],
            memory_value.flatten(3).permute(0, 3, 1, 2).flatten(2).flatten(0, 1)[None],
            bias.flatten()[None, None],
            previous_key.flatten(2),
            previous_value.flatten(2).permute(2, 0, 1).flatten(1)[None],
            squared_distances(height, width, key),
            known,
        )
        # [1, h8 w8, objects 16] to [objects, 16, h8, w8]
        read = [reading.squeeze(0).transpose(0, 1).reshape(previous_value.shape) for reading in readings]
        features = Features(key, feature8, feature4, feature2)
        logits = self.network.decode(torch.cat((*read, previous_value), dim=1), features)
        return aggregate(logits.squeeze(1).float())


MEMORY_INPUTS = ("memory_key", "memory_value", "memory_valid", "previous_key", "previous_value")
GRAPHS = GraphSet(
    {
        "encode_key": Graph(EncodeKey, ("image",), ("key", "feature8", "feature4", "feature2")),
        "encode_value": Graph(EncodeValue, ("feature8", "masks"), ("value",)),
        "read": Graph(Read, ("key", "feature8", "feature4", "feature2", *MEMORY_INPUTS), ("probabilities",)),
    },
    axes={
        "image": spatial_axes("", None, None),
        "masks": spatial_axes("", "objects", None),
        "key": spatial_axes("8", None, None),
        "feature8": spatial_axes("8", None, None),
        "feature4": spatial_axes("4", None, None),
        "feature2": spatial_axes("2", None, None),
        "value": spatial_axes("8", "objects", None),
        "memory_key": spatial_axes("8", "capacity", None),
        "memory_value": spatial_axes("8", "capacity", "objects", None),
        "memory_valid": {0: "capacity", 1: "objects"},
        "previous_key": spatial_axes("8", None, None),
        "previous_value": spatial_axes("8", "objects", None),
        "probabilities": spatial_axes("", "classes"),
    },
    float32=frozenset({"image", "masks", "memory_valid", "probabilities"}),
)


def seeded_inputs(network: CompactVOS, objects: int, capacity: int, height: int, width: int) -> dict[str, Tensor]:
    """Computes all inputs of the three graphs from smooth random pictures and masks, each with the preceding graph.

    The last quarter of the memory's slots is unused and holds noise; in the first slot the last object is unknown.
    """
    random = torch.Generator().manual_seed(5)

    def blobs(*leading: int) -> Tensor:
        coarse = torch.rand(*leading, height // 8, width // 8, generator=random)
        return nn.functional.interpolate(coarse, size=(height, width), mode="bicubic").clamp(0, 1)

    frames = capacity + 1  # the last one is the previous frame
    images = blobs(frames, 3)
    image = blobs(1, 3)
    masks = blobs(frames * objects, 1).unflatten(0, (frames, objects)) / objects
    with torch.no_grad():
        key, feature8, feature4, feature2 = EncodeKey(network)(image)
        encoded = [EncodeKey(network)(images[frame : frame + 1]) for frame in range(frames)]
        keys = torch.cat([features[0] for features in encoded])
        values = torch.stack([EncodeValue(network)(encoded[frame][1], masks[frame]) for frame in range(frames)])
    memory_key, memory_value, memory_valid = keys[:-1].clone(), values[:-1].clone(), torch.ones(capacity, objects)
    if objects > 1:
        memory_valid[0, -1] = 0
    unused = capacity // 4
    if unused:
        memory_valid[-unused:] = 0
        memory_key[-unused:] = torch.randn(memory_key[-unused:].shape, generator=random)
        memory_value[-unused:] = torch.randn(memory_value[-unused:].shape, generator=random)
    return {
        "image": image,
        "masks": masks[-1],
        "key": key,
        "feature8": feature8,
        "feature4": feature4,
        "feature2": feature2,
        "memory_key": memory_key,
        "memory_value": memory_value,
        "memory_valid": memory_valid,
        "previous_key": keys[-1:],
        "previous_value": values[-1],
    }
