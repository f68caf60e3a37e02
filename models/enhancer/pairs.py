"""Random training crops: planes after x265, planes before, CRF, and guidance as unreliable as a predicted mask."""

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor

from models.data.compression import CompressedSequence
from models.data.yuv import split_planes
from models.enhancer.planes import pack_planes

# The published experiment works at CRF 45 (x265) and at CRF 48 to 51 (its method); the rest keeps the network honest.
CRF_SHARES = {32: 0.06, 37: 0.16, 40: 0.14, 42: 0.16, 45: 0.2, 48: 0.16, 51: 0.12}
NO_GUIDANCE_SHARE = 0.25
BLOCK_GRID = 8  # luma pixels: crops keep their place on x265's grid of transform blocks
LARGEST_GUIDANCE_SHIFT = 4  # half-resolution pixels
SMALLEST_ERROR = 1.0  # grey levels squared; keeps nearly perfect frames from dominating


@dataclass(frozen=True)
class Batch:
    compressed: Tensor  # [n, 6, h, w] float32, 0..1
    original: Tensor  # the same
    crf: Tensor  # [n] float32
    guidance: Tensor  # [n, 1, h, w] float32, 0..1, what the network is told about the object
    cover: Tensor  # [n, 1, h, w] float32, 0..1, where the object really is
    frame_error: Tensor  # [n, 2] float32, mean squared error of the whole frame's luma and chroma, of values 0..1

    def to(self, device: torch.device) -> "Batch":
        return Batch(**{name: value.to(device) for name, value in vars(self).items()})


class PairSampler:
    def __init__(self, sequences: list[CompressedSequence], crop: int, seed: int):
        """crop: side in luma pixels, a multiple of BLOCK_GRID."""
        self.sequences = sequences
        self.crop = crop
        self.random = np.random.default_rng(seed)
        self.frame_errors = [{crf: _frame_errors(sequence, crf) for crf in CRF_SHARES} for sequence in sequences]
        # Long sequences are not more important, but have more to show.
        lengths = np.sqrt([len(sequence.original) for sequence in sequences])
        self.sequence_shares = lengths / lengths.sum()

    def batch(self, size: int) -> Batch:
        samples = [self._sample() for _ in range(size)]
        compressed, original, crf, guidance, cover, error = (np.stack(column) for column in zip(*samples, strict=True))
        return Batch(
            torch.from_numpy(compressed).float() / 255,
            torch.from_numpy(original).float() / 255,
            torch.from_numpy(crf).float(),
            torch.from_numpy(guidance).float()[:, None] / 4,
            torch.from_numpy(cover).float()[:, None] / 4,
            torch.from_numpy(error).float() / 255**2,
        )

    def _sample(self) -> tuple:
        random = self.random
        number = random.choice(len(self.sequences), p=self.sequence_shares)
        sequence = self.sequences[number]
        crf = int(random.choice(list(CRF_SHARES), p=list(CRF_SHARES.values())))
        kept = random.integers(len(sequence.original))
        top = BLOCK_GRID * random.integers((sequence.height - self.crop) // BLOCK_GRID + 1)
        left = BLOCK_GRID * random.integers((sequence.width - self.crop) // BLOCK_GRID + 1)
        turn = random.integers(8)
        frame = int(sequence.frame_indices[kept])
        window = (slice(top // 2, (top + self.crop) // 2), slice(left // 2, (left + self.crop) // 2))
        return (
            _crop_planes(sequence, sequence.decoded[crf][kept], top, left, self.crop, turn),
            _crop_planes(sequence, sequence.original[kept], top, left, self.crop, turn),
            np.float32(crf),
            _turned(self._guidance(sequence.masks, frame)[window], turn),
            _turned(sequence.masks[frame][window], turn),
            self.frame_errors[number][crf][kept],
        )

    def _guidance(self, masks: np.ndarray, frame: int) -> np.ndarray:
        """Mostly the previous frame's mask, a little too large, too small or misplaced; often none."""
        random = self.random
        if random.random() < NO_GUIDANCE_SHARE:
            return np.zeros_like(masks[frame])
        mask = masks[np.clip(frame + random.choice((-1, 0, 1), p=(0.6, 0.3, 0.1)), 0, len(masks) - 1)]
        if random.random() < 0.5:
            kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * random.integers(1, 4) + 1,) * 2)
            mask = cv2.dilate(mask, kernel) if random.random() < 0.5 else cv2.erode(mask, kernel)
        if random.random() < 0.5:
            shift = random.integers(-LARGEST_GUIDANCE_SHIFT, LARGEST_GUIDANCE_SHIFT + 1, 2)
            mask = np.roll(mask, shift, axis=(0, 1))
        return mask


def _crop_planes(
    sequence: CompressedSequence, frame: np.ndarray, top: int, left: int, side: int, turn: int
) -> np.ndarray:
    """[6, side / 2, side / 2] uint8. Turned before packing, because turning exchanges the luma phases."""
    luma, blue, red = split_planes(frame, sequence.width, sequence.height)
    half = (slice(top // 2, (top + side) // 2), slice(left // 2, (left + side) // 2))
    luma = luma[top : top + side, left : left + side]
    return pack_planes(*(_turned(plane, turn) for plane in (luma, blue[half], red[half])))


def _turned(plane: np.ndarray, turn: int) -> np.ndarray:
    """One of the square's eight symmetries."""
    if turn & 1:
        plane = plane[::-1]
    if turn & 2:
        plane = plane[:, ::-1]
    return plane.T if turn & 4 else plane


def _frame_errors(sequence: CompressedSequence, crf: int) -> np.ndarray:
    """[kept frames, 2] mean squared error of luma and of chroma, in grey levels squared."""
    luma_bytes = sequence.width * sequence.height
    errors = []
    for original, decoded in zip(sequence.original, sequence.decoded[crf], strict=True):
        # Absolute differences fit a byte, and a histogram of bytes is the quickest sum of squares.
        difference = cv2.absdiff(np.asarray(original), np.asarray(decoded)).ravel()
        parts = difference[:luma_bytes], difference[luma_bytes:]
        errors.append([np.bincount(part, minlength=256) @ np.arange(256) ** 2 / len(part) for part in parts])
    return np.maximum(np.array(errors, np.float32), SMALLEST_ERROR)
