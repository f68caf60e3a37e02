"""Short-term attention: to the 15×15 positions of the previous frame around each position.

Each row attends to fifteen whole rows, with columns outside the window masked. At 480p that is half the products of
global attention and four times those of the windows alone, but it consists of matrix products only: `unfold` would copy
each key 225 times, and 225 shifted copies would be thousands of operators.

Relative embeddings are indexed by offset in the window, [.., x, 15], scores by column, [.., x, w]. A skew converts one
into the other: rows are padded by one more than their length and reshaped, which shifts each row by one more column
than the row before it.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.aot.attention import CHANNELS, HEAD_CHANNELS, HEADS, MASKED, merge_heads, scaled, split_heads
from models.common.layers import Conv2d, Linear

REACH = 7  # positions in each direction
WINDOW = 2 * REACH + 1
HEADS_AT_A_TIME = 2  # 42 MB for each step for 1041×1041, the largest picture


class LocalAttention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.relative_emb_k = Conv2d(CHANNELS, HEADS * WINDOW**2, 1, groups=HEADS)
        self.relative_emb_v = nn.Parameter(torch.zeros(HEADS, HEAD_CHANNELS, WINDOW**2))
        self.projection = Linear(CHANNELS, CHANNELS)

    def forward(self, query: Tensor, previous_key: Tensor, previous_value: Tensor) -> Tensor:
        """query [N, 256] of a picture with N = h w positions, key and value [256, h, w] of the frame before."""
        height, width = previous_key.shape[1], previous_key.shape[2]
        by_head_and_row = (HEADS, HEAD_CHANNELS, height, width)
        key = previous_key.float().reshape(by_head_and_row).transpose(1, 2)  # [8, h, 32, w]
        value = previous_value.float().reshape(by_head_and_row).permute(0, 2, 3, 1)  # [8, h, w, 32]
        key_rows, value_rows = window_rows(key, dim=3), window_rows(value, dim=2)
        # Relative scores use the query before scaling.
        relative = self.relative_emb_k.weight.view(HEADS, WINDOW**2, HEAD_CHANNELS).transpose(1, 2)
        bias = self.relative_emb_k.bias
        assert bias is not None
        by_offset = split_heads(query) @ relative + bias.view(HEADS, 1, WINDOW**2)
        by_offset = by_offset.view(HEADS, height, width, WINDOW, WINDOW) + outside(height, key)[:, None, :, None]
        query_rows = split_heads(scaled(query)).view(HEADS, height, width, HEAD_CHANNELS)
        read = []
        for first in range(0, HEADS, HEADS_AT_A_TIME):
            heads = slice(first, first + HEADS_AT_A_TIME)
            scores = query_rows[heads] @ key_rows[heads] + to_columns(by_offset[heads]).flatten(3)  # [2, h, w, 15 w]
            attention = torch.softmax(scores, dim=3)
            of_offsets = to_offsets(attention).flatten(1, 2)  # [2, N, 225]
            relative_value = self.relative_emb_v[heads].transpose(1, 2)
            read.append((attention @ value_rows[heads]).flatten(1, 2) + of_offsets @ relative_value)
        return self.projection(merge_heads(torch.cat(read)).to(query.dtype))


def window_rows(rows: Tensor, dim: int) -> Tensor:
    """Concatenates, for each row [8, h, ..], the fifteen rows around it along `dim`; zero outside the picture."""
    height = rows.shape[1]
    padded = functional.pad(rows, (0, 0, 0, 0, REACH, REACH))
    return torch.cat([padded[:, start : start + height] for start in range(WINDOW)], dim=dim)


def outside(height: int, like: Tensor) -> Tensor:
    """Returns [h, 15]: 0 where a window's row is in the picture, else `MASKED`."""
    padded = functional.pad(like.new_zeros(1).expand(height), (REACH, REACH), value=MASKED)
    return torch.stack([padded[start : start + height] for start in range(WINDOW)], dim=1)


def to_columns(by_offset: Tensor) -> Tensor:
    """Maps [2, h, w, 15, 15] by row and offset to [2, h, w, 15, w] by row and column; `MASKED` without an offset."""
    height, width = by_offset.shape[1], by_offset.shape[2]
    reached = width + 2 * REACH  # columns from the leftmost position's left edge to the rightmost one's right
    padded = functional.pad(by_offset, (0, width - 1), value=MASKED).flatten(3)  # [2, h, w, 15 reached]
    padded = functional.pad(padded, (0, 1), value=MASKED).flatten(2)
    skewed = padded[:, :, : WINDOW * width * reached].view(-1, height, width, WINDOW, reached)
    return skewed[..., REACH : REACH + width]


def to_offsets(by_column: Tensor) -> Tensor:
    """The inverse of `to_columns`: [2, h, w, 15 w] to [2, h, w, 225]; 0 for columns outside the picture."""
    height, width = by_column.shape[1], by_column.shape[2]
    reached = width + 2 * REACH
    skewed = functional.pad(by_column.view(-1, height, width, WINDOW, width), (REACH, REACH)).flatten(2)
    padded = functional.pad(skewed, (0, width)).view(-1, height, width, WINDOW * reached + 1)
    return padded[..., :-1].reshape(-1, height, width, WINDOW, reached)[..., :WINDOW].flatten(3)
