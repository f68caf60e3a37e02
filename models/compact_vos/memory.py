"""What a run remembers: the first frame for ever, the previous frame, and between them every fifth.

The rule is the browser's (src/networks/memorySchedule.ts): a frame that stays is never copied, its slot is kept and
the next frame gets another one; when all slots are taken, the oldest kept frame makes room. Slots fill from 0 upwards
without gaps. Their order means nothing to the network.
"""

from collections import deque

import torch
from torch import Tensor

CAPACITY = 8  # frames: the first, the previous one and six of every fifth
INTERVAL = 5  # frames between two kept ones


class MemorySchedule:
    """Which frame lies in which slot."""

    def __init__(self, capacity: int = CAPACITY, interval: int = INTERVAL) -> None:
        if capacity < 2:
            raise ValueError(f"a VOS memory needs 2 slots, not {capacity}")
        self.capacity, self.interval = capacity, interval
        self.contents: list[int] = []  # frame number in each used slot
        self._kept: deque[int] = deque()  # slots of kept frames other than the first, oldest first
        self._previous_slot = 0
        self._next_frame = 0

    def remember(self) -> int:
        """Remembers the run's next frame and says in which slot."""
        slot = self._next_slot()
        if slot == len(self.contents):
            self.contents.append(self._next_frame)
        else:
            self.contents[slot] = self._next_frame
        self._previous_slot = slot
        self._next_frame += 1
        return slot

    def _next_slot(self) -> int:
        previous_frame = self._next_frame - 1
        if previous_frame <= 0:
            return self._next_frame
        if previous_frame % self.interval != 0:
            return self._previous_slot
        self._kept.append(self._previous_slot)
        return self._kept.popleft() if len(self._kept) > self.capacity - 2 else len(self.contents)


class Memory:
    """Keys and values of fixed capacity, with a mask of the slots that are used."""

    def __init__(self, capacity: int = CAPACITY, interval: int = INTERVAL) -> None:
        self.schedule = MemorySchedule(capacity, interval)
        self.valid = torch.zeros(capacity)
        self.keys: Tensor | None = None  # [capacity, 64, h8, w8]
        self.values: Tensor | None = None  # [capacity, objects, 128, h8, w8]

    def remember(self, key: Tensor, value: Tensor) -> None:
        """Copies the run's next frame: key [1, 64, h8, w8] and value [objects, 128, h8, w8]."""
        if self.keys is None or self.values is None:
            self.keys = key.new_zeros(self.schedule.capacity, *key.shape[1:])
            self.values = value.new_zeros(self.schedule.capacity, *value.shape)
            self.valid = self.valid.to(key.device)
        slot = self.schedule.remember()
        self.keys[slot], self.values[slot], self.valid[slot] = key[0], value, 1

    def inputs(self) -> dict[str, Tensor]:
        """The inputs of the `read` graph that come from the memory: the used slots only, which is less to compute."""
        if self.keys is None or self.values is None:
            raise RuntimeError("the memory is empty: remember the first frame before reading")
        used = len(self.schedule.contents)
        return {
            "memory_key": self.keys[:used],
            "memory_value": self.values[:used],
            "memory_valid": self.valid[:used],
        }
