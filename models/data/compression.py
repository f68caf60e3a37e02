"""Frames through x265 and back: what the enhancer sees, beside what it should have seen.

Cache of the training pairs, one array per sequence and version, packed yuv420p (Y, then U, then V):
`SEQ.original.npy` and `SEQ.crfNN.npy` [kept frames, bytes of a frame] uint8, every third frame
(three has no factor in common with the key frame distance of eight, so that all positions between
two key frames are seen). `SEQ.masks.npy` [all frames, ceil(h/2), ceil(w/2)] uint8 holds the share of
each 2x2 luma square that the object covers, times 4, for all frames, since guidance may come from a neighbour.
Plain .npy files, because they can be memory-mapped: the whole cache is about 3.5 GB.

    python -m models.data.compression --davis-train ../shared/davis-train --cache ../enhancer-cache
"""

import argparse
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

CRFS = (32, 37, 40, 42, 45, 48, 51)
FRAME_STEP = 3


@dataclass(frozen=True)
class CompressedSequence:
    """One training sequence before and after x265."""

    name: str
    width: int  # luma samples
    height: int
    frame_indices: np.ndarray  # [kept frames] index of each kept frame in the sequence
    original: np.ndarray  # [kept frames, bytes] uint8, packed yuv420p
    decoded: dict[int, np.ndarray]  # the same, by CRF
    masks: np.ndarray  # [all frames, ceil(h/2), ceil(w/2)] uint8, 0..4


def x265_command(width: int, height: int, crf: int, source: Path, output: Path) -> list[str]:
    """The published experiment's command, word for word."""
    return [
        *("ffmpeg", "-f", "rawvideo", "-video_size", f"{width}x{height}", "-i", str(source)),
        *("-c:v", "libx265", "-preset", "veryfast", "-tune", "zerolatency"),
        *("-x265-params", f"crf={crf}:keyint=8:verbose=1", str(output), "-y"),
    ]


def through_x265(frames: np.ndarray, width: int, height: int, crf: int) -> np.ndarray:
    """Packed yuv420p frames [frames, bytes] uint8, encoded at `crf` and decoded again."""
    with tempfile.TemporaryDirectory() as folder:
        source, encoded = Path(folder, "input"), Path(folder, "output.mkv")
        frames.tofile(source)
        _run(x265_command(width, height, crf, source, encoded))
        decoded = decode_video(encoded, frames.shape[1])
    if len(decoded) != len(frames):
        raise RuntimeError(f"x265 at CRF {crf} returned {len(decoded)} of {len(frames)} frames")
    return decoded


def decode_video(video: Path, frame_bytes: int) -> np.ndarray:
    """All frames of a yuv420p video as they are stored, no conversion: [frames, frame_bytes] uint8."""
    raw = _run(
        [
            *("ffmpeg", "-v", "error", "-i", str(video), "-fps_mode", "passthrough"),
            *("-f", "rawvideo", "-pix_fmt", "yuv420p", "-"),
        ]
    )
    return np.frombuffer(raw, np.uint8).reshape(-1, frame_bytes)


def frame_bytes(width: int, height: int) -> int:
    return width * height + 2 * ((width + 1) // 2) * ((height + 1) // 2)


def object_cover(label_map: np.ndarray) -> np.ndarray:
    """How many of the four pixels of each 2x2 square belong to an object: [ceil(h/2), ceil(w/2)] uint8, 0..4.

    An odd last row or column counts twice, as in the browser's `foregroundMask`.
    """
    foreground = (label_map > 0).astype(np.uint8)
    height, width = foreground.shape
    foreground = np.pad(foreground, ((0, height % 2), (0, width % 2)), mode="edge")
    return foreground[::2, ::2] + foreground[::2, 1::2] + foreground[1::2, ::2] + foreground[1::2, 1::2]


def load_compressed_sequences(davis_train: Path, cache: Path) -> list[CompressedSequence]:
    """All sequences under `davis_train/video`, memory-mapped from `cache`, which is filled where needed."""
    videos = sorted((davis_train / "video").glob("*.mkv"))
    if not videos:
        raise FileNotFoundError(f"No training videos under {davis_train / 'video'}: give the folder with --davis-train")
    cache.mkdir(parents=True, exist_ok=True)
    return [_load_sequence(video, davis_train / "Annotations" / video.stem, cache) for video in videos]


def _load_sequence(video: Path, annotations: Path, cache: Path) -> CompressedSequence:
    name = video.stem
    label_paths = sorted(annotations.glob("*.png"))
    height, width = cv2.imread(str(label_paths[0]), cv2.IMREAD_GRAYSCALE).shape
    paths = {crf: cache / f"{name}.crf{crf}.npy" for crf in CRFS}
    original_path, masks_path = cache / f"{name}.original.npy", cache / f"{name}.masks.npy"

    missing = [crf for crf in CRFS if not paths[crf].exists()]
    if missing or not original_path.exists():
        frames = decode_video(video, frame_bytes(width, height))
        if len(frames) != len(label_paths):
            raise RuntimeError(f"{video} has {len(frames)} frames, but {annotations} has {len(label_paths)} masks")
        _save(original_path, frames[::FRAME_STEP])
        for crf in missing:
            _save(paths[crf], through_x265(frames, width, height, crf)[::FRAME_STEP])
    if not masks_path.exists():
        _save(masks_path, np.stack([object_cover(cv2.imread(str(p), cv2.IMREAD_GRAYSCALE)) for p in label_paths]))

    return CompressedSequence(
        name,
        width,
        height,
        np.arange(0, len(label_paths), FRAME_STEP),
        np.load(original_path, mmap_mode="r"),
        {crf: np.load(path, mmap_mode="r") for crf, path in paths.items()},
        np.load(masks_path, mmap_mode="r"),
    )


def _save(path: Path, array: np.ndarray) -> None:
    """Renames when complete, so that an interrupted run leaves no half-written array behind."""
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        np.save(file, array)
    partial.rename(path)


def _run(command: list[str]) -> bytes:
    process = subprocess.run(command, capture_output=True, check=False)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}\nfailed: {process.stderr.decode(errors='replace')[-2000:]}")
    return process.stdout


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Fill the cache of x265 training pairs.")
    parser.add_argument("--davis-train", type=Path, default=Path("../shared/davis-train"))
    parser.add_argument("--cache", type=Path, required=True, help="a folder outside the repository, 3.5 GB")
    arguments = parser.parse_args()
    for sequence in load_compressed_sequences(arguments.davis_train, arguments.cache):
        print(sequence.name, len(sequence.original), "frames", flush=True)
