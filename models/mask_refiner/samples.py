"""Random training crops around contours: a decoded mask, the decoded picture, and the annotation."""

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor

from models.data.coded_masks import CODINGS, CodedMasks
from models.data.compression import CompressedSequence
from models.data.yuv import split_planes
from models.enhancer.pairs import apply_symmetry
from models.enhancer.planes import LUMA_PHASES, pack_luma, pack_planes
from models.mask_refiner.refine import is_refined

CRF_SHARES = {37: 0.1, 42: 0.15, 45: 0.3, 48: 0.25, 51: 0.2}
BLOCK_GRID = 8  # luma pixels: crops are aligned to x265's grid of transform blocks
BAND = 17  # pixels, odd: side of the window in which a pixel near a contour sees both classes
THIN = 9  # pixels: narrower parts and gaps matter as much for F, but have few pixels
THIN_WEIGHT = 2.2
CONTRASTS, OFFSETS = (0.7, 1.3), (-0.1, 0.1)  # of luma, 0..1: thirty sequences have little variety of light


@dataclass(frozen=True)
class Batch:
    planes: Tensor  # [n, 6, h, w] float32, 0..1
    mask: Tensor  # [n, 4, h, w] float32, 0 or 1, as decoded
    scale: Tensor  # [n] float32
    crf: Tensor  # [n] float32
    truth: Tensor  # [n, 4, h, w] float32, 0 or 1, as annotated
    weight: Tensor  # [n, 4, h, w] float32: 0 far from contours of either, THIN_WEIGHT in thin parts, 1 elsewhere

    def to(self, device: torch.device) -> "Batch":
        return Batch(**{name: value.to(device) for name, value in vars(self).items()})


class CropSampler:
    def __init__(self, sequences: list[tuple[CompressedSequence, CodedMasks]], crop: int, seed: int) -> None:
        """crop: side in luma pixels, a multiple of BLOCK_GRID."""
        self.sequences, self.crop, self.random = sequences, crop, np.random.default_rng(seed)

    def batch(self, size: int) -> Batch:
        columns = zip(*(self._sample() for _ in range(size)), strict=True)
        planes, *others = (torch.from_numpy(np.stack(column)).float() for column in columns)
        return Batch(self._jitter_colours(planes / 255), *others)

    def _jitter_colours(self, planes: Tensor) -> Tensor:
        """Changes contrast and brightness of each crop [6, h, w] randomly, and negates or exchanges chroma."""
        random, count = self.random, len(planes)
        contrast, offset = (
            torch.from_numpy(random.uniform(*span, (count, 1, 1, 1))).float() for span in (CONTRASTS, OFFSETS)
        )
        luma, chroma = planes[:, :LUMA_PHASES] - 0.5, planes[:, LUMA_PHASES:] - 0.5
        exchanged = torch.from_numpy(random.integers(2, size=(count, 1, 1, 1))).bool()
        mirrored = torch.from_numpy(random.choice([-1, 1], (count, 2, 1, 1))).float()
        chroma = torch.where(exchanged, chroma.flip(1), chroma) * mirrored
        return (torch.cat((luma * contrast + offset, chroma), dim=1) + 0.5).clamp(0, 1)

    def _sample(self) -> tuple:
        random = self.random
        while True:
            sequence, coded = self.sequences[random.integers(len(self.sequences))]
            frame = int(random.integers(len(coded.annotation)))
            coding = CODINGS[random.integers(len(CODINGS))]
            if not is_refined(coded.scales[coding]):
                continue
            crf = int(random.choice(list(CRF_SHARES), p=list(CRF_SHARES.values())))
            mask, truth = coded.mask(frame, coding), coded.mask(frame)
            edges = np.maximum(contour(mask), contour(truth))
            rows, columns = np.nonzero(edges)
            if len(rows):
                break
        pick = random.integers(len(rows))
        top, left = (
            self._start(int(place), side)
            for place, side in ((rows[pick], sequence.height), (columns[pick], sequence.width))
        )
        turn = int(random.integers(8))
        window = (slice(top, top + self.crop), slice(left, left + self.crop))
        half = (slice(top // 2, (top + self.crop) // 2), slice(left // 2, (left + self.crop) // 2))
        luma, blue, red = split_planes(sequence.decoded[crf][frame], sequence.width, sequence.height)
        near = cv2.dilate(edges[window], np.ones((BAND, BAND), np.uint8))
        weight = near * np.where(thin_parts(truth[window]), np.float32(THIN_WEIGHT), np.float32(1))
        return (
            pack_planes(*(apply_symmetry(plane, turn) for plane in (luma[window], blue[half], red[half]))),
            pack_luma(apply_symmetry(mask[window], turn)),
            np.float32(coded.scales[coding]),
            np.float32(crf),
            pack_luma(apply_symmetry(truth[window], turn)),
            pack_luma(apply_symmetry(weight, turn)),
        )

    def _start(self, place: int, side: int) -> int:
        """Returns the start of a random crop around `place`, on the block grid and inside the picture."""
        start = place - int(self.random.integers(self.crop))
        return min(max(0, start), side - self.crop) // BLOCK_GRID * BLOCK_GRID


def thin_parts(mask: np.ndarray) -> np.ndarray:
    """Marks parts of object and background that are narrower than THIN pixels: [height, width] bool."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (THIN, THIN))
    opened, closed = (cv2.morphologyEx(mask, kind, disc) for kind in (cv2.MORPH_OPEN, cv2.MORPH_CLOSE))
    return opened != closed


def contour(mask: np.ndarray) -> np.ndarray:
    """Finds the pixels of [height, width] uint8, 0 or 1, with a neighbour of the other class."""
    square = np.ones((3, 3), np.uint8)
    return cv2.dilate(mask, square) - cv2.erode(mask, square)
