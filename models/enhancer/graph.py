"""The enhancer as the browser calls it: alignment and network in one graph, for one frame at a time.

All inputs and outputs are float32. A network in half precision gives the float16 graph: its weights and activations
are float16, alignment and the sum of frame and residual stay float32.
"""

import numpy as np
import torch
from torch import Tensor, nn

from models.common.graphs import Graph, GraphSet
from models.enhancer.alignment import MULTIPLE, Alignment
from models.enhancer.neighbours import Neighbours
from models.enhancer.network import FRAMES, Enhancer
from models.enhancer.planes import PLANES

FRAME_INPUTS = ("planes", *Neighbours._fields)
INPUTS = (*FRAME_INPUTS, "crf", "packets", "mask")
OUTPUT = "enhanced"


class EnhancerGraph(nn.Module):
    def __init__(self, network: Enhancer) -> None:
        super().__init__()
        self.alignment = Alignment()
        self.network = network

    def forward(
        self,
        planes: Tensor,
        following: Tensor,
        next_key: Tensor,
        group_before: Tensor,
        crf: Tensor,
        packets: Tensor,
        mask: Tensor,
    ) -> Tensor:
        """Returns enhanced planes [1, 6, h, w], 0..1, of the frame `planes`.

        planes:  [1, 6, h, w], 0..1, the decoded frame (see planes.py); h and w are multiples of MULTIPLE
        following, next_key, group_before: its neighbours, in the format of planes (see neighbours.py)
        crf:     [1], 0..51
        packets: [1, 4], bits per luma pixel of these four frames' packets, in this order
        mask:    [1, 1, h, w], objects' coverage of each 2x2 luma square; zeros where unknown
        """
        aligned = self.alignment(planes, torch.cat((following, next_key, group_before)))
        return self.network(planes, torch.cat(aligned.split(1), dim=1), crf, packets, mask)


GRAPHS = GraphSet(
    {"enhancer": Graph(EnhancerGraph, INPUTS, (OUTPUT,))},
    axes={name: {2: "half_height", 3: "half_width"} for name in (*FRAME_INPUTS, "mask", OUTPUT)},
    float32=frozenset({*INPUTS, OUTPUT}),
)


def seeded_inputs(half_height: int, half_width: int) -> dict[str, Tensor]:
    """Returns moving waves with noise, CRF 45, and a box as mask. Sizes are multiples of MULTIPLE."""
    if half_height % MULTIPLE or half_width % MULTIPLE:
        raise ValueError(f"half a frame of {half_width}x{half_height} is not a multiple of {MULTIPLE}: pad it")
    random = np.random.default_rng(45)
    rows, columns = np.mgrid[:half_height, :half_width]

    def frame(moved: float) -> Tensor:
        phases = [((plane >> 1) / 2, (plane & 1) / 2) if plane < 4 else (0.25, 0.25) for plane in range(PLANES)]
        waves = [
            0.5 + 0.3 * np.sin((rows + down) / (5 + plane // 4)) * np.cos((columns + across - moved) / 7)
            for plane, (down, across) in enumerate(phases)
        ]
        noisy = np.stack(waves) + random.normal(0, 0.02, (PLANES, half_height, half_width))
        return torch.from_numpy(np.clip(noisy, 0, 1)[None]).float()

    mask = (abs(rows - half_height / 2) < half_height / 4) & (abs(columns - half_width / 2) < half_width / 4)
    return {
        "planes": frame(0),
        "following": frame(1.3),
        "next_key": frame(4),
        "group_before": frame(-2.6),
        "crf": torch.tensor([45.0]),
        "packets": torch.tensor([[0.01, 0.012, 0.08, 0.009]]).reshape(1, FRAMES),
        "mask": torch.from_numpy(mask[None, None]).float(),
    }
