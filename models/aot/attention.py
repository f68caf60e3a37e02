"""Attention over all positions of other frames, in pieces, so that no buffer grows with the square of a frame.

Everything here is float32, whatever the network's precision: a sum over tens of thousands of positions is more than
float16's eleven bits can follow.
"""

from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.common.layers import Linear

HEADS = 8
HEAD_CHANNELS = 32
CHANNELS = HEADS * HEAD_CHANNELS
NEVER = -1e8  # added to the score of what may not be attended to; exp() of it is exactly 0
SWITCH_CHANNELS = 4  # the first one switches memory slots off; four keep the channels a multiple of WebGPU's vectors


class SelfAttention(nn.Module):
    """Among the positions of one frame."""

    PIECES = 8  # 1041×1041, the largest picture that there is: 76 MB of scores at a time

    def __init__(self) -> None:
        super().__init__()
        self.linear_Q = Linear(CHANNELS, CHANNELS)
        self.linear_K = Linear(CHANNELS, CHANNELS)
        self.linear_V = Linear(CHANNELS, CHANNELS)
        self.projection = Linear(CHANNELS, CHANNELS)

    def forward(self, features: Tensor, position: Tensor) -> Tensor:
        """features and position [N, 256] to [N, 256]; positions take part in the comparison only."""
        placed = features + position
        query, key = by_head(scaled(self.linear_Q(placed))), by_head(self.linear_K(placed))
        read = Attend.apply(query, key.transpose(1, 2), by_head(self.linear_V(features)), self.PIECES)
        return self.projection(from_heads(read).to(features.dtype))


class LongTermAttention(nn.Module):
    """Over all positions of the memory's frames."""

    PIECES = 32  # 47 frames of 480p, or 22 of 720p, stay below 128 MiB of scores at a time

    def __init__(self) -> None:
        super().__init__()
        self.projection = Linear(CHANNELS, CHANNELS)

    def forward(self, query: Tensor, memory_key: Tensor, memory_value: Tensor, memory_valid: Tensor) -> Tensor:
        """query [N, 256], keys and values [T, 256, N] of T frames, of which those with memory_valid [T] count."""
        frames, _, positions = memory_key.shape
        by_frame = (frames, HEADS, HEAD_CHANNELS, positions)
        key = memory_key.float().reshape(by_frame).permute(1, 2, 0, 3).flatten(2)
        value = memory_value.float().reshape(by_frame).permute(1, 0, 3, 2).flatten(1, 2)
        # A slot that is not used is switched off by one more channel, which costs less than a sum of all scores.
        switch = ((1 - memory_valid) * NEVER)[None, None, :, None].expand(HEADS, 1, frames, positions).flatten(2)
        key = torch.cat((key, functional.pad(switch, (0, 0, 0, SWITCH_CHANNELS - 1))), dim=1)
        query_and_ones = functional.pad(by_head(scaled(query)), (0, SWITCH_CHANNELS), value=1)
        read = Attend.apply(query_and_ones, key, value, self.PIECES)
        return self.projection(from_heads(read).to(query.dtype))


def scaled(query: Tensor) -> Tensor:
    return query / HEAD_CHANNELS**0.5


def by_head(features: Tensor) -> Tensor:
    """[N, 256] to [8, N, 32] in float32."""
    return features.float().reshape(-1, HEADS, HEAD_CHANNELS).transpose(0, 1)


def from_heads(features: Tensor) -> Tensor:
    """[8, N, 32] to [N, 256]."""
    return features.transpose(0, 1).flatten(1)


class Attend(torch.autograd.Function):
    """query [8, N, C], key [8, C, M], value [8, M, 32] to [8, N, 32], for N / pieces positions at a time.

    In ONNX one vector holds the pieces' bounds, for any N; the exporter's own way would be to compute each by itself.
    A `Split` into all pieces would be shorter, but WebGPU cannot write to so many buffers at once (a `Concat` of as
    many is cut up by onnxruntime-web itself).
    """

    @staticmethod
    def forward(_context: object, query: Tensor, key: Tensor, value: Tensor, pieces: int) -> Tensor:
        parts = query.tensor_split(pieces, dim=1)
        return torch.cat([torch.softmax(part @ key, dim=2) @ value for part in parts], dim=1)

    @staticmethod
    def symbolic(graph, query, key, value, pieces: int):  # noqa: ANN001, ANN205 - the exporter's own types
        def constant(*numbers: int):  # noqa: ANN202
            return graph.op("Constant", value_t=torch.tensor(numbers))

        positions = graph.op("Gather", graph.op("Shape", query), constant(1), axis_i=0)
        bounds = graph.op("Div", graph.op("Mul", positions, constant(*range(pieces + 1))), constant(pieces))
        first = constant(0)
        each = [graph.op("Slice", bounds, constant(bound), constant(bound + 1), first) for bound in range(pieces + 1)]
        parts = [graph.op("Slice", query, start, end, constant(1)) for start, end in pairwise(each)]
        scores = [graph.op("Softmax", graph.op("MatMul", part, key), axis_i=2) for part in parts]
        read = graph.op("Concat", *[graph.op("MatMul", part, value) for part in scores], axis_i=1)
        # Else the exporter takes the example's number of positions for a constant.
        read.setType(query.type().with_sizes([HEADS, None, HEAD_CHANNELS]))
        return read
