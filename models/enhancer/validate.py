"""Measures the enhancer's gains on the DAVIS validation sequences.

    python -m models.enhancer.validate --davis ../shared/davis --crf 37,42,45,48,51 --out ../enhancer-validation.json

JPEG pictures -> yuv420p by ffmpeg -> x265 at each CRF -> decoded frames -> enhancer, guided by masks of the same frame
(`--masks`: a VOS network's predictions, as at the encoder; by default the annotations, which are better than any
decoder's masks). Measured before and after: in luma, PSNR of the whole frame, inside and outside the object, SSIM, and
flicker; PSNR of both chroma planes together; in luma and chroma, patterns of the period of the network's grids
(quality.py). A sequence's number is the mean over its frames, the tables' last lines the mean over sequences. With
`--every N`, two consecutive frames of every N are measured; all are encoded. `--held-out` measures training sequences
that no training saw, to make choices by.
"""

import argparse
import functools
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from models.data.compression import object_cover, through_x265_with_packets
from models.data.davis_validation import ValidationSequence
from models.data.yuv import split_planes
from models.enhancer.inference import VideoEnhancer
from models.enhancer.measured import add_sequence_arguments, measured_sequences
from models.enhancer.network import WEIGHTS, Enhancer, load_enhancer
from models.enhancer.quality import flicker, pattern, psnr, ssim, strongest_wave

REGIONS = ("all", "inside", "outside")
# Groups of pictures without the group before or the next key frame: there, the enhancer has fewer neighbours.
FIRST_GROUP, LAST_GROUP = "first group of pictures", "last group of pictures"
# Measures of patterns: planes (0 is Y, 1 and 2 are chroma) and periods in pixels of the plane. The network's coarse
# grid repeats every 8 luma pixels, its fine one every 4.
PATTERNS = {
    "pattern of period 8, luma": ((0,), 8),
    "pattern of period 4, luma": ((0,), 4),
    "pattern of period 4, chroma": ((1, 2), 4),
}
WAVES = {"strongest wave, luma": (0,), "strongest wave, chroma": (1, 2)}  # of any period, with the planes
# Values before and after enhancement, by measure.
Row = dict[str, tuple[float, float]]


def validate_sequence(
    network: Enhancer, sequence: ValidationSequence, guides: np.ndarray, crf: int, every: int = 1
) -> Row:
    """guides: [frames, height, width], label maps or masks for the enhancer; objects are not 0."""
    width, height = sequence.width, sequence.height
    decoded, packets = through_x265_with_packets(sequence.frames, width, height, crf)
    video = VideoEnhancer(network, decoded, packets, width, height, crf)
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    last: tuple[int, list[np.ndarray]] | None = None
    for time in (time for time in range(len(decoded)) if time % every < 2):
        enhanced = video.enhance(time, object_cover(guides[time]))
        pictures = [split_planes(frame, width, height) for frame in (sequence.frames[time], decoded[time], enhanced)]
        for measure, values in _patterns(pictures[1], pictures[2]).items():
            found[measure].append(values)
        lumas = [planes[0] for planes in pictures]
        original, before, after = lumas
        inside = sequence.masks[time]
        regions = dict(zip(REGIONS, (slice(None), inside, ~inside), strict=True))
        regions |= dict.fromkeys(_outer_groups(time, packets.keys), slice(None))
        for region, where in regions.items():
            old, new = psnr(original[where], before[where]), psnr(original[where], after[where])
            if old is not None and new is not None:
                found[region].append((old, new))
        planes = [np.concatenate([plane.ravel() for plane in parts[1:]]) for parts in pictures]
        old, new = psnr(planes[0], planes[1]), psnr(planes[0], planes[2])
        if old is not None and new is not None:
            found["chroma"].append((old, new))
        found["ssim"].append((ssim(original, before), ssim(original, after)))
        if last and last[0] == time - 1:
            earlier = last[1]
            pairs = [(one, other) for one, other in zip(earlier, lumas, strict=True)]
            found["flicker"].append((flicker(pairs[0], pairs[1]), flicker(pairs[0], pairs[2])))
        last = time, lumas
    return {measure: _mean(values) for measure, values in found.items()}


def _outer_groups(time: int, keys: np.ndarray) -> list[str]:
    """Names the outer groups of pictures that a frame belongs to. keys: [frames] bool, the key frames"""
    groups = {FIRST_GROUP: not keys[1 : time + 1].any(), LAST_GROUP: not keys[time + 1 :].any()}
    return [name for name, belongs in groups.items() if belongs]


def _patterns(decoded: Sequence[np.ndarray], enhanced: Sequence[np.ndarray]) -> Row:
    """Computes the strength of each pattern in both pictures (planes Y, U, V), as the mean over its planes."""

    def pairs(planes: tuple[int, ...], strength: Callable[[np.ndarray, np.ndarray], float]) -> tuple[float, float]:
        found = [(decoded[plane], enhanced[plane]) for plane in planes]
        return _mean([(strength(before, before), strength(before, after)) for before, after in found])

    periods = {
        measure: pairs(planes, functools.partial(pattern, period=period))
        for measure, (planes, period) in PATTERNS.items()
    }
    return periods | {measure: pairs(planes, strongest_wave) for measure, planes in WAVES.items()}


def mean_row(rows: list[Row]) -> Row:
    measures = {measure for row in rows for measure in row}
    return {measure: _mean([row[measure] for row in rows if measure in row]) for measure in measures}


def _mean(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    before, after = np.mean(pairs, axis=0).tolist()
    return before, after


def gains_table(results: dict[int, dict[str, Row]]) -> str:
    """Formats Markdown for the model card: gain in dB by sequence and CRF; then regions, SSIM, flicker and patterns."""
    lines = ["| sequence | " + " | ".join(f"CRF {crf}" for crf in results) + " |", "| --- |" + " --- |" * len(results)]
    names = list(next(iter(results.values())))

    def line(title: str, rows: list[Row], measure: str, form: str) -> None:
        cells = (form.format(after - before) for before, after in (row[measure] for row in rows))
        lines.append(f"| {title} | {' | '.join(cells)} |")

    for name in names:
        line(name, [rows[name] for rows in results.values()], "all", "{:+.3f}")
    means = [mean_row(list(rows.values())) for rows in results.values()]
    line("mean", means, "all", "{:+.3f}")
    line("mean inside the object", means, "inside", "{:+.3f}")
    line("mean outside the object", means, "outside", "{:+.3f}")
    for group in (FIRST_GROUP, LAST_GROUP):
        if all(group in mean for mean in means):
            line(f"mean of the {group}", means, group, "{:+.3f}")
    if all("chroma" in mean for mean in means):
        line("mean of chroma", means, "chroma", "{:+.3f}")
        worst = [min(row["chroma"][1] - row["chroma"][0] for row in rows.values()) for rows in results.values()]
        lines.append(f"| chroma, worst sequence | {' | '.join(f'{value:+.3f}' for value in worst)} |")
    line("SSIM", means, "ssim", "{:+.4f}")
    worst = [min(row["ssim"][1] - row["ssim"][0] for row in rows.values()) for rows in results.values()]
    lines.append(f"| SSIM, worst sequence | {' | '.join(f'{value:+.4f}' for value in worst)} |")
    if all("flicker" in mean for mean in means):
        cells = [_change(mean["flicker"]) for mean in means]
        lines.append(f"| flicker | {' | '.join(cells)} |")
    for measure in (measure for measure in (*PATTERNS, *WAVES) if all(measure in mean for mean in means)):
        pairs = [[row[measure] for row in rows.values()] for rows in results.values()]
        cells = [_change(mean[measure]) for mean in means]
        lines.append(f"| {measure} | {' | '.join(cells)} |")
        cells = [_change((max(before for before, _ in each), max(after for _, after in each))) for each in pairs]
        lines.append(f"| the same, worst sequence | {' | '.join(cells)} |")
        cells = [f"{max(after - before for before, after in each):+.2f}" for each in pairs]
        lines.append(f"| the same, largest rise | {' | '.join(cells)} |")
    return "\n".join(lines)


def _change(values: tuple[float, float]) -> str:
    return f"{values[0]:.2f} to {values[1]:.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_sequence_arguments(parser)
    parser.add_argument("--crf", default="37,42,45,48,51", help="comma-separated")
    parser.add_argument("--every", type=int, default=1, help="measure two frames of every N")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="weights.pt or a training checkpoint")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, help="a JSON file of all numbers")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = load_enhancer(arguments.weights).to("cuda" if torch.cuda.is_available() else "cpu")
    results: dict[int, dict[str, Row]] = {int(crf): {} for crf in arguments.crf.split(",")}
    for name, sequence, guides in measured_sequences(arguments):
        for crf, rows in results.items():
            rows[name] = validate_sequence(network, sequence, guides, crf, arguments.every)
            shown = "  ".join(f"{key} {values[0]:.4g} -> {values[1]:.4g}" for key, values in rows[name].items())
            print(f"CRF {crf}  {name:16}{shown}", flush=True)
    print(gains_table(results))
    if arguments.out:
        arguments.out.write_text(json.dumps({"every": arguments.every, "before_after": results}, indent=1))


if __name__ == "__main__":
    main()
