"""What the enhancer gains on DAVIS validation sequences that it never saw.

    python -m models.enhancer.validate --davis ../shared/davis --crf 37,42,45,48 --out ../enhancer-validation.json

JPEG pictures -> yuv420p by ffmpeg -> x265 at each CRF -> decoded frames -> enhancer, guided by the annotation of the
previous frame (in frame 0: its own, which the experiment gives) -> PSNR-Y in dB before and after, per frame, over
the whole frame, inside and outside the object. A sequence's number is the mean over its frames, the table's last
line the mean over sequences.
"""

import argparse
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import torch

from models.data.compression import frame_bytes, object_cover, through_x265
from models.data.yuv import split_planes
from models.enhancer.network import MULTIPLE, Enhancer
from models.enhancer.planes import frame_to_planes, from_network, to_network, unpack_planes

WEIGHTS = Path(__file__).with_name("weights.pt")
REGIONS = ("all", "inside", "outside")

# From byte planes [6, h, w], CRF and object cover [h, w], 0..4, to byte planes [6, h, w].
Enhance = Callable[[np.ndarray, int, np.ndarray], np.ndarray]


def load_enhancer(weights: Path = WEIGHTS) -> Enhancer:
    """The trained network, from an export's `weights.pt` or a training checkpoint."""
    state = torch.load(weights, map_location="cpu", weights_only=True)
    network = Enhancer()
    network.load_state_dict(state.get("average", state))
    return network.eval().to(memory_format=torch.channels_last)


def enhance_with(network: Enhancer) -> Enhance:
    device = next(network.parameters()).device

    @torch.no_grad()
    def enhance(planes: np.ndarray, crf: int, cover: np.ndarray) -> np.ndarray:
        rows, columns = planes.shape[1:]
        padded = torch.from_numpy(to_network(planes, MULTIPLE))[None].to(device)
        mask = torch.from_numpy(to_network(cover[None], MULTIPLE) * (255 / 4))[None].to(device)
        enhanced = network(padded, torch.tensor([float(crf)], device=device), mask)[0]
        return from_network(enhanced[:, :rows, :columns].cpu().numpy())

    return enhance


def read_sequence(davis: Path, name: str) -> tuple[np.ndarray, np.ndarray, int, int]:
    """Packed yuv420p frames [frames, bytes], object masks [frames, h, w] bool, width, height."""
    pictures = davis / "JPEGImages" / "480p" / name
    annotations = sorted((davis / "Annotations" / "480p" / name).glob("*.png"))
    masks = np.stack([cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) > 0 for path in annotations])
    height, width = masks.shape[1:]
    command = ["ffmpeg", "-v", "error", "-i", f"{pictures}/%05d.jpg", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-"]
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, frame_bytes(width, height)), masks, width, height


def validate_sequence(davis: Path, name: str, crf: int, every: int, enhance: Enhance) -> dict[str, dict[str, float]]:
    """PSNR-Y in dB before and after by region: means over every `every`-th frame. Empty regions are skipped."""
    originals, masks, width, height = read_sequence(davis, name)
    decoded = through_x265(originals, width, height, crf)
    before, after = ({region: [] for region in REGIONS} for _ in range(2))
    for time in range(0, len(decoded), every):
        cover = object_cover(masks[max(time - 1, 0)])
        enhanced = enhance(frame_to_planes(decoded[time], width, height), crf, cover)
        original = split_planes(originals[time], width, height)[0]
        compressed, improved = split_planes(decoded[time], width, height)[0], unpack_planes(enhanced, width, height)[0]
        for lists, luma in ((before, compressed), (after, improved)):
            for region, where in zip(REGIONS, (slice(None), masks[time], ~masks[time]), strict=True):
                if (value := psnr(original[where], luma[where])) is not None:
                    lists[region].append(value)
    return {
        region: {"before": float(np.mean(before[region])), "after": float(np.mean(after[region]))}
        for region in REGIONS
        if before[region]
    }


def psnr(a: np.ndarray, b: np.ndarray) -> float | None:
    """dB for 8-bit samples; None for no samples or no difference, which no mean could take in."""
    if a.size == 0:
        return None
    error = np.square(a.astype(np.float64) - b).mean()
    return None if error == 0 else float(10 * np.log10(255**2 / error))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--davis", type=Path, default=Path("../shared/davis"))
    parser.add_argument("--sequences", help="comma-separated; all of the folder by default")
    parser.add_argument("--crf", default="37,42,45,48", help="comma-separated")
    parser.add_argument("--every", type=int, default=1, help="look at every Nth frame (all frames are encoded)")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="weights.pt or a training checkpoint")
    parser.add_argument("--out", type=Path, help="a JSON file of all numbers")
    arguments = parser.parse_args()

    network = load_enhancer(arguments.weights).to("cuda" if torch.cuda.is_available() else "cpu")
    enhance = enhance_with(network)
    names = arguments.sequences.split(",") if arguments.sequences else sorted(
        folder.name for folder in (arguments.davis / "JPEGImages" / "480p").iterdir()
    )
    results: dict[str, dict] = {}
    for crf in (int(value) for value in arguments.crf.split(",")):
        results[str(crf)] = rows = {}
        for name in names:
            rows[name] = validate_sequence(arguments.davis, name, crf, arguments.every, enhance)
            print(f"CRF {crf}  {name:16}{_describe(rows[name])}", flush=True)
        mean = {
            region: {
                when: float(np.mean([row[region][when] for row in rows.values() if region in row]))
                for when in ("before", "after")
            }
            for region in REGIONS
        }
        print(f"CRF {crf}  {'mean':16}{_describe(mean)}", flush=True)
        rows["mean"] = mean
    print(gains_table(results))
    if arguments.out:
        arguments.out.write_text(json.dumps({"every": arguments.every, "psnr_y": results}, indent=1))


def gains_table(results: dict[str, dict]) -> str:
    """Markdown for the model card: a row for each sequence, its gain in dB for each CRF; then inside and outside."""
    lines = ["| sequence | " + " | ".join(f"CRF {crf}" for crf in results) + " |", "| --- |" + " --- |" * len(results)]
    names = list(next(iter(results.values())))
    cells = [(name, name, "all") for name in names]
    cells += [(f"mean {where} the object", "mean", where) for where in REGIONS[1:]]
    for title, name, region in cells:
        values = [rows[name].get(region) for rows in results.values()]
        gains = " | ".join("" if value is None else f"{value['after'] - value['before']:+.3f}" for value in values)
        lines.append(f"| {title} | {gains} |")
    return "\n".join(lines)


def _describe(row: dict[str, dict[str, float]]) -> str:
    return "   ".join(
        f"{region} {values['before']:.3f} -> {values['after']:.3f} ({values['after'] - values['before']:+.3f})"
        for region, values in row.items()
    )


if __name__ == "__main__":
    main()
