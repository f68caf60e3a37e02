"""What a run remembers: frames whose masks were given, and every fifth after the latest that was remembered.

All of them for ever, as the official code does, or at most `capacity`: then the oldest whose masks were not given
makes room, or the oldest but the first where all were. One more frame can be remembered for as long as it is the
previous one.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

INTERVAL = 5  # frames from one remembered to the next


@dataclass(frozen=True)
class Remembered:
    number: int  # of the frame
    key: Tensor  # [1, 64, h16, w16]
    value: Tensor  # [h16, w16, objects, 512], of the objects that were known then
    given: bool


class Memory:
    def __init__(self, interval: int = INTERVAL, capacity: int | None = None, previous_too: bool = False) -> None:
        if capacity is not None and capacity < 2:
            raise ValueError(f"a VOS memory needs room for 2 frames, not {capacity}")
        self.interval, self.capacity, self.previous_too = interval, capacity, previous_too
        self.frames: list[Remembered] = []
        self.previous: Remembered | None = None

    def wants(self, number: int) -> bool:
        """Whether a frame whose masks were not given is to be remembered."""
        return self.previous_too or self._stays(number)

    def remember(self, frame: Remembered) -> None:
        self.previous = None
        if not (frame.given or self._stays(frame.number)):
            self.previous = frame
            return
        if len(self.frames) == self.capacity:
            oldest = next((index for index, kept in enumerate(self.frames) if not kept.given), 1)
            del self.frames[oldest]
        self.frames.append(frame)

    def inputs(self) -> dict[str, Tensor]:
        """The inputs of the `read` graph that come from the memory, with as many objects as the latest frame has."""
        frames = self.frames if self.previous is None else [*self.frames, self.previous]
        if not frames:
            raise RuntimeError("the memory is empty: remember a frame with masks before reading")
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
