"""Measures the refiner's gains on the DAVIS validation sequences.

    python -m models.mask_refiner.validate --davis ../shared/davis --cache ../refiner-validation

Annotations (or `--masks`, a VOS network's predictions) go through the mask stream, pictures through x265 at each CRF. J
and F of the decoded masks are measured against the annotations, before and after refinement. A sequence's number is the
mean over its frames. The classical filter's figures on the same masks: `npm run --silent bench -- --only refinement`.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

from models.common.scores import contour_accuracy, region_similarity
from models.data.coded_masks import CodedMasks, MaskCoding, code_masks
from models.data.compression import through_x265
from models.data.davis_validation import ValidationSequence, read_sequence, sequence_names
from models.enhancer.planes import frame_to_planes
from models.mask_refiner.network import WEIGHTS, MaskRefiner, load_refiner
from models.mask_refiner.refine import refine

Scores = tuple[float, float]  # J and F


def validate_sequence(
    network: MaskRefiner, sequence: ValidationSequence, coded: CodedMasks, coding: MaskCoding, crf: int, every: int
) -> tuple[Scores, Scores]:
    """Returns the scores before and after refinement, as means over every `every`-th frame."""
    width, height = sequence.width, sequence.height
    decoded = through_x265(sequence.frames, width, height, crf)
    before, after = [], []
    for frame in range(0, len(decoded), every):
        mask, truth = coded.mask(frame, coding), sequence.masks[frame]
        refined = refine(network, frame_to_planes(decoded[frame], width, height), mask, coded.scales[coding], crf)
        for scores, found in ((before, mask), (after, refined)):
            scores.append((region_similarity(truth, found > 0), contour_accuracy(truth, found > 0)))
    return tuple(np.mean(before, axis=0).tolist()), tuple(np.mean(after, axis=0).tolist())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--davis", type=Path, default=Path("../shared/davis"))
    parser.add_argument("--cache", type=Path, required=True, help="a folder outside the repository for coded masks")
    parser.add_argument("--masks", type=Path, help="folder of predicted masks; needs its own cache")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="weights.pt or a training checkpoint")
    parser.add_argument("--quality", default="38,43", help="of the mask stream, comma-separated")
    parser.add_argument("--crf", default="45,48,51", help="comma-separated")
    parser.add_argument("--every", type=int, default=1, help="measure every Nth frame")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, help="a JSON file of all numbers")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = load_refiner(arguments.weights)
    masks = arguments.masks or arguments.davis / "Annotations" / "480p"
    results = {}
    for coding in (MaskCoding(int(quality)) for quality in arguments.quality.split(",")):
        for crf in map(int, arguments.crf.split(",")):
            rows = {}
            for name in sequence_names(arguments.davis):
                coded = code_masks(masks / name, arguments.cache, (coding,))
                sequence = read_sequence(arguments.davis, name)
                before, after = validate_sequence(network, sequence, coded, coding, crf, arguments.every)
                rows[name] = {"scale": coded.scales[coding], "before": before, "after": after}
                _print(f"{coding.name} CRF {crf} {name:16} scale {coded.scales[coding]}", before, after)
            results[f"{coding.name}, CRF {crf}"] = rows
            means = [np.mean([row[key] for row in rows.values()], axis=0) for key in ("before", "after")]
            _print(f"{coding.name} CRF {crf} {'mean':16}        ", *means)
    if arguments.out:
        arguments.out.write_text(json.dumps(results, indent=1) + "\n")


def _print(what: str, before: Scores, after: Scores) -> None:
    gains = [1e4 * (new - old) for old, new in zip(before, after, strict=True)]
    print(
        f"{what}  J {before[0]:.4f} {gains[0]:+6.1f}  F {before[1]:.4f} {gains[1]:+6.1f}  (gains in 1e-4)", flush=True
    )


if __name__ == "__main__":
    main()
