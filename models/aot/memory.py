"""The memory of one pass: reference frames, every fifth frame, and separately the previous frame."""

import torch
from torch import Tensor

from models.aot.transformer import Memory

INTERVAL = 5  # frames from one memory frame to the next


class LongTermMemory:
    """Keys and values [1, 3, 256, h16, w16] of memory frames.

    A frame is added once it is segmented, if the last memory frame is `interval` frames back: after frame 5, the memory
    holds frames 0 and 5, and frame 5 is the previous frame as well. The official memory is not bounded; with a
    `capacity`, the oldest frame that is not a reference is replaced.
    """

    def __init__(self, capacity: int | None = None, interval: int = INTERVAL) -> None:
        if capacity is not None and capacity < 2:
            raise ValueError(f"a memory needs room for 2 frames, not {capacity}")
        self.capacity, self.interval = capacity, interval
        self.kept: list[tuple[Tensor, Tensor]] = []
        self._is_reference: list[bool] = []
        self._last_kept = 0  # frame number
        self._previous: tuple[Tensor, Tensor] | None = None

    def add_reference(self, frame: int, key: Tensor, value: Tensor) -> None:
        """Adds a frame whose objects were given."""
        self._keep(frame, key, value, is_reference=True)

    def memorize(self, frame: int, key: Tensor, value: Tensor) -> None:
        """Keeps a segmented frame as the previous one, and adds it to the memory if the interval is over."""
        if frame - self._last_kept >= self.interval:
            self._keep(frame, key, value, is_reference=False)
        self._previous = key, value

    def contents(self) -> Memory:
        if self._previous is None:
            raise RuntimeError("the memory is empty: it needs a reference frame before anything can be read")
        keys, values = zip(*self.kept, strict=True)
        return Memory(torch.cat(keys), torch.cat(values), torch.ones(len(keys)), *self._previous)

    def _keep(self, frame: int, key: Tensor, value: Tensor, is_reference: bool) -> None:
        if self.capacity is not None and len(self.kept) == self.capacity:
            replaced = self._is_reference.index(False) if False in self._is_reference else 1
            del self.kept[replaced], self._is_reference[replaced]
        self.kept.append((key, value))
        self._is_reference.append(is_reference)
        self._last_kept = frame
        self._previous = key, value
