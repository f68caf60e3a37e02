"""STCN's memory readout with WebGPU's operators, compared with TopK."""

import pytest
import torch
from torch import Tensor

from models.stcn.reading import LARGEST, NONE, aggregate, read, top_k

torch.set_num_threads(1)


def read_with_topk(key: Tensor, memory_key: Tensor, memory_value: Tensor, memory_valid: Tensor) -> Tensor:
    """Does the same as `read`, object by object: all affinities to the frames that know it, TopK, softmax."""
    height, width = key.shape[2:]
    readings = []
    for number in range(memory_value.shape[3]):
        known = memory_valid[:, number] > 0
        keys = memory_key[known].transpose(0, 1).flatten(1)
        values = memory_value[known][:, :, :, number].flatten(0, 2)
        affinity = (2 * keys.mT @ key.flatten(2)[0] - keys.pow(2).sum(dim=0)[:, None]) / 8
        largest, places = affinity.topk(min(LARGEST, len(affinity)), dim=0)
        weighted = values[places] * largest.softmax(dim=0)[..., None]
        readings.append(weighted.sum(dim=0).mT.reshape(-1, height, width))
    return torch.stack(readings)


@pytest.mark.parametrize(
    ("frames", "height", "width", "objects"), [(1, 4, 5, 1), (3, 6, 7, 2), (5, 9, 16, 3), (1, 3, 6, 1), (1, 4, 4, 1)]
)
def test_readings_are_those_of_topk(frames: int, height: int, width: int, objects: int) -> None:
    random = torch.Generator().manual_seed(frames)
    key, *memory = inputs(frames, height, width, objects, random)
    assert torch.allclose(read(key, *memory), read_with_topk(key, *memory), atol=1e-5)


def test_top_k_finds_the_largest_values_in_descending_order() -> None:
    numbers = torch.randn(2, 50, 333, generator=torch.Generator().manual_seed(1))
    places, largest = top_k(numbers)
    expected = numbers.topk(LARGEST, dim=2)
    assert torch.equal(largest, expected.values)
    assert torch.equal(places.long(), expected.indices)


def test_ties_count_separately() -> None:
    numbers = torch.randint(0, 9, (1, 40, 64), generator=torch.Generator().manual_seed(2)).float()
    places, largest = top_k(numbers)
    assert torch.equal(largest, numbers.topk(LARGEST, dim=2).values)
    assert torch.equal(numbers.gather(2, places.long()), largest)
    assert all(len(set(row)) == LARGEST for row in places[0].tolist())


def test_missing_values_are_filled() -> None:
    _, largest = top_k(torch.tensor([[[3.0, 1.0, 2.0]]]))
    assert largest[0, 0, :3].tolist() == [3, 2, 1]
    assert (largest[0, 0, 3:] == torch.tensor(NONE)).all()


def test_still_pictures_are_read_as_with_topk() -> None:
    # Every affinity occurs four times, as in a still video.
    random = torch.Generator().manual_seed(3)
    key, memory_key, memory_value, _ = inputs(1, 6, 8, 1, random)
    memory = memory_key.repeat(4, 1, 1, 1), memory_value.repeat(4, 1, 1, 1, 1), torch.ones(4, 1)
    assert torch.allclose(read(key, *memory), read_with_topk(key, *memory), atol=1e-5)


def test_unused_frames_and_unknown_objects_are_not_read() -> None:
    random = torch.Generator().manual_seed(4)
    key, memory_key, memory_value, memory_valid = inputs(4, 5, 7, 2, random)
    memory_valid = torch.tensor([[1.0, 0], [1, 1], [0, 0], [1, 1]])
    readings = read(key, memory_key, memory_value, memory_valid)
    assert torch.allclose(readings, read_with_topk(key, memory_key, memory_value, memory_valid), atol=1e-5)
    memory_key[2], memory_value[2], memory_value[0, :, :, 1] = 7, -50, 90
    assert torch.equal(read(key, memory_key, memory_value, memory_valid), readings)


def test_probabilities_are_the_normalised_odds_of_each_object() -> None:
    logits = torch.tensor([2.0, -1.0]).view(2, 1, 1, 1)
    inside = torch.sigmoid(logits).flatten()
    odds = torch.stack([(1 - inside).prod(), *inside])
    odds = odds / (1 - odds)
    assert torch.allclose(aggregate(logits).flatten(), odds / odds.sum(), atol=1e-6)
    assert torch.allclose(aggregate(torch.full((2, 1, 1, 1), -200.0)).flatten(), torch.tensor([1.0, 0, 0]), atol=1e-6)


def inputs(frames: int, height: int, width: int, objects: int, random: torch.Generator) -> tuple[Tensor, ...]:
    """Returns a picture's key, and keys, values and validity of a memory whose first frame lacks the last object."""
    key = torch.randn(1, 64, height, width, generator=random)
    memory_key = torch.randn(frames, 64, height, width, generator=random)
    memory_value = torch.randn(frames, height, width, objects, 512, generator=random)
    memory_valid = torch.ones(frames, objects)
    if frames > 1:
        memory_valid[0, -1] = 0
    return key, memory_key, memory_value, memory_valid
