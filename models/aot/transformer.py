"""The long short-term transformer (LSTT) of AOT (Yang et al., NeurIPS 2021): three blocks over a frame's positions.

Sequences are [N, 256], N = h16 w16, row by row.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.aot.attention import CHANNELS, LongTermAttention, SelfAttention
from models.aot.layers import GroupNorm, LayerNorm
from models.aot.local_attention import LocalAttention
from models.common.layers import Conv2d, Linear

BLOCKS = 3
FEED_FORWARD_CHANNELS = 1024


class Memory(NamedTuple):
    """Memory frames: a key and a value for each block and position."""

    key: Tensor  # [T, 3, 256, h16, w16]
    value: Tensor  # shaped as the key
    valid: Tensor  # [T] float32: 1 for a frame, 0 for an unused slot
    previous_key: Tensor  # [1, 3, 256, h16, w16], of the frame before
    previous_value: Tensor


class Propagated(NamedTuple):
    """The transformer's outputs."""

    features: list[Tensor]  # of each block, [1, 256, h16, w16], for the decoder
    key: Tensor  # [1, 3, 256, h16, w16]
    value: Tensor  # shaped as the key; for a frame that is not a reference, without the objects


class LongShortTermTransformer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        # This tensor is in the official state dict since December 2022; no computation has ever used it.
        self.mask_token = nn.Parameter(torch.zeros(1, 1, CHANNELS))
        self.layers = nn.ModuleList(Block() for _ in range(BLOCKS))
        self.decoder_norms = nn.ModuleList(LayerNorm(CHANNELS) for _ in range(BLOCKS))

    def forward(self, feature16: Tensor, memory: Memory | None, identity: Tensor | None = None) -> Propagated:
        """Runs on feature16 [1, 256, h16, w16] with a memory or, for a reference frame, with the identity [N, 256]."""
        height, width = feature16.shape[2], feature16.shape[3]
        position = position_embedding(height, width, feature16)
        sequence, outputs, keys, values = to_sequence(feature16), [], [], []
        for index, (block, norm) in enumerate(zip(self._blocks(), self.decoder_norms, strict=True)):
            if identity is not None:
                sequence, key, value = block.reference(sequence, position, identity, height, width)
            else:
                assert memory is not None
                block_memory = Memory(
                    memory.key[:, index].flatten(2),
                    memory.value[:, index].flatten(2),
                    memory.valid,
                    memory.previous_key[0, index],
                    memory.previous_value[0, index],
                )
                sequence, key, value = block(sequence, position, block_memory)
            outputs.append(to_picture(norm(sequence), height, width))
            keys.append(to_picture(key, height, width))
            values.append(to_picture(value, height, width))
        return Propagated(outputs, torch.stack(keys, dim=1), torch.stack(values, dim=1))

    def _blocks(self) -> Iterable["Block"]:
        return cast("Iterable[Block]", self.layers)

    def with_identity(self, state: Tensor, identity: Tensor) -> Tensor:
        """Adds the objects' identities to `Propagated.value` of an ordinary frame; both are [1, 3, 256, h16, w16]."""
        height, width = state.shape[3], state.shape[4]
        values = [
            to_picture(block.linear_V(to_sequence(state[:, index]) + identity), height, width)
            for index, block in enumerate(self._blocks())
        ]
        return torch.stack(values, dim=1)


class Block(nn.Module):
    """Self-attention, long- and short-term attention, feed-forward: each residual and pre-normalised."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.self_attn = LayerNorm(CHANNELS), SelfAttention()
        self.norm2 = LayerNorm(CHANNELS)
        self.linear_Q, self.linear_V = Linear(CHANNELS, CHANNELS), Linear(CHANNELS, CHANNELS)
        self.long_term_attn, self.short_term_attn = LongTermAttention(), LocalAttention()
        self.norm3 = LayerNorm(CHANNELS)
        self.linear1 = Linear(CHANNELS, FEED_FORWARD_CHANNELS)
        self.activation = DepthwiseActivation(FEED_FORWARD_CHANNELS)
        self.linear2 = Linear(FEED_FORWARD_CHANNELS, CHANNELS)

    def forward(self, sequence: Tensor, position: Tensor, memory: Memory) -> tuple[Tensor, Tensor, Tensor]:
        """Returns sequence, key and value (without objects); `memory` is this block's: [T, 256, N], [256, h16, w16]."""
        height, width = memory.previous_key.shape[1], memory.previous_key.shape[2]
        sequence, state, key = self._compare(sequence, position)
        long = self.long_term_attn(key, memory.key, memory.value, memory.valid)
        short = self.short_term_attn(key, memory.previous_key, memory.previous_value)
        return self._feed_forward(sequence + (long + short), height, width), key, state

    def reference(
        self, sequence: Tensor, position: Tensor, identity: Tensor, height: int, width: int
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Does the same as `forward` for a reference frame, which is its own memory."""
        sequence, state, key = self._compare(sequence, position)
        value = self.linear_V(state + identity)
        own_key, own_value = key.transpose(-1, -2)[None], value.transpose(-1, -2)[None]
        long = self.long_term_attn(key, own_key, own_value, key.new_ones(1, dtype=torch.float32))
        shape = (CHANNELS, height, width)
        short = self.short_term_attn(key, own_key.view(shape), own_value.view(shape))
        return self._feed_forward(sequence + (long + short), height, width), key, value

    def _compare(self, sequence: Tensor, position: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Returns the sequence after self-attention, its normalised state, and the key, which is also the query."""
        sequence = sequence + self.self_attn(self.norm1(sequence), position)
        state = self.norm2(sequence)
        return sequence, state, self.linear_Q(state)

    def _feed_forward(self, sequence: Tensor, height: int, width: int) -> Tensor:
        inner = to_picture(self.linear1(self.norm3(sequence)), height, width, FEED_FORWARD_CHANNELS)
        return sequence + self.linear2(to_sequence(self.activation(inner)))


class DepthwiseActivation(nn.Module):
    """Group normalisation, GELU and a depthwise 5×5 convolution."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gn = GroupNorm(32, channels)
        self.conv = Conv2d(channels, channels, 5, padding=2, groups=channels, bias=False)

    def forward(self, picture: Tensor) -> Tensor:
        return self.conv(functional.gelu(self.gn(picture)))


def position_embedding(height: int, width: int, like: Tensor) -> Tensor:
    """Returns [N, 256]: sines and cosines of the row, then of the column; each runs from 0 to 2π over the picture."""
    wavelengths = 10000 ** (2 * torch.div(torch.arange(128), 2, rounding_mode="floor") / 128)
    halves = []
    for size, place in ((height, (slice(None), None)), (width, (None, slice(None)))):
        # In float32, since ONNX's Range does not support float16.
        counted = torch.arange(size, device=like.device, dtype=torch.float32)
        angles = (counted / (counted[-1:] + 1e-6) * (2 * math.pi))[:, None] / wavelengths
        waves = torch.stack((angles[:, 0::2].sin(), angles[:, 1::2].cos()), dim=2).flatten(1)
        halves.append(waves[place].expand(height, width, 128))
    return torch.cat(halves, dim=2).flatten(0, 1).to(like.dtype)


def to_sequence(picture: Tensor) -> Tensor:
    """Reshapes [1, C, h, w] to [h w, C]."""
    return picture.flatten(2)[0].transpose(-1, -2)


def to_picture(sequence: Tensor, height: int, width: int, channels: int = CHANNELS) -> Tensor:
    """Reshapes [h w, C] to [1, C, h, w]."""
    return sequence.transpose(0, 1).reshape(1, channels, height, width)
