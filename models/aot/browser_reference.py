"""Writes the results of `inference.py` on drawn scenes, which the browser's tests compare with.

    python -m models.aot.browser_reference

The file is `browser_reference.json`. `src/networks/vos/aot/aotReference.test.ts` runs the browser's code with the same
weights and compares pictures, sizes, labels, memory, a late object and passes of ten objects. The weights come from a
formula that the test computes, too (`models/common/formula_weights.py`), except for the last layer, which is fitted and
written to the file.
"""

from pathlib import Path

import numpy as np
import torch

from models.aot.fitting import fitted_last_layer
from models.aot.inference import Run
from models.aot.network import OBJECTS, R50AOTL
from models.aot.random_weights import random_tensor
from models.aot.reference import FITTED
from models.common.drawn_scene import scene_frame
from models.common.random_weights import formula_state
from models.common.reference import as_written, four_digits, run_lengths, write_compact_json
from models.data.yuv import planes_to_rgb, split_planes

FILE = Path(__file__).with_name("browser_reference.json")
SIZE = {"width": 231, "height": 150}  # neither side is 16 k + 1
IDS = [3, 7]
BOXES = {"name": "an object that is given late", "count": 9, "late": 2, "interval": 3}
TILES = {"name": "twelve objects in two passes", "count": 3, "interval": 1}
STEP = 24  # rows and columns between two logits that are written


def picture(time: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns a frame as RGB [h, w, 3] float32, 0..255, and its ids [h, w] uint8."""
    width, height = SIZE["width"], SIZE["height"]
    frame, label_map = scene_frame(width, height, len(IDS), time)
    return 255 * planes_to_rgb(*split_planes(frame, width, height), width, height), label_map


def tiles() -> np.ndarray:
    """Draws ids 1 to 12 in three rows of four, each in the middle of its tile."""
    y, x = np.mgrid[: SIZE["height"], : SIZE["width"]]
    down, along = SIZE["height"] // 3, SIZE["width"] // 4
    inside = (np.abs(2 * (y % down) - down) < down // 2) & (np.abs(2 * (x % along) - along) < along // 2)
    return (inside * (np.minimum(y // down, 2) * 4 + np.minimum(x // along, 3) + 1)).astype(np.uint8)


def reference_network() -> R50AOTL:
    """The network whose last layer is fitted to the scenes' first two frames and rounded as in the file."""
    network = R50AOTL()
    state = formula_state(network.state_dict(), random_tensor)
    network.load_state_dict(state)
    network.eval().requires_grad_(False)
    frames, ids = [picture(time)[0] for time in (0, 1)], [picture(time)[1] for time in (0, 1)]
    numbers = [
        np.sum([(found == object_id) * number for number, object_id in enumerate(IDS, 1)], axis=0) for found in ids
    ]
    first_pass = tiles() * (tiles() <= OBJECTS)
    fitted = fitted_last_layer(network, [(frames, numbers), (frames, (first_pass, first_pass))])
    fitted = {key: as_written(tensor) for key, tensor in fitted.items()}
    network.load_state_dict(state | fitted)
    return network


def results(network: R50AOTL, count: int, interval: int, given: dict[int, np.ndarray]) -> list[dict]:
    """Returns, for each frame after the first, the logits of all classes and the label map as run lengths."""
    run = Run(network, interval=interval)
    found = []
    for time in range(count):
        label_map = run.step(picture(time)[0], given.get(time))
        if run.logits is not None:
            logits = run.logits[:, ::STEP, ::STEP].flatten().tolist()
            found.append({"logits": [round(value, 4) for value in logits], "map": run_lengths(label_map)})
    return found


def scenes(network: R50AOTL) -> list[dict]:
    late = BOXES["late"]
    boxes = {time: np.where(picture(time)[1] == number, number, 0) for time, number in zip((0, late), IDS, strict=True)}
    return [
        BOXES | {"results": results(network, BOXES["count"], BOXES["interval"], boxes)},
        TILES | {"results": results(network, TILES["count"], TILES["interval"], {0: tiles()})},
    ]


def main() -> None:
    torch.set_num_threads(1)
    network = reference_network()
    state = network.state_dict()
    content = {**SIZE, "ids": IDS, "step": STEP, "fitted": {key: four_digits(state[key]) for key in FITTED}}
    write_compact_json(FILE, content | {"scenes": scenes(network)})


if __name__ == "__main__":
    main()
