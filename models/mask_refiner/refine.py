"""Refined label maps, as the browser makes them (`src/networks/maskRefiner/refineMasks.ts`)."""

import numpy as np
import torch

from models.data.yuv import pad_to_multiple
from models.enhancer.planes import interleave_phases, pack_luma, to_network
from models.mask_refiner.network import MULTIPLE, MaskRefiner

DOUBT = 0.5  # the logit above which background becomes object: F counts every gap that is filled by mistake


@torch.no_grad()
def object_logits(network: MaskRefiner, planes: np.ndarray, mask: np.ndarray, scale: int, crf: float) -> np.ndarray:
    """Of one object, phases of a padded plane, [4, h, w] float32; positive is object.

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
    """Contours that were coded at full size are sharper than those of the decoded picture."""
    return scale > 1


def refine(network: MaskRefiner, planes: np.ndarray, ids: np.ndarray, scale: int, crf: float) -> np.ndarray:
    """A label map [height, width] uint8, as decoded, refined; as it came at scale 1.

    All objects together decide what is background, so that no gap opens between two that touch; what is not belongs to
    the object that is surest of it.
    """
    if not is_refined(scale):
        return ids.copy()
    numbers = np.unique(ids[ids > 0])

    def logits(mask: np.ndarray) -> np.ndarray:
        phases = object_logits(network, planes, mask.astype(np.uint8), scale, crf)
        return interleave_phases(phases, ids.shape[1], ids.shape[0])

    if len(numbers) == 0:
        return np.zeros_like(ids)
    foreground = logits(ids > 0) > np.where(ids > 0, 0, DOUBT)
    if len(numbers) == 1:
        return np.where(foreground, numbers[0], 0).astype(np.uint8)
    surest = np.argmax([logits(ids == number) for number in numbers], axis=0)
    return np.where(foreground, numbers[surest], 0).astype(np.uint8)
