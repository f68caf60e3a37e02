"""Writes the results of `refine.py` on a drawn scene, which the browser's tests compare with.

    python -m models.mask_refiner.reference

The file is `reference.json`. `src/networks/maskRefiner/maskRefinerReference.test.ts` runs the browser's code on the
same pictures and label maps with the same weights. The export writes the file, too.
"""

from pathlib import Path

import numpy as np
import torch

from models.common.drawn_scene import scene_frame
from models.common.reference import NAME, run_lengths, sha256_of, write_compact_json
from models.enhancer.planes import frame_to_planes
from models.mask_refiner.network import WEIGHTS, MaskRefiner, load_refiner
from models.mask_refiner.refine import object_logits, refine

SCENE = {"width": 231, "height": 151, "objects": 3, "crf": 45, "scale": 3}  # odd sides; objects touch
TIMES = (0, 5, 9)
STEP = 37  # from one logit in the file to the next


def coarse(ids: np.ndarray, scale: int) -> np.ndarray:
    """Subsamples a label map as at a coding `scale`: each square gets the label of its first pixel."""
    rows, columns = (np.arange(side) // scale * scale for side in ids.shape)
    return ids[np.ix_(rows, columns)]


def reference(network: MaskRefiner) -> list[dict]:
    """Returns, for each time, the refined label map as run lengths, and some logits: of the union, then of each."""
    width, height, scale = SCENE["width"], SCENE["height"], SCENE["scale"]
    results = []
    for time in TIMES:
        frame, ids = scene_frame(width, height, SCENE["objects"], time)
        planes, decoded, crf = frame_to_planes(frame, width, height), coarse(ids, scale), SCENE["crf"]
        masks = [decoded > 0, *(decoded == number for number in np.unique(decoded[decoded > 0]))]
        logits = [object_logits(network, planes, mask.astype(np.uint8), scale, crf).ravel()[::STEP] for mask in masks]
        refined = refine(network, planes, decoded, scale, crf)
        rounded = [[round(float(logit), 5) for logit in one] for one in logits]
        results.append({"time": time, "logits": rounded, "runs": run_lengths(refined)})
    return results


def write_reference(network: MaskRefiner, folder: Path) -> None:
    weights = sha256_of(folder / WEIGHTS.name)
    content = {"weights": weights, "step": STEP, **SCENE, "results": reference(network)}
    write_compact_json(folder / NAME, content)


def main() -> None:
    torch.set_num_threads(1)
    write_reference(load_refiner(), WEIGHTS.parent)


if __name__ == "__main__":
    main()
