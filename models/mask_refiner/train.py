"""Trains the mask refiner on the DAVIS-2016 training sequences: `python -m models.mask_refiner.train --minutes 20`.

The enhancer's held-out training sequences are held out here, too.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.common.scores import contour_accuracy, region_similarity
from models.common.training import (
    Loss,
    Schedule,
    adam_run,
    add_training_arguments,
    train,
    training_device,
)
from models.data.coded_masks import CodedMasks, MaskCoding, load_coded_masks
from models.data.compression import CompressedSequence, load_compressed_sequences
from models.enhancer.held_out import HELD_OUT
from models.enhancer.planes import frame_to_planes
from models.mask_refiner.network import MaskRefiner
from models.mask_refiner.refine import refine
from models.mask_refiner.samples import Batch, CropSampler

SCHEDULE = Schedule(rates=(2e-3,), warm_up_steps=100, decay_from=0.5, average_decay=0.998)
WATCHED = ((MaskCoding(38), 45), (MaskCoding(38), 51))  # coding, CRF
SMOOTHING = 50  # pixels: keeps crops with hardly any object from dominating

Pair = tuple[CompressedSequence, CodedMasks]


def refinement_loss(logits: Tensor, batch: Batch) -> Tensor:
    """Cross-entropy near contours, plus one minus a soft J of the crop."""
    entropy = functional.binary_cross_entropy_with_logits(logits, batch.truth, reduction="none")
    entropy = (entropy * batch.weight).sum() / batch.weight.sum().clamp(min=1)
    probability, truth = torch.sigmoid(logits).flatten(1), batch.truth.flatten(1)
    both = (probability * truth).sum(1)
    either = (probability + truth - probability * truth).sum(1)
    return entropy + (1 - (both + SMOOTHING) / (either + SMOOTHING)).mean()


def held_out_gains(network: MaskRefiner, pairs: list[Pair]) -> dict[tuple[MaskCoding, int], tuple[float, float]]:
    """Returns, by coding and CRF, the gains in J and F from refinement, on eight frames of each held-out sequence."""
    gains = {}
    for coding, crf in WATCHED:
        differences = []
        for sequence, coded in pairs:
            for frame in np.linspace(1, len(coded.annotation) - 1, 8).astype(int):
                mask, truth = coded.mask(frame, coding), coded.mask(frame)
                planes = frame_to_planes(sequence.decoded[crf][frame], sequence.width, sequence.height)
                refined = refine(network, planes, mask, coded.scales[coding], crf)
                before, after = (
                    np.array([measure(truth > 0, found > 0) for measure in (region_similarity, contour_accuracy)])
                    for found in (mask, refined)
                )
                differences.append(after - before)
        gains[coding, crf] = tuple(np.mean(differences, axis=0).tolist())
    return gains


def load_pairs(davis_train: Path, pictures: Path, masks: Path) -> list[Pair]:
    sequences, coded = load_compressed_sequences(davis_train, pictures), load_coded_masks(davis_train, masks)
    if [one.name for one in sequences] != [one.name for one in coded]:
        raise RuntimeError(f"the videos and the annotations under {davis_train} are not of the same sequences")
    return list(zip(sequences, coded, strict=True))


def main() -> None:
    arguments = _arguments()
    torch.manual_seed(arguments.seed)
    torch.set_num_threads(arguments.threads)
    device = training_device()
    pairs = load_pairs(arguments.davis_train, arguments.pictures, arguments.cache)
    watched = [pair for pair in pairs if pair[0].name in HELD_OUT]
    run = adam_run(MaskRefiner(), SCHEDULE, device)
    run.resume(arguments.checkpoint)
    # The seed changes after an interruption; otherwise the same crops would come again.
    trained = [pair for pair in pairs if pair[0].name not in HELD_OUT]
    sampler = CropSampler(trained, arguments.crop, arguments.seed + run.step)

    def loss(_progress: float) -> Loss:
        batch = sampler.batch(arguments.batch).to(device)
        planes = batch.planes.contiguous(memory_format=torch.channels_last)
        with torch.autocast(device.type, torch.bfloat16):
            logits = run.network(planes, batch.mask, batch.scale, batch.crf)
        return Loss(refinement_loss(logits.float(), batch))

    def evaluate() -> str:
        gains = held_out_gains(run.average, watched)
        shown = [f"{coding.name} CRF {crf} {1e4 * j:+.1f}, {1e4 * f:+.1f}" for (coding, crf), (j, f) in gains.items()]
        return f"J, F, 1e-4: {'  '.join(shown)}"

    train(run, run.clock(arguments.minutes), loss, arguments.checkpoint, arguments.log_minutes, evaluate)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_training_arguments(parser, minutes=20, log_minutes=1)
    parser.add_argument("--pictures", type=Path, required=True, help="the cache of models/data/compression.py")
    parser.add_argument("--cache", type=Path, required=True, help="the cache of models/data/coded_masks.py")
    parser.add_argument("--batch", type=int, default=32, help="crops per step")
    parser.add_argument("--crop", type=int, default=96, help="side in luma pixels, a multiple of 8")
    return parser.parse_args()


if __name__ == "__main__":
    main()
