"""What `inference.py` finds in drawn scenes, for the browser's test: `python -m models.compact_vos.reference`.

Writes `reference.json`, to which `src/networks/vos/compact/compactReference.test.ts` compares what the browser's code
computes of the same scenes with the same weights: pictures, masks, memory and upsampling. The export writes it, too.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import torch

from models.compact_vos.inference import grid_of, image_of, label_map_of, masks_of, track
from models.compact_vos.network import CompactVOS
from models.compact_vos.weights import WEIGHTS, load_network

NAME = "reference.json"
STEP = 16  # rows and columns between two probabilities that are written
OBJECT_IDS = [3, 7, 9]
# Frames whose results are written. The first scene's slots are all taken after frame 21, and frame 26 replaces one;
# its sides are odd, and smaller than the network's picture. The second one is averaged down, its chroma up.
SCENES = (
    {"width": 151, "height": 101, "objects": 2, "frames": [1, 2, 7, 12, 27]},
    {"width": 606, "height": 362, "objects": 3, "frames": [1, 3]},
)


def scene_frame(width: int, height: int, objects: int, time: int) -> tuple[np.ndarray, np.ndarray]:
    """Boxes that move over a ground and each other: packed yuv420p and label map [height, width], whole numbers only.

    `src/networks/testing/testScene.ts` draws the same.
    """
    y, x = np.mgrid[:height, :width]
    label_map = np.zeros((height, width), np.uint8)
    luma = 60 + (x * x // 64 + 3 * y + x * y // 32) % 60
    blue = 118 + (x // 8 + y // 16) % 9
    red = 124 + (x // 16 + y // 8) % 7
    for number, object_id in enumerate(OBJECT_IDS[:objects]):
        left = width // 10 + number * (width // 3) + time * (1 - 2 * (number % 2))
        top = height // 6 + number * (height // 5) + number * time // 2
        inside = (x >= left) & (x < left + width // 5) & (y >= top) & (y < top + height // 4)
        label_map[inside] = object_id
        luma[inside] = 180 - 50 * number + ((5 * (x - left) + 3 * (y - top)) % 25)[inside]
        blue[inside] = 100 + 40 * number
        red[inside] = 170 - 45 * number
    planes = (luma, blue[::2, ::2], red[::2, ::2])
    return np.concatenate([plane.astype(np.uint8).ravel() for plane in planes]), label_map


def reference(network: CompactVOS) -> list[dict]:
    """Each scene with what is found in it: see `Scene` in `src/networks/vos/compact/compactReference.test.ts`."""
    return [scene | {"results": _results(network, **scene)} for scene in SCENES]


def _results(network: CompactVOS, width: int, height: int, objects: int, frames: list[int]) -> list[dict]:
    drawn = [scene_frame(width, height, objects, time) for time in range(frames[-1] + 1)]
    grid, object_ids = grid_of(width, height), OBJECT_IDS[:objects]
    images = (image_of(frame, grid) for frame, _ in drawn)
    results = []
    for time, probabilities in enumerate(track(network, images, masks_of(drawn[0][1], object_ids, grid)), start=1):
        if time in frames:
            sampled = probabilities[:, ::STEP, ::STEP].flatten().tolist()
            label_map = label_map_of(probabilities, object_ids, grid)
            results.append({"probabilities": [round(value, 5) for value in sampled], "map": _runs(label_map)})
    return results


def _runs(label_map: np.ndarray) -> list[int]:
    """Row by row: an id, how often it follows, the next id, and so on."""
    flat = label_map.ravel()
    starts = np.concatenate(([0], np.flatnonzero(np.diff(flat)) + 1))
    lengths = np.diff(np.append(starts, flat.size))
    return np.stack((flat[starts], lengths), axis=1).ravel().tolist()


def write_reference(network: CompactVOS, folder: Path) -> None:
    weights = hashlib.sha256((folder / WEIGHTS.name).read_bytes()).hexdigest()
    content = {"weights": weights, "step": STEP, "object_ids": OBJECT_IDS, "scenes": reference(network)}
    (folder / NAME).write_text(json.dumps(content, separators=(",", ":")) + "\n")


def main() -> None:
    torch.set_num_threads(1)
    write_reference(load_network(), WEIGHTS.parent)


if __name__ == "__main__":
    main()
