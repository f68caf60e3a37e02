"""Measures J, F and id swaps of three objects that occlude each other, in sequences rendered from validation ones.

    python -m models.compact_vos.validate_objects --davis ../shared/davis --out ../vos-objects.json

`models/data/rendered.py` renders the sequences from a seed. J and F are means over objects and frames, as in
davis2017-evaluation. A sequence keeps its ids if, after the first occlusion, no object that is mostly visible is
swapped: predicted with more pixels on another object than on itself.
"""

import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np
import torch

from models.common.scores import contour_accuracy, region_similarity
from models.compact_vos.inference import segment
from models.compact_vos.network import WEIGHTS, CompactVOS, load_network
from models.data.davis_validation import sequence_names
from models.data.images import read_mask, read_rgb
from models.data.rendered import OBJECTS, Cutout, RenderedSequence, render

HIDDEN = 0.3  # share of an object that counts as an occlusion
IN_SIGHT = 0.5  # visible share from which an object counts


def validate_rendered(network: CompactVOS, sequence: RenderedSequence) -> dict:
    """Returns mean J and F over objects and frames (first and last excluded), and id swaps."""
    frames = [cv2.cvtColor(frame, cv2.COLOR_RGB2YUV_I420).ravel() for frame in sequence.frames]
    found = list(segment(network, frames, sequence.label_maps[0]))
    scores = [
        (region_similarity(truth == number, map_ == number), contour_accuracy(truth == number, map_ == number))
        for truth, map_ in list(zip(sequence.label_maps, found, strict=True))[1:-1]
        for number in range(1, OBJECTS + 1)
    ]
    j, f = np.mean(scores, axis=0)
    swapped = swapped_frames(sequence, found)
    return {"J": float(j), "F": float(f), "occluded": bool((sequence.hidden > HIDDEN).any()), "swapped_frames": swapped}


def swapped_frames(sequence: RenderedSequence, found: list[np.ndarray]) -> list[int]:
    """Finds frames after the first occlusion in which a visible object is predicted more on another than on itself."""
    hidden = (sequence.hidden > HIDDEN).any(axis=1)
    begun = int(hidden.argmax()) if hidden.any() else len(found)
    swapped = []
    for frame in range(begun, len(found)):
        # Row: true object; column: predicted.
        pixels = np.zeros((OBJECTS + 1, OBJECTS + 1), int)
        np.add.at(pixels, (sequence.label_maps[frame].ravel(), found[frame].ravel()), 1)
        on_objects = pixels[1:, 1:]
        own, most = on_objects.diagonal(), on_objects.max(axis=0)
        if ((most > own) & (1 - sequence.hidden[frame] >= IN_SIGHT)).any():
            swapped.append(frame)
    return swapped


def rendered_sequences(davis: Path, count: int, frames: int, seed: int) -> list[RenderedSequence]:
    names = sequence_names(davis)
    sources = {name: _cutout(davis, name) for name in names}
    sequences = []
    for number in range(count):
        random = np.random.default_rng([seed, number])
        chosen = random.choice(names, OBJECTS + 1, replace=False)
        cutouts = [sources[name] for name in chosen[1:]]
        sequences.append(render(sources[chosen[0]].frames, cutouts, frames, random))
    return sequences


def _cutout(davis: Path, name: str) -> Cutout:
    annotations = sorted((davis / "Annotations" / "480p" / name).glob("*.png"))
    masks = np.stack([read_mask(path) for path in annotations])
    pictures = sorted((davis / "JPEGImages" / "480p" / name).glob("*.jpg"))
    frames = np.stack([read_rgb(path) for path in pictures])
    # Use only the frames in which the object is large.
    areas = masks.sum((1, 2))
    large = areas > areas.max() / 3
    return Cutout(frames[: len(masks)][large], masks[large])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--davis", type=Path, default=Path("../shared/davis"))
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="weights.pt or a training checkpoint")
    parser.add_argument("--count", type=int, default=20, help="sequences")
    parser.add_argument("--frames", type=int, default=40, help="of each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--pictures", type=Path, help="folder for JPEGs of the rendered sequences with labels")
    parser.add_argument("--out", type=Path, help="a JSON file of all numbers")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = load_network(arguments.weights)
    rows = []
    sequences = rendered_sequences(arguments.davis, arguments.count, arguments.frames, arguments.seed)
    for number, sequence in enumerate(sequences):
        if arguments.pictures:
            _write_pictures(sequence, arguments.pictures, number)
        begun = time.perf_counter()
        rows.append(row := validate_rendered(network, sequence))
        seconds = (time.perf_counter() - begun) / arguments.frames
        kept = "ids kept" if not row["swapped_frames"] else f"ids swapped in {len(row['swapped_frames'])} frames"
        note = kept if row["occluded"] else "nothing was hidden"
        print(f"{number:3} J {row['J']:.3f}  F {row['F']:.3f}  {note}, {seconds:.2f} s a frame", flush=True)
    occluded = [row for row in rows if row["occluded"]]
    summary = {
        "sequences": len(rows),
        "J": float(np.mean([row["J"] for row in rows])),
        "F": float(np.mean([row["F"] for row in rows])),
        "J&F": float(np.mean([(row["J"] + row["F"]) / 2 for row in rows])),
        "occluded": len(occluded),
        "ids_kept": float(np.mean([not row["swapped_frames"] for row in occluded])) if occluded else None,
    }
    print(json.dumps(summary, indent=1))
    if arguments.out:
        arguments.out.write_text(json.dumps(summary | {"rows": rows}, indent=1) + "\n")


def _write_pictures(sequence: RenderedSequence, folder: Path, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    colours = np.array([[0, 0, 0], [255, 60, 60], [60, 255, 60], [60, 60, 255]], np.float32)
    for frame in range(0, len(sequence.frames), max(1, len(sequence.frames) // 4)):
        labels = sequence.label_maps[frame]
        shown = np.where(
            labels[..., None] > 0, 0.6 * sequence.frames[frame] + 0.4 * colours[labels], sequence.frames[frame]
        )
        cv2.imwrite(str(folder / f"{number:02}-{frame:03}.jpg"), shown[..., ::-1].astype(np.uint8))


if __name__ == "__main__":
    main()
