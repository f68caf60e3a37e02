"""Writes the results of `inference.py` on a drawn video, which the browser's tests compare with.

    python -m models.enhancer.reference

The file is `reference.json`. `src/networks/enhancer/enhancerReference.test.ts` runs the browser's code on the same
video with the same weights and compares neighbours, packets, planes and mask. The export writes the file, too.
"""

from pathlib import Path

import numpy as np
import torch

from models.common.drawn_scene import scene_frame
from models.common.reference import NAME, sha256_of, write_compact_json
from models.data.compression import Packets, object_cover
from models.enhancer.inference import VideoEnhancer
from models.enhancer.network import WEIGHTS, Enhancer, load_enhancer

STEP = 11  # from one sample in the file to the next
# Odd sides; a second key frame; frames at the start, in the middle and at the end of groups of pictures.
VIDEO = {"width": 151, "height": 101, "objects": 2, "count": 12, "keys": [0, 8], "crf": 45}
ENHANCED = [0, 3, 7, 8, 11]


def packets() -> Packets:
    """Returns packet sizes in integers that the browser's test computes, too."""
    times = np.arange(VIDEO["count"])
    keys = np.isin(times, VIDEO["keys"])
    return Packets(np.where(keys, 300, 20 + 7 * (times * times % 11)).astype(np.int32), keys)


def reference(network: Enhancer) -> list[dict]:
    """Returns, for each frame of `ENHANCED`, every `STEP`-th sample of the packed yuv420p frame, and the sum of all."""
    width, height, objects = VIDEO["width"], VIDEO["height"], VIDEO["objects"]
    drawn = [scene_frame(width, height, objects, time) for time in range(VIDEO["count"])]
    frames = np.stack([frame for frame, _ in drawn])
    enhancer = VideoEnhancer(network, frames, packets(), width, height, VIDEO["crf"])
    results = []
    for time in ENHANCED:
        enhanced = enhancer.enhance(time, object_cover(drawn[time][1]))
        results.append({"frame": time, "samples": enhanced[::STEP].tolist(), "sum": int(enhanced.sum(dtype=np.int64))})
    return results


def write_reference(network: Enhancer, folder: Path) -> None:
    weights = sha256_of(folder / WEIGHTS.name)
    content = {"weights": weights, "step": STEP, **VIDEO, "results": reference(network)}
    write_compact_json(folder / NAME, content)


def main() -> None:
    torch.set_num_threads(1)
    write_reference(load_enhancer(), WEIGHTS.parent)


if __name__ == "__main__":
    main()
