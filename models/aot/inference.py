"""Segments a sequence as the official evaluation does.

Objects are numbered in the order in which they appear. Each ten of them are a pass with its own memory; pictures are
encoded once for all passes. Memory values come from label maps, not from probabilities.
"""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import torch
from torch import Tensor

from models.aot.memory import INTERVAL, LongTermMemory
from models.aot.network import OBJECTS, Features, Steps, normalised
from models.aot.pictures import image_of, labels_of, network_size, upsampled


def segment(
    network: Steps,
    frames: Iterable[np.ndarray],
    label_maps: Mapping[int, np.ndarray],
    capacity: int | None = None,
    interval: int = INTERVAL,
) -> Iterator[np.ndarray]:
    """Returns the label maps [h, w] uint8 of all frames, which are RGB [h, w, 3] uint8.

    `label_maps` holds, by frame number, the ids [h, w] of objects that appear in that frame; where they are not 0
    they are returned unchanged. All frames before the first of them are background.
    """
    run = Run(network, capacity, interval)
    for number, frame in enumerate(frames):
        yield run.step(frame, label_maps.get(number))


class Run:
    """The segmentation of one sequence, frame by frame."""

    def __init__(self, network: Steps, capacity: int | None = None, interval: int = INTERVAL) -> None:
        self.network, self.capacity, self.interval = network, capacity, interval
        self.object_ids: list[int] = []
        self.passes: list[Pass] = []
        self.logits: Tensor | None = None  # [objects + 1, h, w] of the latest frame, for comparisons
        self._frame = -1

    @torch.no_grad()
    def step(self, frame: np.ndarray, given: np.ndarray | None = None) -> np.ndarray:
        """Returns the next frame's ids [h, w] uint8. given: ids [h, w] of objects that appear in it."""
        self._frame += 1
        height, width = frame.shape[:2]
        grid = network_size(width, height)
        if not self.passes and (given is None or not given.any()):
            return np.zeros((height, width), np.uint8)
        features = self.network.encode_key(normalised(image_of(frame, *grid)))
        numbers = torch.zeros(height, width)
        if self.passes:
            self.logits = merged([one.read(features, width, height) for one in self.passes])
            numbers = torch.softmax(self.logits, dim=0).argmax(dim=0).float()
        if given is not None and given.any():
            numbers = self._add_objects(numbers, given)
            for index, one in enumerate(self.passes):
                one.add_reference(self._frame, features, labels_of(_of_pass(numbers, index), *grid))
        else:
            for index, one in enumerate(self.passes):
                one.memorize(self._frame, labels_of(_of_pass(numbers, index), *grid))
        return np.array([0, *self.object_ids], np.uint8)[numbers.numpy().astype(np.int64)]

    def _add_objects(self, numbers: Tensor, given: np.ndarray) -> Tensor:
        """Overlays the given objects on the frame's object numbers; adds passes for new objects."""
        self.object_ids += [int(i) for i in np.unique(given) if i and int(i) not in self.object_ids]
        for number, object_id in enumerate(self.object_ids, start=1):
            numbers = numbers.masked_fill(torch.from_numpy(given == object_id), number)
        count = len(self.object_ids)
        while len(self.passes) * OBJECTS < count:
            self.passes.append(Pass(self.network, self.capacity, self.interval))
        for index, one in enumerate(self.passes):
            one.objects = min(OBJECTS, count - index * OBJECTS)
        return numbers


class Pass:
    """Up to ten objects and their memory."""

    def __init__(self, network: Steps, capacity: int | None, interval: int) -> None:
        self.network, self.objects = network, 0
        self.memory = LongTermMemory(capacity, interval)
        self._key: Tensor | None = None  # of the frame read last
        self._state: Tensor | None = None

    def add_reference(self, frame: int, features: Features, labels: Tensor) -> None:
        """Memorizes a frame with given labels [1, 1, H, W], 0 to 10 (of this pass or of another)."""
        self.memory.add_reference(frame, *self.network.encode_reference(features.feature16, labels))

    def read(self, features: Features, width: int, height: int) -> Tensor:
        """Returns logits [objects + 1, height, width]."""
        logits, self._key, self._state = self.network.read(features, self.memory.contents())
        return upsampled(logits[:, : self.objects + 1], width, height)

    def memorize(self, frame: int, labels: Tensor) -> None:
        """Memorizes the frame that was read last, with its predicted labels [1, 1, H, W]."""
        if self._key is None or self._state is None:
            raise RuntimeError("read a frame before memorizing it")
        self.memory.memorize(frame, self._key, self.network.encode_value(self._state, labels))


def merged(logits: list[Tensor]) -> Tensor:
    """Merges the logits of passes, [11, h, w] each (the last may have fewer), into those of all objects.

    The background's probability is the product over the passes.
    """
    if len(logits) == 1:
        return logits[0]
    probabilities = [torch.softmax(one, dim=0) for one in logits]
    background = torch.stack([one[0] for one in probabilities]).prod(dim=0, keepdim=True)
    objects = [one[1:] for one in probabilities]
    return torch.logit(torch.cat([background, *objects]).clamp(1e-5, 1 - 1e-5))


def _of_pass(numbers: Tensor, index: int) -> Tensor:
    """Converts to one pass's object numbers, 1 to 10; objects of other passes become background."""
    own = numbers - index * OBJECTS
    return own * ((own >= 1) & (own <= OBJECTS))
