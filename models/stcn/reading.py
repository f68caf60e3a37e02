"""The memory readout: for each position, the 20 most similar positions of all memory frames.

The affinity of a query and a memory key is their negative squared distance, up to a term that is constant for a query:
(2 q.k - k.k) / 8 (STCN). A softmax over the 20 largest weighs their values (MiVOS, Cheng et al., CVPR 2021).

onnxruntime-web has no TopK on WebGPU, and the matrix of all affinities does not fit into one of its buffers. Hence:

1. For each query, the maximum of each row of the memory frames (`row_maxima`). The 20 largest affinities lie in the 20
   rows with the largest maxima.
2. Those rows, by finding the maximum and masking it 20 times (`top_k`).
3. The affinities in those rows (`candidates`), and the 20 largest of them, in the same way.
4. A weighted sum of 20 gathered values: a hundredth of the cost of a product with all values.

One value is masked at a time, so that ties count separately, as in TopK. Affinities are computed for a 16th of the
queries at a time, and twice (steps 1 and 3): such a chunk is the largest buffer.
"""

import torch
from torch import Tensor

from models.stcn.network import KEY_CHANNELS

LARGEST = 20  # affinities
CHUNKS = 16  # of queries, of which there must be at least as many
NONE = -3e38  # masks a maximum that was taken
MASKED = -1e30  # added to rows of frames in which an object is unknown


def read(key: Tensor, memory_key: Tensor, memory_value: Tensor, memory_valid: Tensor) -> Tensor:
    """Returns readings [n, 512, h16, w16] of n objects, in the precision of `memory_value`.

    key [1, 64, h16, w16] and memory_key [t, 64, h16, w16] of t frames, float32; memory_value [t, h16, w16, n, 512];
    memory_valid [t, n] float32, 1 where an object's value is to be read, else 0.
    """
    height, width = key.shape[2], key.shape[3]
    objects, channels = memory_value.shape[3], memory_value.shape[4]
    queries, keys = augmented_queries(key), augmented_keys(memory_key)
    absent = ((memory_valid - 1) * -MASKED).transpose(0, 1)  # [n, t]
    absent = absent[:, :, None].expand(-1, -1, height).flatten(1)[:, None]  # [n, 1, t h16]
    rows, maxima = top_k(row_maxima(queries, keys, width) + absent)
    affinities = candidates(queries, keys, rows, width)
    # With fewer than 20 rows, in total or for an object, some were picked twice or are from frames without it.
    affinities = torch.where(maxima[..., None] > MASKED / 2, affinities, NONE).flatten(2)  # [n, q, 20 w16]
    places, largest = top_k(affinities)
    weights = torch.softmax(largest, dim=2).to(memory_value.dtype)  # [n, q, 20]
    positions = positions_of(places, rows, width)
    of_objects = torch.arange(objects, dtype=torch.float32)[:, None, None]
    index = (positions * objects + of_objects).to(torch.int32)
    values = memory_value.flatten(0, 3)  # [t h16 w16 n, 512]
    shape = (objects, -1, channels)
    readings = sum(
        values.index_select(0, index[:, :, pick].flatten()).reshape(shape) * weights[:, :, pick, None]
        for pick in range(LARGEST)
    )
    assert isinstance(readings, Tensor)  # not the 0 of an empty sum
    return readings.transpose(1, 2).reshape(objects, channels, height, width)


def augmented_queries(key: Tensor) -> Tensor:
    """Maps [1, 64, h16, w16] to [q, 65], so that the product with `augmented_keys` is four times the affinity."""
    queries = key.flatten(2)[0].transpose(0, 1)
    return torch.cat((queries, torch.ones_like(queries[:, :1])), dim=1)


def augmented_keys(memory_key: Tensor) -> Tensor:
    """Maps [t, 64, h16, w16] to [65, t h16 w16]: each key, and minus half of its squared norm."""
    keys = memory_key.transpose(0, 1).flatten(1)
    return torch.cat((keys, (keys * keys).sum(dim=0, keepdim=True) * -0.5), dim=0)


def chunks(queries: Tensor) -> list[Tensor]:
    """Splits [q, c] into chunks whose sizes differ by at most one."""
    count = queries.shape[0]
    return [queries[count * chunk // CHUNKS : count * (chunk + 1) // CHUNKS] for chunk in range(CHUNKS)]


def row_maxima(queries: Tensor, keys: Tensor, width: int) -> Tensor:
    """Returns [q, t h16]: maxima of four times the affinities, whose order is the same."""
    return torch.cat([(chunk @ keys).reshape(chunk.shape[0], -1, width).amax(dim=2) for chunk in chunks(queries)])


def candidates(queries: Tensor, keys: Tensor, rows: Tensor, width: int) -> Tensor:
    """Computes the affinities of each query's `rows` [n, q, 20], of n objects: [n, q, 20, w16]."""
    objects = rows.shape[0]
    # Recomputed, since keeping the product of `row_maxima` would take too much memory. Scaling by 2 / 8 is exact.
    quarter, found, start = queries * 2 / KEY_CHANNELS**0.5, [], 0
    row_count = keys.shape[1] // width
    for chunk in chunks(quarter):
        count = chunk.shape[0]
        affinities = (chunk @ keys).reshape(-1, width)  # [count t h16, w16]
        own = torch.arange(count, dtype=torch.float32)[:, None] * row_count
        index = (rows[:, start : start + count] + own).to(torch.int32)
        found.append(affinities.index_select(0, index.flatten()).reshape(objects, count, LARGEST, width))
        start = start + count
    return torch.cat(found, dim=1)


def top_k(numbers: Tensor) -> tuple[Tensor, Tensor]:
    """Finds the 20 largest of [n, q, m] along the last axis, descending: their indices [n, q, 20], and their values.

    The last of equal values comes first. Indices are integers in float32. If m < 20, the remaining values are `NONE`.
    """
    places = torch.arange(numbers.shape[2], dtype=torch.float32)
    found, largest = [], []
    for pick in range(LARGEST):
        most = numbers.amax(dim=2, keepdim=True)
        place = torch.where(numbers == most, places, -1.0).amax(dim=2, keepdim=True)
        if pick < LARGEST - 1:
            numbers = torch.where(places == place, NONE, numbers)
        found.append(place)
        largest.append(most)
    return torch.cat(found, dim=2), torch.cat(largest, dim=2)


def positions_of(places: Tensor, rows: Tensor, width: int) -> Tensor:
    """Returns the positions in all frames [n, q, 20] of indices among the candidates; integers in float32."""
    # Plus a half, since a GPU's division may round down.
    pick = torch.floor((places + 0.5) / width)
    within = places - pick * width
    count = rows.shape[0] * rows.shape[1]
    own = (torch.arange(count, dtype=torch.float32) * LARGEST).reshape(rows.shape[0], rows.shape[1], 1)
    row = rows.flatten().index_select(0, (pick + own).to(torch.int32).flatten()).reshape(pick.shape)
    return row * width + within


def aggregate(logits: Tensor) -> Tensor:
    """Converts logits of each object [n, 1, H, W] to probabilities [n + 1, 1, H, W], background first.

    STM's soft aggregation (Oh et al., ICCV 2019): of n probabilities p, the background's is the product of
    all 1 - p; all are normalised by a softmax of their log-odds.
    """
    return aggregate_probabilities(torch.sigmoid(logits))


def aggregate_probabilities(masks: Tensor) -> Tensor:
    """Does the same as `aggregate`, from each object's independent probability."""
    background = torch.prod(1 - masks, dim=0, keepdim=True)
    probabilities = torch.cat((background, masks)).clamp(1e-7, 1 - 1e-7)
    return torch.softmax(torch.log(probabilities / (1 - probabilities)), dim=0)
