"""Three scenes that the official code and ours both segment, with the same random weights.

`reference.npz` holds what the official code found (written by `official.py`) and the fitted last layer;
`models/tests/test_stcn.py` compares ours to it. Frames come from `../shared/davis`, of which the fixture holds nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from models.stcn.inference import Run
from models.stcn.memory import Memory
from models.stcn.network import STCN
from models.stcn.random_weights import random_state

FIXTURE = Path(__file__).parent / "reference.npz"
FITTED = ("decoder.pred.weight", "decoder.pred.bias")
LOGIT_STEP, LABEL_STEP = 32, 4  # rows and columns from one written number to the next, in a scene of half size


@dataclass(frozen=True)
class Scene:
    name: str
    sequence: str
    frames: int
    written: tuple[int, ...]  # frames whose logits are written
    reduction: int  # pixels, down and along, that are averaged to one
    late: int | None = None  # frame at which the second object is given, or None: at the first
    previous_too: bool = False

    def pictures(self, davis: Path) -> list[np.ndarray]:
        """RGB [h, w, 3] uint8."""
        folder = davis / "JPEGImages" / "480p" / self.sequence
        pictures = [cv2.imread(str(folder / f"{number:05}.jpg"))[:, :, ::-1] for number in range(self.frames)]
        return [averaged(picture, self.reduction) for picture in pictures]

    def given(self, davis: Path) -> dict[int, np.ndarray]:
        """By frame, ids [h, w] uint8 of objects that appear there."""
        first = self.halves(davis, 0)
        if self.late is None:
            return {0: first}
        second = self.halves(davis, self.late)
        return {0: first * (first == 1), self.late: second * (second == 2)}

    def halves(self, davis: Path, frame: int) -> np.ndarray:
        """An annotation's left half as object 1, its right half as object 2: half of the pixels each."""
        path = davis / "Annotations" / "480p" / self.sequence / f"{frame:05}.png"
        inside = averaged(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), self.reduction) > 127
        middle = np.median(np.nonzero(inside)[1])
        return (inside * np.where(np.arange(inside.shape[1]) < middle, 1, 2)).astype(np.uint8)


SCENES = (
    Scene("two objects", "dog", frames=12, written=(1, 6, 11), reduction=2),
    Scene("late object", "libby", frames=11, written=(3, 4, 10), reduction=4, late=3),
    Scene("previous too", "blackswan", frames=8, written=(2, 7), reduction=4, previous_too=True),
)
FULL_SIZE = Scene("full size", "dog", frames=12, written=(), reduction=1)  # for `official.py` only: takes minutes


def averaged(picture: np.ndarray, reduction: int) -> np.ndarray:
    """[h, w, ...] uint8 to [h / reduction, w / reduction, ...], in whole numbers, so that it is the same everywhere."""
    height, width = (side // reduction for side in picture.shape[:2])
    content = picture[: height * reduction, : width * reduction].astype(np.uint32)
    tiles = content.reshape(height, reduction, width, reduction, *picture.shape[2:])
    return ((tiles.sum(axis=(1, 3)) + reduction**2 // 2) // reduction**2).astype(np.uint8)


@dataclass(frozen=True)
class Found:
    """What was found in a scene: by frame, label maps [h, w] uint8 and logits [objects, h, w], padding included."""

    label_maps: dict[int, np.ndarray]
    logits: dict[int, Tensor]


def found_by(network: STCN, scene: Scene, davis: Path) -> Found:
    run, given = Run(network, Memory(previous_too=scene.previous_too)), scene.given(davis)
    label_maps, logits = {}, {}
    for number, picture in enumerate(scene.pictures(davis)):
        label_maps[number] = run.step(picture, given.get(number))
        if run.logits is not None:
            logits[number] = run.logits[:, 0]
    return Found(label_maps, logits)


def sparse_logits(found: Found, scene: Scene) -> dict[str, np.ndarray]:
    """As the fixture holds them, by key."""
    step = 2 * LOGIT_STEP // scene.reduction
    return {
        f"{scene.name}/logits/{number}": found.logits[number][:, step // 2 :: step, step // 2 :: step].numpy()
        for number in scene.written
    }


def sparse_labels(found: Found, scene: Scene) -> np.ndarray:
    """[frames, h / 4, w / 4] uint8 (in a scene of half size), as the fixture holds it under the name and `/labels`."""
    step = 2 * LABEL_STEP // scene.reduction
    return np.stack([found.label_maps[number][::step, ::step] for number in range(scene.frames)])


def tensor_list(state: Mapping[str, Tensor]) -> list[str]:
    """Key, type and shape of each tensor; that of the official network is in the fixture under `tensors`."""
    return [f"{key} {str(tensor.dtype).removeprefix('torch.')} {list(tensor.shape)}" for key, tensor in state.items()]


def reference_state() -> dict[str, Tensor]:
    """The state dict of the reference: random, but for the last layer, which the fixture holds."""
    fixture = np.load(FIXTURE)
    fitted = {key: torch.from_numpy(fixture[key]) for key in FITTED}
    return random_state({key: tensor.shape for key, tensor in STCN().state_dict().items()}) | fitted


def reference_network() -> STCN:
    network = STCN()
    network.load_state_dict(reference_state())
    return network.eval().requires_grad_(False)
