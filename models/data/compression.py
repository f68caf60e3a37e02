"""Frames before and after x265: the enhancer's targets and inputs.

The cache of the training sequences is .npy files, which can be memory-mapped. Frames are packed yuv420p (Y, then U,
then V):

- `SEQ.original.npy` and `SEQ.crfNN.npy` [frames, bytes of a frame] uint8
- `SEQ.crfNN.packets.npy` [frames, 2] int32: bytes of the frame's packet, and whether it is a key frame
- `SEQ.masks.npy` [frames, ceil(h/2), ceil(w/2)] uint8: how many pixels of each 2x2 luma square the object covers

    python -m models.data.compression --davis-train ../shared/davis-train --cache ../enhancer-clips    # 9 GB
"""

import argparse
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from models.data.images import read_grey

CRFS = (32, 37, 42, 45, 48, 51)


@dataclass(frozen=True)
class Packets:
    """Sizes and key-frame flags of the frames' packets, as the container gives them."""

    sizes: np.ndarray  # [frames] int32, bytes
    keys: np.ndarray  # [frames] bool: key frames


@dataclass(frozen=True)
class CompressedSequence:
    """One training sequence before and after x265."""

    name: str
    width: int  # luma samples
    height: int
    original: np.ndarray  # [frames, bytes] uint8, packed yuv420p
    decoded: dict[int, np.ndarray]  # by CRF, in the format of `original`
    packets: dict[int, Packets]  # by CRF
    masks: np.ndarray  # [frames, ceil(h/2), ceil(w/2)] uint8, 0..4


def x265_command(width: int, height: int, crf: int, source: Path, output: Path) -> list[str]:
    """Returns the published experiment's command, verbatim."""
    return [
        *("ffmpeg", "-f", "rawvideo", "-video_size", f"{width}x{height}", "-i", str(source)),
        *("-c:v", "libx265", "-preset", "veryfast", "-tune", "zerolatency"),
        *("-x265-params", f"crf={crf}:keyint=8:verbose=1", str(output), "-y"),
    ]


def through_x265(frames: np.ndarray, width: int, height: int, crf: int) -> np.ndarray:
    """Encodes packed yuv420p frames [frames, bytes] uint8 at `crf`, and decodes them again."""
    return through_x265_with_packets(frames, width, height, crf)[0]


def through_x265_with_packets(frames: np.ndarray, width: int, height: int, crf: int) -> tuple[np.ndarray, Packets]:
    """Does the same as `through_x265`, and also returns the encoded video's packets."""
    with tempfile.TemporaryDirectory() as folder:
        source, encoded = Path(folder, "input"), Path(folder, "output.mkv")
        frames.tofile(source)
        _run(x265_command(width, height, crf, source, encoded))
        decoded, packets = decode_video(encoded, frames.shape[1]), read_packets(encoded)
    if not len(decoded) == len(packets.sizes) == len(frames):
        raise RuntimeError(
            f"x265 at CRF {crf} returned {len(decoded)} of {len(frames)} frames in {len(packets.sizes)} packets"
        )
    return decoded, packets


def read_packets(video: Path) -> Packets:
    """Reads the packets in the file's order, which is the frames' order for a video without B frames."""
    listed = _run([*("ffprobe", "-v", "error", "-show_entries", "packet=size,flags", "-of", "csv=p=0"), str(video)])
    rows = [line.split(",") for line in listed.decode().split()]
    return Packets(np.array([int(row[0]) for row in rows], np.int32), np.array(["K" in row[1] for row in rows]))


def decode_video(video: Path, frame_bytes: int) -> np.ndarray:
    """Decodes all frames of a yuv420p video, without conversion: [frames, frame_bytes] uint8."""
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
    """Counts the pixels of each 2x2 square that belong to an object: [ceil(h/2), ceil(w/2)] uint8, 0..4.

    An odd last row or column counts twice, as in the browser's `foregroundMask`.
    """
    foreground = (label_map > 0).astype(np.uint8)
    height, width = foreground.shape
    foreground = np.pad(foreground, ((0, height % 2), (0, width % 2)), mode="edge")
    return foreground[::2, ::2] + foreground[::2, 1::2] + foreground[1::2, ::2] + foreground[1::2, 1::2]


def load_compressed_sequences(davis_train: Path, cache: Path) -> list[CompressedSequence]:
    """Loads all sequences under `davis_train/video`, memory-mapped from `cache`, which is filled where needed."""
    videos = sorted((davis_train / "video").glob("*.mkv"))
    if not videos:
        raise FileNotFoundError(f"No training videos under {davis_train / 'video'}: give the folder with --davis-train")
    cache.mkdir(parents=True, exist_ok=True)
    return [_load_sequence(video, davis_train / "Annotations" / video.stem, cache) for video in videos]


def _load_sequence(video: Path, annotations: Path, cache: Path) -> CompressedSequence:
    name = video.stem
    label_paths = sorted(annotations.glob("*.png"))
    height, width = read_grey(label_paths[0]).shape
    original_path, masks_path = cache / f"{name}.original.npy", cache / f"{name}.masks.npy"
    if not original_path.exists():
        frames = decode_video(video, frame_bytes(width, height))
        if len(frames) != len(label_paths):
            raise RuntimeError(f"{video} has {len(frames)} frames, but {annotations} has {len(label_paths)} masks")
        save_array(original_path, frames)
    if not masks_path.exists():
        covers = [object_cover(read_grey(path)) for path in label_paths]
        save_array(masks_path, np.stack(covers))

    original = np.load(original_path, mmap_mode="r")
    decoded, packets = {}, {}
    for crf in CRFS:
        path, packets_path = cache / f"{name}.crf{crf}.npy", cache / f"{name}.crf{crf}.packets.npy"
        if not path.exists():
            frames, found = through_x265_with_packets(original, width, height, crf)
            save_array(packets_path, np.stack((found.sizes, found.keys.astype(np.int32)), axis=1))
            save_array(path, frames)
        decoded[crf] = np.load(path, mmap_mode="r")
        sizes, keys = np.load(packets_path).T
        packets[crf] = Packets(sizes, keys > 0)
    return CompressedSequence(name, width, height, original, decoded, packets, np.load(masks_path, mmap_mode="r"))


def save_array(path: Path, array: np.ndarray) -> None:
    """Writes an array atomically: an interruption leaves no partial file."""
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
    parser.add_argument("--cache", type=Path, required=True, help="a folder outside the repository, 9 GB")
    arguments = parser.parse_args()
    for sequence in load_compressed_sequences(arguments.davis_train, arguments.cache):
        print(sequence.name, len(sequence.original), "frames", flush=True)
