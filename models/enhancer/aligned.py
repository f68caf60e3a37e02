"""The second part of the training cache: aligned neighbours of every third frame.

    python -m models.enhancer.aligned --davis-train ../shared/davis-train --cache ../enhancer-clips    # 5 GB more

`SEQ.crfNN.NEIGHBOUR.npy` [kept frames, h, w] uint8: luma of a neighbour, aligned to the frame. Motion can exceed a
training crop, so that alignment runs on whole frames, once. CRFs start at different frames, and three is coprime to the
eight frames between key frames, so that all frames and all positions in a group of pictures occur.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from models.data.compression import CRFS, CompressedSequence, load_compressed_sequences, save_array
from models.enhancer.alignment import MULTIPLE, Alignment
from models.enhancer.neighbours import Neighbours, neighbours_of
from models.enhancer.planes import frame_to_planes, from_network, interleave_phases, to_network

FRAME_STEP = 3


@dataclass(frozen=True)
class AlignedSequence:
    """A compressed sequence and, by CRF, its frames for training."""

    compressed: CompressedSequence
    kept: dict[int, np.ndarray]  # [kept frames] indices in the sequence
    aligned: dict[int, list[np.ndarray]]  # for each neighbour [kept frames, h, w] uint8


def load_aligned_sequences(davis_train: Path, cache: Path) -> list[AlignedSequence]:
    """Loads all training sequences, memory-mapped from `cache`, which is filled where needed."""
    return [_load(sequence, cache) for sequence in load_compressed_sequences(davis_train, cache)]


def _load(sequence: CompressedSequence, cache: Path) -> AlignedSequence:
    kept = {crf: np.arange(place % FRAME_STEP, len(sequence.original), FRAME_STEP) for place, crf in enumerate(CRFS)}
    aligned = {}
    for crf in CRFS:
        paths = {name: cache / f"{sequence.name}.crf{crf}.{name}.npy" for name in Neighbours._fields}
        for name, path in paths.items():
            if not path.exists():
                frames = [aligned_neighbour(sequence, crf, int(frame), name) for frame in kept[crf]]
                save_array(path, np.stack(frames))
        aligned[crf] = [np.load(path, mmap_mode="r") for path in paths.values()]
    return AlignedSequence(sequence, kept, aligned)


@torch.no_grad()
def aligned_neighbour(sequence: CompressedSequence, crf: int, frame: int, neighbour: str) -> np.ndarray:
    """Aligns one neighbour to the frame; returns its luma [h, w] uint8."""
    other = getattr(neighbours_of(frame, sequence.packets[crf].keys), neighbour)
    planes, others = (
        torch.from_numpy(to_network(frame_to_planes(decoded, sequence.width, sequence.height), MULTIPLE))[None]
        for decoded in (sequence.decoded[crf][frame], sequence.decoded[crf][other])
    )
    return interleave_phases(from_network(Alignment()(planes, others)[0].numpy()), sequence.width, sequence.height)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--davis-train", type=Path, default=Path("../shared/davis-train"))
    parser.add_argument("--cache", type=Path, required=True, help="a folder outside the repository, 14 GB")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    for compressed in load_compressed_sequences(arguments.davis_train, arguments.cache):
        begun = time.monotonic()
        sequence = _load(compressed, arguments.cache)
        count = sum(map(len, sequence.kept.values()))
        print(f"{compressed.name}: {count} frames in {time.monotonic() - begun:.0f} s", flush=True)
