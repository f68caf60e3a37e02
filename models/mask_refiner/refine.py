"""Refines label maps as the browser does (`src/networks/maskRefiner/refineMasks.ts`)."""

import numpy as np
import torch

from models.data.yuv import pad_to_multiple
from models.enhancer.planes import interleave_phases, pack_luma, to_network
from models.mask_refiner.network import MULTIPLE, MaskRefiner

THRESHOLD = 0.5  # logit above which background becomes object; above 0, since wrongly filled gaps cost F


@torch.no_grad()
def object_logits(network: MaskRefiner, planes: np.ndarray, mask: np.ndarray, scale: int, crf: float) -> np.ndarray:
    """Returns one object's logits [4, h, w] float32, in phases of the padded plane; positive is object.

    planes: [6, ceil(height / 2), ceil(width / 2)] uint8, the decoded picture (see ../enhancer/planes.py)
    mask:   [height, width] uint8, 0 or 1, as decoded
    """
    packed = pad_to_multiple(pack_luma(mask).transpose(1, 2, 0), MULTIPLE).transpose(2, 0, 1)
    logits = network(
        torch.from_numpy(to_network(planes, MULTIPLE))[None],
        torch.from_numpy(np.ascontiguousarray(packed, np.float32))[None],
        torch.tensor([float(scale)]),
        torch.tensor([float(crf)]),
    )
    return logits[0].numpy()


def is_refined(scale: int) -> bool:
    """Returns False at scale 1: contours coded at full size are sharper than the decoded picture's."""
    return scale > 1


def refine(network: MaskRefiner, planes: np.ndarray, ids: np.ndarray, scale: int, crf: float) -> np.ndarray:
    """Refines a decoded label map [height, width] uint8; at scale 1 it is unchanged.

    The union of all objects decides what is background, so that no gap opens between touching objects; each foreground
    pixel belongs to the object with the largest logit.
    """
    if not is_refined(scale):
        return ids.copy()
    numbers = np.unique(ids[ids > 0])

    def logits(mask: np.ndarray) -> np.ndarray:
        phases = object_logits(network, planes, mask.astype(np.uint8), scale, crf)
        return interleave_phases(phases, ids.shape[1], ids.shape[0])

    if len(numbers) == 0:
        return np.zeros_like(ids)
    foreground = logits(ids > 0) > np.where(ids > 0, 0, THRESHOLD)
    if len(numbers) == 1:
        return np.where(foreground, numbers[0], 0).astype(np.uint8)
    winner = np.argmax([logits(ids == number) for number in numbers], axis=0)
    return np.where(foreground, numbers[winner], 0).astype(np.uint8)
