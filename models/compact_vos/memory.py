"""The memory: the first frame permanently, every fifth frame, and separately the previous frame.

The previous frame is separate, since the network reads it twice: among all frames, and locally. When the next frame
comes, the previous one is moved into a slot if it is a memory frame. Frame 0 goes into slot 0 at once, so that the
memory is never empty; frames 5, 10, 15 and so on into the others, replacing the oldest once all are taken. Slots fill
from 0 without gaps; their order does not matter to the network.
"""

import torch
from torch import Tensor

CAPACITY = 5  # memory frames: the first, and the latest four of every fifth
INTERVAL = 5  # frames from one memory frame to the next


class MemorySchedule:
    """Decides which frame is in which slot."""

    def __init__(self, capacity: int = CAPACITY, interval: int = INTERVAL) -> None:
        if capacity < 2:
            raise ValueError(f"a VOS memory needs 2 slots, not {capacity}")
        self.capacity, self.interval = capacity, interval
        self.contents: list[int] = []  # frame number in each used slot
        self._frames = 0  # number of frames so far
        self._kept = 0  # number of memory frames, without the first

    def memorize(self) -> int | None:
        """Advances by a frame; returns the slot that the previous frame moves to, or None if it is no memory frame.

        For the first frame, returns the slot of that frame itself.
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
    """Keys and values of the memory frames and of the previous frame.

    Here all objects are given on the first frame, so that every used slot contains all of them; the browser's memory
    (src/networks/vos/compact/compactMemory.ts) also takes late objects.
    """

    def __init__(self, capacity: int = CAPACITY, interval: int = INTERVAL) -> None:
        self.schedule = MemorySchedule(capacity, interval)
        self.valid = torch.zeros(capacity, 0)  # [capacity, objects]
        self.keys: Tensor | None = None  # [capacity, 64, h8, w8]
        self.values: Tensor | None = None  # [capacity, objects, 16, h8, w8]
        self.previous: tuple[Tensor, Tensor] | None = None

    def memorize(self, key: Tensor, value: Tensor) -> None:
        """Adds the next frame: key [1, 64, h8, w8] and value [objects, 16, h8, w8]."""
        if self.keys is None or self.values is None or self.previous is None:
            self.keys = key.new_zeros(self.schedule.capacity, *key.shape[1:])
            self.values = value.new_zeros(self.schedule.capacity, *value.shape)
            self.valid = key.new_zeros(self.schedule.capacity, len(value), dtype=torch.float32)
            self.previous = key, value
        slot = self.schedule.memorize()
        if slot is not None:
            self.keys[slot], self.values[slot], self.valid[slot] = self.previous[0][0], self.previous[1], 1
        self.previous = key, value

    def inputs(self) -> dict[str, Tensor]:
        """Returns the `read` graph's inputs that come from the memory: only used slots, which saves computation."""
        if self.keys is None or self.values is None or self.previous is None:
            raise RuntimeError("the memory is empty: memorize the first frame before reading")
        used = len(self.schedule.contents)
        return {
            "memory_key": self.keys[:used],
            "memory_value": self.values[:used],
            "memory_valid": self.valid[:used],
            "previous_key": self.previous[0],
            "previous_value": self.previous[1],
        }
