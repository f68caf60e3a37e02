"""Three held-out training sequences, and an enhancer's gain on them, to watch a training."""

import numpy as np
import torch
from torch import Tensor

from models.enhancer.aligned import AlignedSequence
from models.enhancer.network import Enhancer
from models.enhancer.pairs import bits_per_pixel
from models.enhancer.planes import LUMA_PHASES, frame_to_planes, pack_luma

HELD_OUT = ("lucia", "motorbike", "stroller")
WATCHED_CRFS = (37, 42, 45, 48)
FRAMES_WATCHED = 6
WINDOW = (slice(None), slice(64, 176), slice(96, 320))  # of half-size planes, on the block grid


@torch.no_grad()
def held_out_gains(
    network: Enhancer, sequences: list[AlignedSequence], device: torch.device
) -> dict[int, tuple[float, float]]:
    """Returns, by CRF, the gain in dB PSNR-Y of the whole window and of the objects in it.

    Measures a window of some frames of each sequence; the enhancer is guided by the exact mask.
    """
    gains = {}
    for crf in WATCHED_CRFS:
        found = []
        for sequence in sequences:
            compressed = sequence.compressed
            width, height = compressed.width, compressed.height
            for place in np.linspace(1, len(sequence.kept[crf]) - 1, FRAMES_WATCHED).astype(int):
                frame = int(sequence.kept[crf][place])
                decoded, original = (
                    torch.from_numpy(frame_to_planes(video[frame], width, height)[WINDOW]).to(device)[None] / 255
                    for video in (compressed.decoded[crf], compressed.original)
                )
                aligned = np.concatenate([pack_luma(video[place])[WINDOW] for video in sequence.aligned[crf]])
                mask = torch.from_numpy(np.array(compressed.masks[frame][None][WINDOW])).to(device)[None] / 4
                enhanced = network(
                    decoded,
                    torch.from_numpy(aligned).to(device)[None] / 255,
                    torch.tensor([float(crf)], device=device),
                    torch.from_numpy(bits_per_pixel(compressed, crf, frame)).to(device)[None],
                    mask,
                )
                before, after = (
                    (picture - original)[0, :LUMA_PHASES].square().mean(0) for picture in (decoded, enhanced)
                )
                found.append([_decibels(before, after, weight) for weight in (torch.ones_like(mask[0, 0]), mask[0, 0])])
        gains[crf] = tuple(np.nanmean(found, axis=0).tolist())
    return gains


def _decibels(before: Tensor, after: Tensor, weight: Tensor) -> float:
    """Computes the gain from squared errors and their weights [h, w]; NaN if all weights are zero."""
    if not weight.any():
        return float("nan")
    return 10 * np.log10((before * weight).sum().item() / (after * weight).sum().item())
