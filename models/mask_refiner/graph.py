"""The refiner as the browser calls it: one object of one frame; inputs and output are float32 in both precisions."""

import numpy as np
import torch
from torch import Tensor, nn

from models.common.graphs import Graph, GraphSet
from models.enhancer.planes import PLANES
from models.mask_refiner.network import PHASES, MaskRefiner

INPUTS = ("planes", "mask", "scale", "crf")
OUTPUT = "logits"


class RefinerGraph(nn.Module):
    """The module that is exported. A network in half precision gives the float16 graph."""

    def __init__(self, network: MaskRefiner) -> None:
        super().__init__()
        self.network = network

    def forward(self, planes: Tensor, mask: Tensor, scale: Tensor, crf: Tensor) -> Tensor:
        precision = self.network.head.weight.dtype
        return self.network(*(value.to(precision) for value in (planes, mask, scale, crf))).float()


GRAPHS = GraphSet(
    {"mask_refiner": Graph(RefinerGraph, INPUTS, (OUTPUT,))},
    axes={name: {2: "half_height", 3: "half_width"} for name in ("planes", "mask", OUTPUT)},
    float32=frozenset({*INPUTS, OUTPUT}),
)


def seeded_inputs(half_height: int, half_width: int) -> dict[str, Tensor]:
    """Returns smooth waves with noise, a box as mask, scale 2 and CRF 45."""
    random = np.random.default_rng(7)
    rows, columns = np.mgrid[:half_height, :half_width]
    waves = [0.5 + 0.3 * np.sin(rows / (5 + plane) + plane) * np.cos(columns / (9 - plane)) for plane in range(PLANES)]
    planes = np.clip(np.stack(waves) + random.normal(0, 0.03, (PLANES, half_height, half_width)), 0, 1)
    box = (abs(rows - half_height / 2) < half_height / 5) & (abs(columns - half_width / 2) < half_width / 4)
    return {
        "planes": torch.from_numpy(planes[None]).float(),
        "mask": torch.from_numpy(box[None, None].repeat(PHASES, axis=1)).float(),
        "scale": torch.tensor([2.0]),
        "crf": torch.tensor([45.0]),
    }
