"""Compares the official code of STCN and AOT with ours, on the same scenes with the same random weights.

`official.py` of each network runs the official code and writes `reference.npz`: sparse results and the fitted last
layer. Frames come from `../shared/davis`; the fixtures contain none of that data.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from models.common.random_weights import RandomTensor, random_state
from models.data.images import read_grey, read_rgb


@dataclass(frozen=True)
class SceneResults:
    """Label maps [h, w] uint8 and logits [classes or objects, H, W], by frame number."""

    label_maps: dict[int, np.ndarray]
    logits: dict[int, Tensor]


class Run(Protocol):
    """An inference, frame by frame; `logits` are those of the latest frame."""

    logits: Tensor | None

    def step(self, frame: np.ndarray, given: np.ndarray | None = None) -> np.ndarray: ...


def segment_scene(run: Run, pictures: Iterable[np.ndarray], given: Mapping[int, np.ndarray]) -> SceneResults:
    """Segments all pictures. given: by frame number, the ids [h, w] of objects that appear in that frame."""
    label_maps, logits = {}, {}
    for number, picture in enumerate(pictures):
        label_maps[number] = run.step(picture, given.get(number))
        if run.logits is not None:
            logits[number] = run.logits.reshape(-1, *run.logits.shape[-2:])
    return SceneResults(label_maps, logits)


def read_pictures(davis: Path, sequence: str, count: int) -> list[np.ndarray]:
    """Reads the first frames of a sequence, RGB [h, w, 3] uint8."""
    folder = davis / "JPEGImages" / "480p" / sequence
    return [read_rgb(folder / f"{number:05}.jpg") for number in range(count)]


def read_annotation(davis: Path, sequence: str, frame: int) -> np.ndarray:
    """Reads a label map [h, w] uint8; background is 0."""
    return read_grey(davis / "Annotations" / "480p" / sequence / f"{frame:05}.png")


def halves(mask: np.ndarray) -> np.ndarray:
    """Splits a mask [h, w] into object 1 on the left and object 2 on the right, with equally many pixels."""
    middle = np.median(np.nonzero(mask)[1])
    return (mask * np.where(np.arange(mask.shape[1]) < middle, 1, 2)).astype(np.uint8)


def fixture_state(
    fixture: Path, fitted: Iterable[str], shapes: Mapping[str, Tensor], random_tensor: RandomTensor
) -> dict[str, Tensor]:
    """Returns a random state dict whose `fitted` tensors are read from the fixture."""
    arrays = np.load(fixture)
    return random_state(shapes, random_tensor) | {key: torch.from_numpy(arrays[key]) for key in fitted}


def print_differences(name: str, official: SceneResults, ours: SceneResults) -> None:
    print(f"{name}: frame, largest difference of logits and of sigmoids, range of logits, equal labels, object pixels")
    for number, logits in official.logits.items():
        difference = (logits - ours.logits[number]).abs().max().item()
        of_sigmoids = (logits.sigmoid() - ours.logits[number].sigmoid()).abs().max().item()
        equal = (official.label_maps[number] == ours.label_maps[number]).mean()
        counts = np.bincount(official.label_maps[number].ravel())[1:].tolist()
        limits = f"{logits.min().item():6.2f}..{logits.max().item():.2f}"
        print(f"{number:3} {difference:.2e} {of_sigmoids:.2e} {limits} {equal:.6f} {counts}", flush=True)
