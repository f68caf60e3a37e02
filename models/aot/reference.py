"""Two scenes that the official code and ours both segment, with the same random weights.

`reference.npz` holds what the official code found (written by `official.py`) and the fitted last layer; `models/tests/
test_aot.py` compares ours to it. Frames come from `../shared/davis`, of which the fixture holds nothing.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

from models.aot.inference import Run
from models.aot.network import R50AOTL
from models.aot.random_weights import random_state

FIXTURE = Path(__file__).parent / "reference.npz"
FITTED = ("decoder.conv_out.weight", "decoder.conv_out.bias")
LOGIT_STEP, LABEL_STEP = 32, 8  # rows and columns from one written number to the next


@dataclass(frozen=True)
class Scene:
    name: str
    sequence: str
    frames: int
    written: tuple[int, ...]  # frames whose logits are written
    size: tuple[int, int] | None = None  # width and height that the frames are scaled to, or None: as they are

    def pictures(self, davis: Path) -> list[np.ndarray]:
        """RGB [h, w, 3] uint8."""
        folder = davis / "JPEGImages" / "480p" / self.sequence
        pictures = [cv2.imread(str(folder / f"{number:05}.jpg"))[:, :, ::-1] for number in range(self.frames)]
        return [cv2.resize(p, self.size, interpolation=cv2.INTER_AREA) if self.size else p for p in pictures]

    def label_maps(self, davis: Path) -> dict[int, np.ndarray]:
        """By frame, ids [h, w] uint8 of objects that appear there."""
        return {0: halves(davis, self.sequence)} if self.size is None else tiles(*self.size)


SCENES = (
    Scene("two objects", "dog", frames=12, written=(1, 6, 11)),
    # Eight objects, and at frame 3 five more: two passes, and memories that begin at different frames.
    Scene("two passes", "soapbox", frames=10, written=(2, 4, 9), size=(427, 240)),
)


def halves(davis: Path, sequence: str, frame: int = 0) -> np.ndarray:
    """An annotation's left half as object 1, its right half as object 2: half of the pixels each."""
    path = davis / "Annotations" / "480p" / sequence / f"{frame:05}.png"
    inside = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) > 0
    columns = np.arange(inside.shape[1])
    middle = np.median(np.nonzero(inside)[1])
    return (inside * np.where(columns < middle, 1, 2)).astype(np.uint8)


def tiles(width: int, height: int) -> dict[int, np.ndarray]:
    """Thirteen rectangles, numbered as they appear: eight at frame 0, and at frame 3 five more (of which one covers
    parts of others)."""
    first, later = (np.zeros((height, width), np.uint8) for _ in range(2))
    for number in range(8):
        left, top = 20 + number % 4 * 100, 15 + number // 4 * 110
        first[top : top + 55, left : left + 60] = number + 1
    for number in range(5):
        left, top = 10 + number * 80, 85 + number * 10
        later[top : top + 40, left : left + 65] = number + 9
    return {0: first, 3: later}


@dataclass(frozen=True)
class Found:
    """What was found in a scene: by frame, label maps [h, w] uint8 and logits [objects + 1, h, w]."""

    label_maps: dict[int, np.ndarray]
    logits: dict[int, Tensor]


def found_by(network: R50AOTL, scene: Scene, davis: Path) -> Found:
    run, given = Run(network), scene.label_maps(davis)
    label_maps, logits = {}, {}
    for number, picture in enumerate(scene.pictures(davis)):
        label_maps[number] = run.step(picture, given.get(number))
        if run.logits is not None:
            logits[number] = run.logits
    return Found(label_maps, logits)


def sparse_logits(found: Found, scene: Scene) -> dict[str, np.ndarray]:
    """As the fixture holds them, by key."""
    half = LOGIT_STEP // 2
    return {
        f"{scene.name}/logits/{number}": found.logits[number][:, half::LOGIT_STEP, half::LOGIT_STEP].numpy()
        for number in scene.written
    }


def sparse_labels(found: Found, scene: Scene) -> np.ndarray:
    """[frames, h / 8, w / 8] uint8, as the fixture holds it under the scene's name and `/labels`."""
    return np.stack([found.label_maps[number][::LABEL_STEP, ::LABEL_STEP] for number in range(scene.frames)])


def reference_state() -> dict[str, Tensor]:
    """The state dict of the reference: random, but for the last layer, which the fixture holds."""
    fixture = np.load(FIXTURE)
    fitted = {key: torch.from_numpy(fixture[key]) for key in FITTED}
    return random_state({key: tensor.shape for key, tensor in R50AOTL().state_dict().items()}) | fitted


def reference_network() -> R50AOTL:
    network = R50AOTL()
    network.load_state_dict(reference_state())
    return network.eval().requires_grad_(False)
