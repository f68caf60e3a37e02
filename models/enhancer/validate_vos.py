"""Measures J&F of a VOS network on x265's frames and on enhanced frames.

    python -m models.enhancer.validate_vos --davis ../shared/davis --crf 45 --masks ../shared/predictions/stm-davis2016

Works as `models.compact_vos.validate` does, twice for each sequence and CRF; the enhancer is guided as in
`models.enhancer.validate`. With `--guided-frames 1`, it has the mask of the first frame only, as in the app without a
mask stream. `--held-out` measures training sequences that no training saw, to make choices by.
x265's own figures take a third of the time, and are the same for all weights: `--known` takes them from an earlier
run's `--out`, with the same sequences and frames.
"""

import argparse
import dataclasses
import json
from pathlib import Path

import numpy as np
import torch

from models.compact_vos.network import WEIGHTS as VOS_WEIGHTS
from models.compact_vos.network import load_network
from models.compact_vos.validate import validate_sequence as validate_vos
from models.data.compression import object_cover, through_x265_with_packets
from models.enhancer.inference import VideoEnhancer
from models.enhancer.measured import add_sequence_arguments, measured_sequences
from models.enhancer.network import WEIGHTS, load_enhancer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_sequence_arguments(parser)
    parser.add_argument("--guided-frames", type=int, help="the enhancer has no masks after so many frames")
    parser.add_argument("--crf", default="37,42,45,48", help="comma-separated")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="the enhancer's weights.pt or checkpoint")
    parser.add_argument("--vos-weights", type=Path, default=VOS_WEIGHTS)
    parser.add_argument("--known", type=Path, help="the --out of an earlier run, for x265's figures")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, help="a JSON file of all numbers")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    enhancer, vos = load_enhancer(arguments.weights), load_network(arguments.vos_weights)
    known = json.loads(arguments.known.read_text())["j_and_f_before_after"] if arguments.known else {}
    results: dict[int, dict[str, tuple[float, float]]] = {int(crf): {} for crf in arguments.crf.split(",")}
    for name, sequence, guides in measured_sequences(arguments):
        for crf, rows in results.items():
            width, height = sequence.width, sequence.height
            decoded, packets = through_x265_with_packets(sequence.frames, width, height, crf)
            video = VideoEnhancer(enhancer, decoded, packets, width, height, crf)
            covers = [object_cover(guide) for guide in guides]
            if arguments.guided_frames is not None:
                for cover in covers[arguments.guided_frames :]:
                    cover.fill(0)
            enhanced = [video.enhance(time, cover) for time, cover in enumerate(covers)]
            before = known.get(str(crf), {}).get(name, (None,))[0]
            if before is None:
                before = _j_and_f(validate_vos(vos, dataclasses.replace(sequence, frames=decoded)))
            after = _j_and_f(validate_vos(vos, dataclasses.replace(sequence, frames=np.stack(enhanced))))
            rows[name] = before, after
            print(f"CRF {crf}  {name:16}J&F {before:.4f} -> {after:.4f} ({after - before:+.4f})", flush=True)
    for crf, rows in results.items():
        before, after = np.mean(list(rows.values()), axis=0)
        change, least = min((after - before, name) for name, (before, after) in rows.items())
        worst = f"{change:+.4f} in {least}"
        print(f"CRF {crf}  {'mean':16}J&F {before:.4f} -> {after:.4f} ({after - before:+.4f}, {worst})")
    if arguments.out:
        arguments.out.write_text(json.dumps({"j_and_f_before_after": results}, indent=1))


def _j_and_f(row: dict) -> float:
    return (row["J"]["mean"] + row["F"]["mean"]) / 2


if __name__ == "__main__":
    main()
