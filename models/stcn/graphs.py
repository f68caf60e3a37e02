"""The network's three steps as the browser calls them, one ONNX graph each.

H and W are multiples of 16 and H W is at least 16 x 256; h16 = H / 16 and so on. When the browser opens the graphs, it
fixes the dimensions that a frame's size and the number of objects determine; the number of memory frames may stay free.

Float16 graphs compute and exchange float16, except for the tensors of `GRAPHS.float32`: keys, and those that the
browser writes and reads.
Weights are float32 in both, as in the official checkpoint.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.common.graphs import Graph, GraphSet, spatial_axes
from models.stcn.network import STCN, normalised
from models.stcn.reading import aggregate_probabilities, read


class Step(nn.Module):
    def __init__(self, network: STCN, precision: torch.dtype = torch.float32) -> None:
        super().__init__()
        self.network, self.precision = network, precision


class EncodeKey(Step):
    """Computes a picture's features."""

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        """Maps [1, 3, H, W] RGB, 0..1, padded with `MEAN`, to `Features`: key, feature16, thin16, skip8, skip4."""
        features = self.network.encode_key(normalised(image).to(self.precision))
        return features.key, features.feature16, features.thin16, features.skip8, features.skip4


class EncodeValue(Step):
    """Computes the memory values of a frame's objects."""

    def forward(self, image: Tensor, feature16: Tensor, masks: Tensor, others: Tensor) -> Tensor:
        """Returns values [h16, w16, objects, 512].

        image is as in `EncodeKey`; masks [objects, 1, H, W] are the probability of each object; others has the same
        shape and is the sum over all other objects.
        """
        picture, masks, others = (tensor.to(self.precision) for tensor in (normalised(image), masks, others))
        return self.network.encode_value(picture, feature16, masks, others).permute(2, 3, 0, 1)


class Read(Step):
    """Segments a picture, from its features and the memory."""

    def forward(
        self,
        key: Tensor,
        thin16: Tensor,
        skip8: Tensor,
        skip4: Tensor,
        memory_key: Tensor,
        memory_value: Tensor,
        memory_valid: Tensor,
    ) -> Tensor:
        """Returns logits [objects, 1, H, W], each object's independently: see `aggregate` in `reading.py`.

        memory_key [frames, 64, h16, w16]; memory_value [frames, h16, w16, objects, 512]; memory_valid
        [frames, objects], 1 where the frame is used and the object known in it, else 0.
        """
        readings = read(key, memory_key, memory_value, memory_valid)
        return self.network.decode(readings, thin16, skip8, skip4).float()


SKIPS = ("thin16", "skip8", "skip4")
GRAPHS = GraphSet(
    {
        "encode_key": Graph(EncodeKey, ("image",), ("key", "feature16", *SKIPS)),
        "encode_value": Graph(EncodeValue, ("image", "feature16", "masks", "others"), ("value",)),
        "read": Graph(Read, ("key", *SKIPS, "memory_key", "memory_value", "memory_valid"), ("logits",)),
    },
    axes={
        "image": spatial_axes("", None, None),
        "masks": spatial_axes("", "objects", None),
        "others": spatial_axes("", "objects", None),
        "key": spatial_axes("16", None, None),
        "feature16": spatial_axes("16", None, None),
        "thin16": spatial_axes("16", None, None),
        "skip8": spatial_axes("8", None, None),
        "skip4": spatial_axes("4", None, None),
        "value": {0: "height16", 1: "width16", 2: "objects"},
        "memory_key": spatial_axes("16", "frames", None),
        "memory_value": {0: "frames", 1: "height16", 2: "width16", 3: "objects"},
        "memory_valid": {0: "frames", 1: "objects"},
        "logits": spatial_axes("", "objects", None),
    },
    float32=frozenset({"image", "masks", "others", "key", "memory_key", "memory_valid", "logits"}),
)


def others_of(masks: Tensor) -> Tensor:
    """Returns, for each object, the sum of all other objects' masks: [objects, 1, H, W]."""
    objects = masks.shape[0]
    apart = 1 - torch.eye(objects)
    return (apart @ masks.flatten(1)).reshape(masks.shape)


def seeded_inputs(network: STCN, objects: int, frames: int, height: int, width: int) -> dict[str, Tensor]:
    """Computes all inputs of the three graphs from smooth random pictures and masks, each with the preceding graph.

    The last object is unknown in the first third of the frames; the last quarter of the frames is unused and holds
    noise.
    """
    random = torch.Generator().manual_seed(11)

    def blobs(*leading: int) -> Tensor:
        coarse = torch.rand(*leading, height // 16 + 1, width // 16 + 1, generator=random)
        return functional.interpolate(coarse, size=(height, width), mode="bicubic").clamp(0, 1)

    images = blobs(frames + 1, 3)
    drawn = blobs((frames + 1) * objects, 1).unflatten(0, (frames + 1, objects)) * 1.5 - 0.25
    masks = [aggregate_probabilities(drawn[frame].clamp(0, 1))[1:] for frame in range(frames + 1)]
    encode_key, encode_value = EncodeKey(network), EncodeValue(network)
    with torch.no_grad():
        features = [encode_key(images[frame : frame + 1]) for frame in range(frames + 1)]
        values = torch.stack(
            [
                encode_value(images[frame : frame + 1], features[frame][1], masks[frame], others_of(masks[frame]))
                for frame in range(frames)
            ]
        )
    keys, valid = torch.cat([features[frame][0] for frame in range(frames)]), torch.ones(frames, objects)
    valid[: frames // 3, -1] = 0
    unused = frames // 4
    if unused:
        valid[-unused:] = 0
        keys[-unused:] = torch.randn(keys[-unused:].shape, generator=random)
        values[-unused:] = torch.randn(values[-unused:].shape, generator=random)
    return {
        "image": images[-1:],
        "masks": masks[-1],
        "others": others_of(masks[-1]),
        **dict(zip(("key", "feature16", *SKIPS), features[-1], strict=True)),
        "memory_key": keys,
        "memory_value": values,
        "memory_valid": valid,
    }
