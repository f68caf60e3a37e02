"""Writes the results of `inference.py` on drawn scenes, which the browser's tests compare with.

    python -m models.compact_vos.reference

The file is `reference.json`. `src/networks/vos/compact/compactReference.test.ts` runs the browser's code on the same
scenes with the same weights and compares pictures, masks, memory and upsampling. The export writes the file, too.
"""

from pathlib import Path

import torch

from models.common.drawn_scene import OBJECT_IDS, scene_frame
from models.common.reference import NAME, run_lengths, sha256_of, write_compact_json
from models.compact_vos.inference import grid_of, image_of, label_map_of, masks_of, track
from models.compact_vos.network import WEIGHTS, CompactVOS, load_network

STEP = 16  # rows and columns between samples of the probabilities
# Frames whose results are written. In the first scene, all slots are taken after frame 21, and frame 26 replaces one;
# its sides are odd, and smaller than the network's picture. The second scene is scaled down, and its chroma up.
SCENES = (
    {"width": 151, "height": 101, "objects": 2, "frames": [1, 2, 7, 12, 27]},
    {"width": 606, "height": 362, "objects": 3, "frames": [1, 3]},
)


def reference(network: CompactVOS) -> list[dict]:
    """Returns each scene with its results: see `Scene` in `src/networks/vos/compact/compactReference.test.ts`."""
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
            results.append({"probabilities": [round(value, 5) for value in sampled], "map": run_lengths(label_map)})
    return results


def write_reference(network: CompactVOS, folder: Path) -> None:
    weights = sha256_of(folder / WEIGHTS.name)
    content = {"weights": weights, "step": STEP, "object_ids": OBJECT_IDS, "scenes": reference(network)}
    write_compact_json(folder / NAME, content)


def main() -> None:
    torch.set_num_threads(1)
    write_reference(load_network(), WEIGHTS.parent)


if __name__ == "__main__":
    main()
