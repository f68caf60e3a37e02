"""What a run remembers: the first frame for ever, the previous frame, and between them every fifth.

The previous frame lies apart from the memory, since the network reads it twice: among all frames, and near the same
place. When the next frame takes its turn, it moves into a slot if it is to stay: frame 0 (at once, so that the memory
is never empty) into slot 0, then frames 5, 10, 15 and so on into the others; when all are taken, the oldest of them
makes room. Slots fill from 0 upwards without gaps. Their order means nothing to the network.
"""

import torch
from torch import Tensor

CAPACITY = 5  # kept frames: the first, and four of every fifth
INTERVAL = 5  # frames between two kept ones


class MemorySchedule:
    """Which frame lies in which slot."""

    def __init__(self, capacity: int = CAPACITY, interval: int = INTERVAL) -> None:
        if capacity < 2:
            raise ValueError(f"a VOS memory needs 2 slots, not {capacity}")
        self.capacity, self.interval = capacity, interval
        self.contents: list[int] = []  # frame number in each used slot
        self._frames = 0  # that were remembered
        self._kept = 0  # of them, after the first

    def remember(self) -> int | None:
        """Takes the run's next frame: the slot in which the frame before it is to be kept, or None if it is not.

        For the very first frame, its own slot.
        """
        frame, self._frames = self._frames, self._frames + 1
        if frame == 0:
            self.contents.append(0)
            return 0
        previous = frame - 1
        if previous == 0 or previous % self.interval != 0:
            return None
        slot = 1 + self._kept % (self.capacity - 1)
        self._kept += 1
        self.contents[slot : slot + 1] = [previous]
        return slot


class Memory:
    """Keys and values of fixed capacity, which slots are used, and those of the previous frame.

    Here all objects are given on the first frame, so that a used slot knows them all; the browser's memory
    (src/networks/vos/compact/compactMemory.ts) also takes objects that are given later.
    """

    def __init__(self, capacity: int = CAPACITY, interval: int = INTERVAL) -> None:
        self.schedule = MemorySchedule(capacity, interval)
        self.valid = torch.zeros(capacity, 0)  # [capacity, objects]
        self.keys: Tensor | None = None  # [capacity, 64, h8, w8]
        self.values: Tensor | None = None  # [capacity, objects, 16, h8, w8]
        self.previous: tuple[Tensor, Tensor] | None = None

    def remember(self, key: Tensor, value: Tensor) -> None:
        """Takes the run's next frame: key [1, 64, h8, w8] and value [objects, 16, h8, w8]."""
        if self.keys is None or self.values is None or self.previous is None:
            self.keys = key.new_zeros(self.schedule.capacity, *key.shape[1:])
            self.values = value.new_zeros(self.schedule.capacity, *value.shape)
            self.valid = key.new_zeros(self.schedule.capacity, len(value), dtype=torch.float32)
            self.previous = key, value
        slot = self.schedule.remember()
        if slot is not None:
            self.keys[slot], self.values[slot], self.valid[slot] = self.previous[0][0], self.previous[1], 1
        self.previous = key, value

    def inputs(self) -> dict[str, Tensor]:
        """The inputs of the `read` graph that come from the memory: the used slots only, which is less to compute."""
        if self.keys is None or self.values is None or self.previous is None:
            raise RuntimeError("the memory is empty: remember the first frame before reading")
        used = len(self.schedule.contents)
        return {
            "memory_key": self.keys[:used],
            "memory_value": self.values[:used],
            "memory_valid": self.valid[:used],
            "previous_key": self.previous[0],
            "previous_value": self.previous[1],
        }
