"""Three scenes to compare the official code with ours, with the same random weights.

`reference.npz` is written by `official.py`: see `models/common/official_reference.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from torch import Tensor

from models.common.official_reference import (
    SceneResults,
    fixture_state,
    halves,
    read_annotation,
    read_pictures,
    segment_scene,
)
from models.stcn.inference import Run
from models.stcn.memory import Memory
from models.stcn.network import STCN
from models.stcn.random_weights import random_tensor

FIXTURE = Path(__file__).parent / "reference.npz"
FITTED = ("decoder.pred.weight", "decoder.pred.bias")
LOGIT_STEP, LABEL_STEP = 32, 4  # rows and columns between samples in the fixture, in a scene of half size


@dataclass(frozen=True)
class Scene:
    name: str
    sequence: str
    frames: int
    written: tuple[int, ...]  # frames whose logits are written
    reduction: int  # pixels, down and along, that are averaged to one
    late: int | None = None  # frame at which the second object is given; None: the first frame
    previous_too: bool = False

    def pictures(self, davis: Path) -> list[np.ndarray]:
        """Reads the frames, RGB [h, w, 3] uint8."""
        return [averaged(picture, self.reduction) for picture in read_pictures(davis, self.sequence, self.frames)]

    def given(self, davis: Path) -> dict[int, np.ndarray]:
        """Returns, by frame number, the ids [h, w] uint8 of objects that appear in that frame."""
        first = self.halves(davis, 0)
        if self.late is None:
            return {0: first}
        second = self.halves(davis, self.late)
        return {0: first * (first == 1), self.late: second * (second == 2)}

    def halves(self, davis: Path, frame: int) -> np.ndarray:
        return halves(averaged(read_annotation(davis, self.sequence, frame), self.reduction) > 127)


SCENES = (
    Scene("two objects", "dog", frames=12, written=(1, 6, 11), reduction=2),
    Scene("late object", "libby", frames=11, written=(3, 4, 10), reduction=4, late=3),
    Scene("previous too", "blackswan", frames=8, written=(2, 7), reduction=4, previous_too=True),
)
FULL_SIZE = Scene("full size", "dog", frames=12, written=(), reduction=1)  # for `official.py` only: takes minutes


def averaged(picture: np.ndarray, reduction: int) -> np.ndarray:
    """Averages [h, w, ...] uint8 to [h / reduction, w / reduction, ...]; in integers, to be reproducible."""
    height, width = (side // reduction for side in picture.shape[:2])
    content = picture[: height * reduction, : width * reduction].astype(np.uint32)
    tiles = content.reshape(height, reduction, width, reduction, *picture.shape[2:])
    return ((tiles.sum(axis=(1, 3)) + reduction**2 // 2) // reduction**2).astype(np.uint8)


def results_of(network: STCN, scene: Scene, davis: Path) -> SceneResults:
    """Segments a scene; the logits include the padding."""
    run = Run(network, Memory(previous_too=scene.previous_too))
    return segment_scene(run, scene.pictures(davis), scene.given(davis))


def sparse_logits(results: SceneResults, scene: Scene) -> dict[str, np.ndarray]:
    """Returns the sampled logits by the key under which the fixture stores them."""
    step = 2 * LOGIT_STEP // scene.reduction
    return {
        f"{scene.name}/logits/{number}": results.logits[number][:, step // 2 :: step, step // 2 :: step].numpy()
        for number in scene.written
    }


def sparse_labels(results: SceneResults, scene: Scene) -> np.ndarray:
    """Returns the sampled label maps, which the fixture stores as `SCENE/labels`.

    They are [frames, h / 4, w / 4] uint8 in a scene of half size.
    """
    step = 2 * LABEL_STEP // scene.reduction
    return np.stack([results.label_maps[number][::step, ::step] for number in range(scene.frames)])


def tensor_list(state: Mapping[str, Tensor]) -> list[str]:
    """Lists key, type and shape of each tensor; the fixture stores the official network's list as `tensors`."""
    return [f"{key} {str(tensor.dtype).removeprefix('torch.')} {list(tensor.shape)}" for key, tensor in state.items()]


def reference_state() -> dict[str, Tensor]:
    """Random weights; the last layer is read from the fixture."""
    return fixture_state(FIXTURE, FITTED, STCN().state_dict(), random_tensor)


def reference_network() -> STCN:
    network = STCN()
    network.load_state_dict(reference_state())
    return network.eval().requires_grad_(False)
