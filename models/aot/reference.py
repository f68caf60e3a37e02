"""Two scenes to compare the official code with ours, with the same random weights.

`reference.npz` is written by `official.py`: see `models/common/official_reference.py`.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from torch import Tensor

from models.aot.inference import Run
from models.aot.network import R50AOTL, Steps
from models.aot.random_weights import random_tensor
from models.common.official_reference import (
    SceneResults,
    fixture_state,
    halves,
    read_annotation,
    read_pictures,
    segment_scene,
)

FIXTURE = Path(__file__).parent / "reference.npz"
FITTED = ("decoder.conv_out.weight", "decoder.conv_out.bias")
LOGIT_STEP, LABEL_STEP = 32, 8  # rows and columns between samples in the fixture


@dataclass(frozen=True)
class Scene:
    name: str
    sequence: str
    frames: int
    written: tuple[int, ...]  # frames whose logits are written
    size: tuple[int, int] | None = None  # width and height that the frames are scaled to; None: not scaled

    def pictures(self, davis: Path) -> list[np.ndarray]:
        """Reads the frames, RGB [h, w, 3] uint8."""
        pictures = read_pictures(davis, self.sequence, self.frames)
        return [cv2.resize(p, self.size, interpolation=cv2.INTER_AREA) if self.size else p for p in pictures]

    def label_maps(self, davis: Path) -> dict[int, np.ndarray]:
        """Returns, by frame number, the ids [h, w] uint8 of objects that appear in that frame."""
        return {0: self.halves(davis, 0)} if self.size is None else tiles(*self.size)

    def halves(self, davis: Path, frame: int) -> np.ndarray:
        return halves(read_annotation(davis, self.sequence, frame) > 0)


SCENES = (
    Scene("two objects", "dog", frames=12, written=(1, 6, 11)),
    # Eight objects, and at frame 3 five more: two passes, and memories that begin at different frames.
    Scene("two passes", "soapbox", frames=10, written=(2, 4, 9), size=(427, 240)),
)


def tiles(width: int, height: int) -> dict[int, np.ndarray]:
    """Draws thirteen rectangles, numbered in order of appearance: eight at frame 0, and five more at frame 3.

    One of the five covers parts of others.
    """
    first, later = (np.zeros((height, width), np.uint8) for _ in range(2))
    for number in range(8):
        left, top = 20 + number % 4 * 100, 15 + number // 4 * 110
        first[top : top + 55, left : left + 60] = number + 1
    for number in range(5):
        left, top = 10 + number * 80, 85 + number * 10
        later[top : top + 40, left : left + 65] = number + 9
    return {0: first, 3: later}


def results_of(network: Steps, scene: Scene, davis: Path) -> SceneResults:
    return segment_scene(Run(network), scene.pictures(davis), scene.label_maps(davis))


def sparse_logits(results: SceneResults, scene: Scene) -> dict[str, np.ndarray]:
    """Returns the sampled logits by the key under which the fixture stores them."""
    half = LOGIT_STEP // 2
    return {
        f"{scene.name}/logits/{number}": results.logits[number][:, half::LOGIT_STEP, half::LOGIT_STEP].numpy()
        for number in scene.written
    }


def sparse_labels(results: SceneResults, scene: Scene) -> np.ndarray:
    """Returns the sampled label maps [frames, h / 8, w / 8] uint8, which the fixture stores as `SCENE/labels`."""
    return np.stack([results.label_maps[number][::LABEL_STEP, ::LABEL_STEP] for number in range(scene.frames)])


def reference_state() -> dict[str, Tensor]:
    """Random weights; the last layer is read from the fixture."""
    return fixture_state(FIXTURE, FITTED, R50AOTL().state_dict(), random_tensor)


def reference_network() -> R50AOTL:
    network = R50AOTL()
    network.load_state_dict(reference_state())
    return network.eval().requires_grad_(False)
