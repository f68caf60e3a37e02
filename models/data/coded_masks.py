"""Annotations before and after the mask stream: the mask refiner's targets and inputs.

Cache: `SEQ.annotation.npy` and `SEQ.CODING.npy` [frames, height, ceil(width / 8)] uint8, masks as bits
(`numpy.packbits` along the width); and `coded_masks.json`, the scale of each sequence and coding. The stream is coded
by the project's own command, whole sequences at a time.

    python -m models.data.coded_masks --davis-train ../shared/davis-train --cache ../refiner-cache
"""

import argparse
import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from models.data.compression import save_array
from models.data.images import read_grey, read_mask

ROOT = Path(__file__).parents[2]
SCALES = "coded_masks.json"


class MaskCoding(NamedTuple):
    """Options of the encoder."""

    quality: int
    scale: str = "auto"

    @property
    def name(self) -> str:
        return f"q{self.quality}" if self.scale == "auto" else f"q{self.quality}s{self.scale}"


# The quality used in the measurements, and the default. The encoder hardly ever chooses scale 2, and it chooses scale 1
# for a third of the sequences; hence two fixed scales.
CODINGS = (MaskCoding(38), MaskCoding(43), MaskCoding(40, "2"), MaskCoding(40, "3"))


@dataclass(frozen=True)
class CodedMasks:
    """The masks of one training sequence before and after the mask stream."""

    name: str
    width: int
    annotation: np.ndarray  # [frames, height, ceil(width / 8)] uint8, bits
    coded: dict[MaskCoding, np.ndarray]  # in the same format
    scales: dict[MaskCoding, int]  # side in pixels of the square that one coded label covers

    def mask(self, frame: int, coding: MaskCoding | None = None) -> np.ndarray:
        """Returns [height, width] uint8, 0 or 1: the annotation or, with a coding, the decoded mask."""
        bits = self.annotation if coding is None else self.coded[coding]
        return np.unpackbits(bits[frame], axis=1, count=self.width)


def load_coded_masks(davis_train: Path, cache: Path) -> list[CodedMasks]:
    """Loads all sequences under `davis_train/Annotations`, memory-mapped from `cache`, which is filled where needed."""
    folders = sorted(path for path in (davis_train / "Annotations").iterdir() if path.is_dir())
    if not folders:
        raise FileNotFoundError(f"No annotations under {davis_train}: give the folder with --davis-train")
    return [code_masks(folder, cache) for folder in folders]


def code_masks(folder: Path, cache: Path, codings: tuple[MaskCoding, ...] = CODINGS) -> CodedMasks:
    """Returns a sequence's PNG masks in some codings, from `cache` or through the mask stream."""
    pictures = sorted(folder.glob("*.png"))
    if not pictures:
        raise FileNotFoundError(f"No masks (PNG) in {folder}")
    cache.mkdir(parents=True, exist_ok=True)
    scales_file = cache / SCALES
    scales = json.loads(scales_file.read_text()) if scales_file.exists() else {}
    known = scales.setdefault(folder.name, {})
    annotation = cache / f"{folder.name}.annotation.npy"
    if not annotation.exists():
        save_array(annotation, _bits(folder))
    coded = {}
    for coding in codings:
        path = cache / f"{folder.name}.{coding.name}.npy"
        if not path.exists() or coding.name not in known:
            bits, known[coding.name] = _through_mask_stream(folder, coding)
            save_array(path, bits)
            scales_file.write_text(json.dumps(scales, indent=1) + "\n")
        coded[coding] = np.load(path, mmap_mode="r")
    width = read_grey(pictures[0]).shape[1]
    scale_of = {coding: known[coding.name] for coding in codings}
    return CodedMasks(folder.name, width, np.load(annotation, mmap_mode="r"), coded, scale_of)


def _through_mask_stream(masks: Path, coding: MaskCoding) -> tuple[np.ndarray, int]:
    """Encodes and decodes masks; returns the decoded masks' bits, and the encoder's scale."""
    with tempfile.TemporaryDirectory() as folder:
        stream, decoded = Path(folder, "masks.msk"), Path(folder, "decoded")
        settings = ("--quality", str(coding.quality), "--scale", coding.scale)
        _masks("encode", str(masks.resolve()), str(stream), *settings)
        _masks("decode", str(stream), str(decoded))
        return _bits(decoded), int(json.loads(_masks("info", str(stream)))["scale"])


def _bits(folder: Path) -> np.ndarray:
    masks = [read_mask(path) for path in sorted(folder.glob("*.png"))]
    return np.packbits(np.stack(masks), axis=2)


def _masks(*arguments: str) -> str:
    command = ["npm", "run", "--silent", "masks", "--", *arguments]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\nfailed: {process.stderr[-2000:]}")
    return process.stdout


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--davis-train", type=Path, default=Path("../shared/davis-train"))
    parser.add_argument("--cache", type=Path, required=True, help="a folder outside the repository, 0.5 GB")
    arguments = parser.parse_args()
    for sequence in load_coded_masks(arguments.davis_train, arguments.cache):
        print(sequence.name, [sequence.scales[coding] for coding in CODINGS], flush=True)
