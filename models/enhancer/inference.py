"""Enhances decoded frames as the browser does: one at a time, in any order."""

import numpy as np
import torch

from models.data.compression import Packets
from models.enhancer.alignment import MULTIPLE
from models.enhancer.graph import FRAME_INPUTS, EnhancerGraph
from models.enhancer.neighbours import neighbours_of
from models.enhancer.network import Enhancer
from models.enhancer.planes import frame_to_planes, from_network, to_network, unpack_planes


class VideoEnhancer:
    """Enhances the frames of one decoded video. It keeps no state between frames."""

    def __init__(
        self, network: Enhancer, frames: np.ndarray, packets: Packets, width: int, height: int, crf: int
    ) -> None:
        """frames: the whole decoded video, needed for neighbours: [frames, bytes] uint8, packed yuv420p"""
        self.graph = EnhancerGraph(network)
        self.device = next(network.parameters()).device
        self.frames, self.packets = frames, packets
        self.width, self.height, self.crf = width, height, crf

    @torch.no_grad()
    def enhance(self, time: int, cover: np.ndarray) -> np.ndarray:
        """Returns frame `time`, enhanced, as packed yuv420p [bytes] uint8.

        cover: [ceil(h/2), ceil(w/2)] uint8, 0..4, the objects' coverage (compression.object_cover); zeros if it is
               unknown
        """
        used = [time, *neighbours_of(time, self.packets.keys)]
        planes = {index: self._planes(index) for index in set(used)}
        bits = 8 * self.packets.sizes[used] / (self.width * self.height)
        enhanced = self.graph(
            *(planes[index] for _name, index in zip(FRAME_INPUTS, used, strict=True)),
            torch.tensor([float(self.crf)], device=self.device),
            torch.from_numpy(bits.astype(np.float32))[None].to(self.device),
            torch.from_numpy(to_network(cover[None], MULTIPLE) * (255 / 4))[None].to(self.device),
        )
        bytes_of_planes = from_network(enhanced[0].cpu().numpy())
        parts = unpack_planes(bytes_of_planes, self.width, self.height)
        return np.concatenate([np.ascontiguousarray(part).ravel() for part in parts])

    def _planes(self, time: int) -> torch.Tensor:
        planes = frame_to_planes(self.frames[time], self.width, self.height)
        return torch.from_numpy(to_network(planes, MULTIPLE))[None].to(self.device)
