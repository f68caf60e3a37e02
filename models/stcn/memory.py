"""The memory: frames with given masks, and every fifth frame after the latest memory frame.

It is unbounded, as in the official code, or holds at most `capacity` frames: then the oldest frame with predicted masks
is replaced, or the second oldest frame if all masks were given. The previous frame can be included as well, until the
next one.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

INTERVAL = 5  # frames from one memory frame to the next


@dataclass(frozen=True)
class MemoryFrame:
    number: int  # of the frame
    key: Tensor  # [1, 64, h16, w16]
    value: Tensor  # [h16, w16, objects, 512], of the objects known at that frame
    given: bool  # whether masks were given


class Memory:
    def __init__(self, interval: int = INTERVAL, capacity: int | None = None, previous_too: bool = False) -> None:
        if capacity is not None and capacity < 2:
            raise ValueError(f"a VOS memory needs room for 2 frames, not {capacity}")
        self.interval, self.capacity, self.previous_too = interval, capacity, previous_too
        self.frames: list[MemoryFrame] = []
        self.previous: MemoryFrame | None = None

    def takes(self, number: int) -> bool:
        """Returns True if a frame with predicted masks is memorized."""
        return self.previous_too or self._stays(number)

    def memorize(self, frame: MemoryFrame) -> None:
        self.previous = None
        if not (frame.given or self._stays(frame.number)):
            self.previous = frame
            return
        if len(self.frames) == self.capacity:
            oldest = next((index for index, kept in enumerate(self.frames) if not kept.given), 1)
            del self.frames[oldest]
        self.frames.append(frame)

    def inputs(self) -> dict[str, Tensor]:
        """Returns the `read` graph's inputs that come from the memory, with as many objects as the latest frame has."""
        frames = self.frames if self.previous is None else [*self.frames, self.previous]
        if not frames:
            raise RuntimeError("the memory is empty: memorize a frame with masks before reading")
        objects = max(frame.value.shape[2] for frame in frames)
        known = torch.tensor([frame.value.shape[2] for frame in frames])
        return {
            "memory_key": torch.cat([frame.key for frame in frames]),
            "memory_value": torch.stack(
                [functional.pad(frame.value, (0, 0, 0, objects - frame.value.shape[2])) for frame in frames]
            ),
            # Objects come in the order in which they appear.
            "memory_valid": (torch.arange(objects)[None] < known[:, None]).float(),
        }

    def _stays(self, number: int) -> bool:
        return number - self.frames[-1].number >= self.interval
