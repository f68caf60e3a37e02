"""Segments a sequence as the official evaluation does: frames in, label maps out."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import torch
from torch import Tensor

from models.stcn.graphs import EncodeKey, EncodeValue, Read, others_of
from models.stcn.memory import INTERVAL, Memory, MemoryFrame
from models.stcn.network import STCN
from models.stcn.pictures import Grid, grid_of, image_of, label_map_of, masks_of
from models.stcn.reading import aggregate, aggregate_probabilities

HALF = 0.5


def segment(
    network: STCN,
    frames: Iterable[np.ndarray],
    given: Mapping[int, np.ndarray],
    short_side: int | None = None,
    interval: int = INTERVAL,
    capacity: int | None = None,
    previous_too: bool = False,
) -> Iterator[np.ndarray]:
    """Returns ids [h, w] uint8 of all frames, which are RGB [h, w, 3] uint8.

    `given` has, by frame number, ids [h, w] uint8 of objects that appear in that frame. `short_side` None keeps the
    frames' size, as on DAVIS; elsewhere the official evaluation uses 480. `interval` is the official `--mem_every`, and
    `previous_too` is `--include_last`; the official code has no `capacity`.
    """
    run = Run(network, Memory(interval, capacity, previous_too), short_side)
    for number, frame in enumerate(frames):
        yield run.step(frame, given.get(number))


class Run:
    """The segmentation of one sequence, frame by frame. Its only state is the memory."""

    def __init__(self, network: STCN, memory: Memory, short_side: int | None = None) -> None:
        self.encode_key, self.encode_value, self.read = EncodeKey(network), EncodeValue(network), Read(network)
        self.memory, self.short_side = memory, short_side
        self.object_ids: list[int] = []  # in the order in which they appear
        self.logits: Tensor | None = None  # of the latest frame, [objects, 1, padded height, padded width]
        self._number = 0

    @torch.no_grad()
    def step(self, frame: np.ndarray, given: np.ndarray | None = None) -> np.ndarray:
        """Returns the next frame's ids. `given` has those of new objects, which take precedence over predictions."""
        number, self._number = self._number, self._number + 1
        grid = grid_of(frame.shape[1], frame.shape[0], self.short_side)
        image = image_of(frame, grid)
        key, feature16, thin16, skip8, skip4 = self.encode_key(image)
        probabilities = torch.ones(1, 1, grid.padded_height, grid.padded_width)
        if self.object_ids:
            logits = self.read(key, thin16, skip8, skip4, **self.memory.inputs())
            self.logits, probabilities = logits, aggregate(logits)
        is_given = False
        if given is not None and given.any():
            is_given = True
            probabilities = self._with_new_objects(probabilities[1:], given, grid)
        if self.object_ids and (is_given or self.memory.takes(number)):
            masks = probabilities[1:]
            value = self.encode_value(image, feature16, masks, others_of(masks))
            self.memory.memorize(MemoryFrame(number, key, value, is_given))
        return label_map_of(probabilities, self.object_ids, grid)

    def _with_new_objects(self, masks: Tensor, given: np.ndarray, grid: Grid) -> Tensor:
        """Returns probabilities of background and all objects, including the new ones."""
        new = [int(number) for number in np.unique(given) if number]
        known = set(new) & set(self.object_ids)
        if known:
            raise ValueError(f"objects {sorted(known)} were given before")
        added = masks_of(given, new, grid)
        elsewhere = (added.sum(dim=0, keepdim=True) <= HALF).float()
        self.object_ids += new
        return aggregate_probabilities(torch.cat((masks * elsewhere, added)))
