"""Compact VOS's memory frames."""

import pytest
import torch

from models.compact_vos.memory import Memory, MemorySchedule


@pytest.mark.parametrize("frames", range(1, 42))
def test_memory_keeps_the_first_and_every_fifth_frame_before_the_previous_one(frames: int) -> None:
    schedule = MemorySchedule(capacity=5, interval=5)
    for _ in range(frames):
        schedule.memorize()
    previous = frames - 1
    assert sorted(schedule.contents) == [0, *list(range(5, previous, 5))[-4:]]


def test_slots_fill_upwards_and_the_oldest_makes_room() -> None:
    schedule = MemorySchedule(capacity=3, interval=2)
    slots = [schedule.memorize() for _ in range(10)]
    assert slots == [0, None, None, 1, None, 2, None, 1, None, 2]
    assert schedule.contents == [0, 6, 8]
    with pytest.raises(ValueError, match="needs 2 slots"):
        MemorySchedule(capacity=1)


def test_memory_keeps_what_it_was_given() -> None:
    memory = Memory(capacity=4, interval=2)
    for frame in range(12):
        memory.memorize(torch.full((1, 64, 2, 3), float(frame)), torch.full((2, 16, 2, 3), 100.0 + frame))
        inputs = memory.inputs()
        assert inputs["memory_key"][:, 0, 0, 0].tolist() == memory.schedule.contents
        assert inputs["memory_value"][:, 1, 0, 0, 0].tolist() == [100 + held for held in memory.schedule.contents]
        assert inputs["memory_valid"].tolist() == [[1, 1]] * len(memory.schedule.contents)
        assert inputs["previous_key"][0, 0, 0, 0] == frame
        assert inputs["previous_value"][1, 0, 0, 0] == 100 + frame
    assert sorted(memory.schedule.contents) == [0, 6, 8, 10]


def test_an_empty_memory_cannot_be_read() -> None:
    with pytest.raises(RuntimeError, match="memorize the first frame"):
        Memory().inputs()
