"""Held-out training sequences, used to watch a training and to choose between networks."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from models.common.scores import region_similarity
from models.compact_vos.inference import track
from models.compact_vos.network import MULTIPLE, CompactVOS
from models.data.davis_train import TrainingSequence
from models.data.yuv import pad_to_multiple

# Thin parts and fast motion; a dancer in front of a crowd; something small and camouflaged; a car that turns.
HELD_OUT = ("bmx-bumps", "dance-jump", "mallard-fly", "drift-turn")
FRAMES = 60  # at most, of each sequence


def held_out_overlaps(network: CompactVOS, sequences: list[TrainingSequence]) -> dict[str, float]:
    """Computes the mean J of each sequence at half resolution, without the first frame."""
    return {sequence.name: _mean_overlap(network, sequence) for sequence in sequences}


def _mean_overlap(network: CompactVOS, sequence: TrainingSequence) -> float:
    height, width = sequence.masks.shape[1:]
    first_mask = torch.from_numpy(pad_to_multiple(np.asarray(sequence.masks[0], np.float32) / 255, MULTIPLE))
    overlaps = [
        region_similarity(truth > 127, probabilities[1, :height, :width].numpy() > 0.5)
        for truth, probabilities in zip(
            sequence.masks[1:FRAMES], track(network, _pictures(sequence), first_mask[None, None]), strict=True
        )
    ]
    return float(np.mean(overlaps))


def _pictures(sequence: TrainingSequence) -> Iterator[Tensor]:
    for frame in sequence.frames[:FRAMES]:
        picture = pad_to_multiple(frame.astype(np.float32) / 255, MULTIPLE)
        yield torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)))[None]
