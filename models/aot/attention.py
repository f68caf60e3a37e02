"""Attention over all positions of other frames, in chunks of queries, which bound the size of the scores' buffer.

Everything here is float32, whatever the network's precision: float16 cannot sum tens of thousands of positions.
"""

from itertools import pairwise
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.common.layers import Linear

HEADS = 8
HEAD_CHANNELS = 32
CHANNELS = HEADS * HEAD_CHANNELS
MASKED = -1e8  # added to the scores of masked positions; its exp() is exactly 0
SWITCH_CHANNELS = 4  # the first masks memory slots; four keep the channels a multiple of WebGPU's vectors


class SelfAttention(nn.Module):
    """Attention over the positions of one frame."""

    CHUNKS = 8  # 76 MB of scores at a time for 1041×1041, the largest picture

    def __init__(self) -> None:
        super().__init__()
        self.linear_Q = Linear(CHANNELS, CHANNELS)
        self.linear_K = Linear(CHANNELS, CHANNELS)
        self.linear_V = Linear(CHANNELS, CHANNELS)
        self.projection = Linear(CHANNELS, CHANNELS)

    def forward(self, features: Tensor, position: Tensor) -> Tensor:
        """features and position [N, 256] to [N, 256]; positions are added to queries and keys only."""
        with_position = features + position
        query, key = split_heads(scaled(self.linear_Q(with_position))), split_heads(self.linear_K(with_position))
        read = Attend.apply(query, key.transpose(1, 2), split_heads(self.linear_V(features)), self.CHUNKS)
        return self.projection(merge_heads(read).to(features.dtype))


class LongTermAttention(nn.Module):
    """Attention over all positions of the memory's frames."""

    CHUNKS = 32  # 47 frames of 480p, or 22 of 720p, stay below 128 MiB of scores at a time

    def __init__(self) -> None:
        super().__init__()
        self.projection = Linear(CHANNELS, CHANNELS)

    def forward(self, query: Tensor, memory_key: Tensor, memory_value: Tensor, memory_valid: Tensor) -> Tensor:
        """query [N, 256], keys and values [T, 256, N] of T frames, of which those with memory_valid [T] count."""
        frames, _, positions = memory_key.shape
        by_frame = (frames, HEADS, HEAD_CHANNELS, positions)
        key = memory_key.float().reshape(by_frame).permute(1, 2, 0, 3).flatten(2)
        value = memory_value.float().reshape(by_frame).permute(1, 0, 3, 2).flatten(1, 2)
        # Unused slots are masked by one more channel, which costs less than adding a mask to all scores.
        switch = ((1 - memory_valid) * MASKED)[None, None, :, None].expand(HEADS, 1, frames, positions).flatten(2)
        key = torch.cat((key, functional.pad(switch, (0, 0, 0, SWITCH_CHANNELS - 1))), dim=1)
        query_and_ones = functional.pad(split_heads(scaled(query)), (0, SWITCH_CHANNELS), value=1)
        read = Attend.apply(query_and_ones, key, value, self.CHUNKS)
        return self.projection(merge_heads(read).to(query.dtype))


def scaled(query: Tensor) -> Tensor:
    return query / HEAD_CHANNELS**0.5


def split_heads(features: Tensor) -> Tensor:
    """Splits [N, 256] into eight heads: [8, N, 32] in float32."""
    return features.float().reshape(-1, HEADS, HEAD_CHANNELS).transpose(0, 1)


def merge_heads(features: Tensor) -> Tensor:
    """Joins the heads: [8, N, 32] to [N, 256]."""
    return features.transpose(0, 1).flatten(1)


class Attend(torch.autograd.Function):
    """query [8, N, C], key [8, C, M], value [8, M, 32] to [8, N, 32], for N / chunks positions at a time.

    In ONNX one vector holds the chunks' bounds, for any N; the exporter alone would compute each bound separately.
    `Split` would be shorter, but WebGPU cannot write to so many buffers at once (onnxruntime-web divides the `Concat`).
    """

    @staticmethod
    def forward(_context: object, query: Tensor, key: Tensor, value: Tensor, chunks: int) -> Tensor:
        parts = query.tensor_split(chunks, dim=1)
        return torch.cat([torch.softmax(part @ key, dim=2) @ value for part in parts], dim=1)

    @staticmethod
    def symbolic(graph: Any, query: Any, key: Any, value: Any, chunks: int) -> Any:
        def constant(*numbers: int) -> Any:
            return graph.op("Constant", value_t=torch.tensor(numbers))

        positions = graph.op("Gather", graph.op("Shape", query), constant(1), axis_i=0)
        bounds = graph.op("Div", graph.op("Mul", positions, constant(*range(chunks + 1))), constant(chunks))
        first = constant(0)
        each = [graph.op("Slice", bounds, constant(bound), constant(bound + 1), first) for bound in range(chunks + 1)]
        parts = [graph.op("Slice", query, start, end, constant(1)) for start, end in pairwise(each)]
        scores = [graph.op("Softmax", graph.op("MatMul", part, key), axis_i=2) for part in parts]
        read = graph.op("Concat", *[graph.op("MatMul", part, value) for part in scores], axis_i=1)
        # Without this the example's number of positions becomes a constant.
        read.setType(query.type().with_sizes([HEADS, None, HEAD_CHANNELS]))
        return read
