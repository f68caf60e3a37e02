"""Writes the results of `inference.py` on a drawn scene, which the browser's tests compare with.

    python -m models.stcn.browser_reference

The file is `browser_reference.json`. `src/networks/vos/stcn/stcnReference.test.ts` runs the browser's code with the
same weights and compares pictures, padding, masks, memory, a late object and aggregation. The weights come from a
formula that the test computes, too (`models/common/formula_weights.py`), except for the last layer, which is fitted and
written to the file.
"""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from models.common.drawn_scene import scene_frame
from models.common.random_weights import formula_state
from models.common.reference import as_written, four_digits, run_lengths, write_compact_json
from models.data.yuv import planes_to_rgb, split_planes
from models.stcn.fitting import fitted_last_layer
from models.stcn.inference import Run
from models.stcn.memory import Memory
from models.stcn.network import STCN
from models.stcn.pictures import grid_of, image_of, masks_of
from models.stcn.random_weights import random_tensor
from models.stcn.reference import FITTED

FILE = Path(__file__).with_name("browser_reference.json")
# The sides are padded on both sides, by an odd number of columns.
SCENE = {"width": 231, "height": 150, "objects": 2, "count": 9, "late": 2, "interval": 3}
IDS = [3, 7]
STEP = 16  # rows and columns between two logits that are written


def picture(time: int) -> tuple[np.ndarray, np.ndarray]:
    """Returns a frame as RGB [h, w, 3] float32, 0..255, and its ids [h, w] uint8."""
    width, height = SCENE["width"], SCENE["height"]
    frame, label_map = scene_frame(width, height, SCENE["objects"], time)
    return 255 * planes_to_rgb(*split_planes(frame, width, height), width, height), label_map


def reference_network(fitted: dict[str, Tensor] | None = None) -> STCN:
    """The network with the given last layer, or with one that is fitted to the scene's first two frames."""
    network = STCN()
    state = formula_state(network.state_dict(), random_tensor)
    network.load_state_dict(state)
    network.eval().requires_grad_(False)
    if fitted is None:
        grid = grid_of(SCENE["width"], SCENE["height"], None)
        drawn = [picture(time) for time in (0, 1)]
        images = [image_of(frame, grid) for frame, _ in drawn]
        fitted = fitted_last_layer(network, [(images, [masks_of(ids, IDS, grid) for _, ids in drawn])])
        fitted = {key: as_written(tensor) for key, tensor in fitted.items()}
    network.load_state_dict(state | fitted)
    return network


def results(network: STCN) -> list[dict]:
    """Returns, for each frame after the first, each object's logits and the label map as run lengths."""
    run = Run(network, Memory(SCENE["interval"]))
    found = []
    for time in range(SCENE["count"]):
        frame, ids = picture(time)
        late = {0: IDS[0], SCENE["late"]: IDS[1]}.get(time)
        label_map = run.step(frame, None if late is None else np.where(ids == late, ids, 0))
        if run.logits is not None:
            logits = run.logits[:, 0, ::STEP, ::STEP].flatten().tolist()
            found.append({"logits": [round(value, 4) for value in logits], "map": run_lengths(label_map)})
    return found


def main() -> None:
    torch.set_num_threads(1)
    network = reference_network()
    state = network.state_dict()
    fitted = {key: four_digits(state[key]) for key in FITTED}
    content = {**SCENE, "ids": IDS, "step": STEP, "fitted": fitted, "results": results(network)}
    write_compact_json(FILE, content)


if __name__ == "__main__":
    main()
