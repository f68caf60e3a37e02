"""Measures J and F on the DAVIS-2016 validation sequences.

    python -m models.compact_vos.validate --davis ../shared/davis --out ../vos-validation.json
    python -m models.compact_vos.validate --davis ../shared/davis --crf 45

JPEG pictures -> yuv420p by ffmpeg -> with --crf, encoded by the published x265 command and decoded -> label maps, from
the first frame's annotation -> J and F at full size, as in davis2017-evaluation's semi-supervised task, which excludes
the first and the last frame. The table's last line is the mean over sequences.
"""

import argparse
import json
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch

from models.common.scores import contour_accuracy, region_similarity, statistics
from models.compact_vos.inference import segment
from models.compact_vos.memory import CAPACITY
from models.compact_vos.network import WEIGHTS, CompactVOS, load_network
from models.data.compression import through_x265
from models.data.davis_validation import ValidationSequence, read_sequence, sequence_names


def validate_sequence(
    network: CompactVOS, sequence: ValidationSequence, crf: int | None = None, capacity: int = CAPACITY
) -> dict:
    """Returns J and F of every scored frame, their statistics, and the seconds per frame."""
    frames = sequence.frames
    if crf is not None:
        frames = through_x265(frames, sequence.width, sequence.height, crf)
    started = time.perf_counter()
    predicted = [label_map > 0 for label_map in segment(network, frames, sequence.masks[0].astype(np.uint8), capacity)]
    seconds = time.perf_counter() - started
    pairs = list(zip(sequence.masks, predicted, strict=True))[1:-1]
    frame_scores = {
        "J": [region_similarity(*pair) for pair in pairs],
        "F": [contour_accuracy(*pair) for pair in pairs],
    }
    return {
        **{measure: asdict(statistics(values)) for measure, values in frame_scores.items()},
        "frames": frame_scores,
        "seconds_per_frame": seconds / len(predicted),
    }


def mean_of(rows: list[dict]) -> dict:
    """Returns the mean row: every statistic, averaged over sequences."""
    return {
        measure: {kind: float(np.mean([row[measure][kind] for row in rows])) for kind in rows[0][measure]}
        for measure in ("J", "F")
    }


def table(rows: dict[str, dict]) -> str:
    """Formats a Markdown table for the model card."""
    lines = ["| sequence | J | F | J&F | J recall | J decay | F recall | F decay |", "| --- |" + " --- |" * 7]
    for name, row in rows.items():
        j, f = row["J"], row["F"]
        cells = j["mean"], f["mean"], (j["mean"] + f["mean"]) / 2, j["recall"], j["decay"], f["recall"], f["decay"]
        lines.append(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--davis", type=Path, default=Path("../shared/davis"))
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="weights.pt or a training checkpoint")
    parser.add_argument("--sequences", help="comma-separated; all of the folder by default")
    parser.add_argument("--limit-frames", type=int, help="the first frames only (at least 3)")
    parser.add_argument("--crf", type=int, help="segment frames that x265 compressed")
    parser.add_argument("--capacity", type=int, default=CAPACITY, help="frames in the memory")
    parser.add_argument("--precision", choices=("fp32", "fp16"), default="fp32", help="fp16 is slow on a CPU")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, help="a JSON file of all numbers, frame by frame")
    arguments = parser.parse_args()
    if arguments.limit_frames is not None and arguments.limit_frames < 3:
        parser.error("--limit-frames: at least 3, since the first and the last frame are not scored")

    torch.set_num_threads(arguments.threads)
    network = load_network(arguments.weights)
    if arguments.precision == "fp16":
        network = network.half()
    names = arguments.sequences.split(",") if arguments.sequences else sequence_names(arguments.davis)
    rows = {}
    for name in names:
        sequence = read_sequence(arguments.davis, name, arguments.limit_frames)
        rows[name] = row = validate_sequence(network, sequence, arguments.crf, arguments.capacity)
        print(
            f"{name:16} J {row['J']['mean']:.3f}  F {row['F']['mean']:.3f}  {len(row['frames']['J'])} frames, "
            f"{row['seconds_per_frame']:.2f} s each",
            flush=True,
        )
    rows["mean"] = mean_of(list(rows.values()))
    print(table(rows))
    if arguments.out:
        settings = {"crf": arguments.crf, "capacity": arguments.capacity, "limit_frames": arguments.limit_frames}
        arguments.out.write_text(json.dumps(settings | {"sequences": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()
