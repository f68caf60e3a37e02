"""The network's three parts as the browser calls them, one ONNX graph each.

All tensors are float32; H and W are multiples of 8, h8 = H / 8 and so on. What is fixed by a frame's size and by the
number of objects is fixed in the browser when it opens the graphs; the memory's capacity may stay free there.
"""

import torch
from torch import Tensor, nn

from models.compact_vos.network import CompactVOS, aggregate, read_memory


class EncodeKey(nn.Module):
    """What is computed of a picture alone."""

    def __init__(self, network: CompactVOS) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """image [1, 3, H, W] RGB, 0..1, to key [1, 64, h8, w8] and features at 1/8, 1/4 and 1/2."""
        return self.network.encode_key(image)


class EncodeValue(nn.Module):
    """What the memory keeps of a frame's objects."""

    def __init__(self, network: CompactVOS) -> None:
        super().__init__()
        self.network = network

    def forward(self, image: Tensor, feature8: Tensor, masks: Tensor) -> Tensor:
        """masks [objects, 1, H, W], the probability of each object, to value [objects, 128, h8, w8]."""
        others = (masks.sum(dim=0, keepdim=True) - masks).clamp(0, 1)
        return self.network.encode_value(image, feature8, masks, others)


class Read(nn.Module):
    """From the memory and a picture's features to the picture's segmentation."""

    def __init__(self, network: CompactVOS) -> None:
        super().__init__()
        self.network = network

    def forward(
        self,
        key: Tensor,
        memory_key: Tensor,
        memory_value: Tensor,
        memory_valid: Tensor,
        feature8: Tensor,
        feature4: Tensor,
        feature2: Tensor,
    ) -> Tensor:
        """Probabilities [objects + 1, H, W], background first; the memory's shapes are those of `read_memory`."""
        readout = read_memory(key, memory_key, memory_value, memory_valid)
        return aggregate(self.network.decode(readout, feature8, feature4, feature2).squeeze(1))


def seeded_inputs(network: CompactVOS, objects: int, capacity: int, height: int, width: int) -> dict[str, Tensor]:
    """Every input of the three graphs, each as its predecessor computes it, for smooth random pictures and masks.

    The last quarter of the memory's slots is not valid and holds noise.
    """
    random = torch.Generator().manual_seed(5)

    def blobs(*leading: int) -> Tensor:
        coarse = torch.rand(*leading, height // 8, width // 8, generator=random)
        return nn.functional.interpolate(coarse, size=(height, width), mode="bicubic").clamp(0, 1)

    images = blobs(capacity, 3)
    image = blobs(1, 3)
    masks = blobs(capacity * objects, 1).unflatten(0, (capacity, objects)) / objects
    with torch.no_grad():
        key, feature8, feature4, feature2 = EncodeKey(network)(image)
        memory = [EncodeKey(network)(images[slot : slot + 1]) for slot in range(capacity)]
        memory_key = torch.cat([slot[0] for slot in memory])
        memory_value = torch.stack(
            [EncodeValue(network)(images[slot : slot + 1], memory[slot][1], masks[slot]) for slot in range(capacity)]
        )
    unused = capacity // 4
    memory_valid = torch.ones(capacity)
    if unused:
        memory_valid[-unused:] = 0
        memory_key[-unused:] = torch.randn(memory_key[-unused:].shape, generator=random)
        memory_value[-unused:] = torch.randn(memory_value[-unused:].shape, generator=random)
    return {
        "image": image,
        "masks": masks[0],
        "key": key,
        "feature8": feature8,
        "feature4": feature4,
        "feature2": feature2,
        "memory_key": memory_key,
        "memory_value": memory_value,
        "memory_valid": memory_valid,
    }
