"""The memory readout.

Keys come from the picture alone (STCN, Cheng et al., NeurIPS 2021), so that affinities are computed once for all
objects. They have norm 1: the negative squared distance is then 2 (q.m - 1), and products of keys stay in the range
where float16 is exact to 0.001.
"""

import math

import torch
from torch import Tensor, nn

UNUSED = -1e4  # added to affinities of unused slots; within float16's range
SMALLEST_SHARE = 1e-3  # lower bound of the attention on frames that know an object, which divides its reading


class Reader(nn.Module):
    """Two readouts: global, of all frames by appearance; and local, of the previous frame.

    The local affinity decreases with the squared distance between positions, so that a distant look-alike is ignored.
    """

    def __init__(self) -> None:
        super().__init__()
        # Both as logarithms, to stay positive.
        self.sharpness = nn.Parameter(torch.tensor(math.log(40.0)))  # of both softmaxes
        self.locality = nn.Parameter(torch.tensor(math.log(0.02)))  # per squared distance, in positions

    def forward(
        self,
        key: Tensor,
        memory_key: Tensor,
        memory_value: Tensor,
        memory_bias: Tensor,
        previous_key: Tensor,
        previous_value: Tensor,
        distances: Tensor,
        known: Tensor | None = None,
    ) -> tuple[Tensor, Tensor]:
        """Returns the global and the local readout, [B, N, V] each.

        key [B, N, K] of the picture's N positions; memory_key [B, K, M], memory_value [B, M, V] and memory_bias [B, 1,
        M] (0, or `UNUSED`) of the memory frames' M positions; previous_key [B, K, N] and previous_value [B, N, V];
        distances [N, N] as from `squared_distances`. All keys have norm 1.

        known [slots, objects] is 1 where a memory frame knows an object, else 0; None: all frames know all objects.
        Values are zero where it is 0. Frames from before an object was given show it as background, so its reading is
        a mean over the frames that know it.
        """
        query = key * self.sharpness.exp()
        nearby = query @ previous_key  # [B, N, N]
        everywhere = torch.softmax(torch.cat((query @ memory_key + memory_bias, nearby), dim=2), dim=2)
        by_appearance = everywhere @ torch.cat((memory_value, previous_value), dim=1)
        if known is not None:
            by_appearance = _mean_over_known(by_appearance, everywhere, known)
        near = torch.softmax(nearby - distances * self.locality.exp(), dim=2)
        return by_appearance, near @ previous_value


def _mean_over_known(reading: Tensor, attention: Tensor, known: Tensor) -> Tensor:
    """Divides readings [B, N, objects V] by the attention [B, N, M + N] on frames in which the object is known."""
    of_frames = attention.unflatten(2, (known.shape[0] + 1, -1)).sum(dim=3)
    everywhere = torch.cat((known, torch.ones_like(known[:1])))  # the previous frame knows all objects
    shares = (of_frames @ everywhere).clamp(min=SMALLEST_SHARE)  # [B, N, objects]
    return (reading.unflatten(2, (known.shape[1], -1)) / shares[..., None]).flatten(2)


def squared_distances(height: int, width: int, like: Tensor) -> Tensor:
    """Returns the squared distances between all positions of a grid: [height width, height width]."""
    # In float32, since ONNX's Range does not support float16.
    rows, columns = (torch.arange(size, device=like.device, dtype=torch.float32) for size in (height, width))
    rows = rows[:, None].expand(height, width).flatten()
    columns = columns[None].expand(height, width).flatten()
    down, along = rows[:, None] - rows[None], columns[:, None] - columns[None]
    return (down * down + along * along).to(like.dtype)


def aggregate(logits: Tensor) -> Tensor:
    """Converts logits of each object [objects, H, W] to probabilities [objects + 1, H, W], background first.

    STM's soft aggregation: the background's probability is the product of (1 - p) over the objects, and all are
    normalised by a softmax of their log-odds. Logits are clamped to +-6, for float16.
    """
    logits = logits.clamp(-6, 6)
    log_background = -(torch.relu(logits) + torch.log(1 + torch.exp(-logits.abs()))).sum(dim=0, keepdim=True)
    not_background = (1 - torch.exp(log_background)).clamp(min=1e-3)
    return torch.softmax(torch.cat((log_background - torch.log(not_background), logits)), dim=0)
