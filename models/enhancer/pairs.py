"""Random training crops: a frame after x265 with its aligned neighbours, the original, and guidance.

The guidance is as unreliable as the decoder's masks.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor

from models.data.compression import CompressedSequence
from models.data.yuv import split_planes
from models.enhancer.aligned import AlignedSequence
from models.enhancer.neighbours import neighbours_of
from models.enhancer.planes import pack_luma, pack_planes

# The published experiment uses CRF 45 (x265) and 48 to 51 (its method); the others are for generality.
CRF_SHARES = {32: 0.06, 37: 0.2, 42: 0.22, 45: 0.22, 48: 0.2, 51: 0.1}
OBJECT_SHARE = 0.6  # share of crops that contain a pixel of the object, which covers 8% of a frame
NO_GUIDANCE_SHARE = 0.2
BLOCK_GRID = 8  # luma pixels: crops are aligned to x265's grid of transform blocks
LARGEST_GUIDANCE_SHIFT = 3  # half-resolution pixels
SMALLEST_ERROR = 1.0  # squared grey levels: keeps nearly perfect frames from dominating


@dataclass(frozen=True)
class Batch:
    compressed: Tensor  # [n, 6, h, w] float32, 0..1
    aligned: Tensor  # [n, 12, h, w] float32, 0..1, neighbours' luma phases
    original: Tensor  # [n, 6, h, w] float32, 0..1
    crf: Tensor  # [n] float32
    packets: Tensor  # [n, 4] float32, bits per luma pixel of the frame's and its neighbours' packets
    guidance: Tensor  # [n, 1, h, w] float32, 0..1, the mask input
    cover: Tensor  # [n, 1, h, w] float32, 0..1, the true coverage
    frame_error: Tensor  # [n, 2] float32, mean squared error of the whole frame's luma and chroma, of values 0..1

    def to(self, device: torch.device) -> "Batch":
        return Batch(**{name: value.to(device) for name, value in vars(self).items()})


class PairSampler:
    def __init__(self, sequences: list[AlignedSequence], crop: int, seed: int) -> None:
        """crop: side in luma pixels, a multiple of BLOCK_GRID."""
        self.sequences = sequences
        self.crop = crop
        self.random = np.random.default_rng(seed)
        self.frame_errors = [{crf: _frame_errors(sequence, crf) for crf in CRF_SHARES} for sequence in sequences]
        # A compromise between equal shares and shares by length.
        lengths = np.sqrt([len(sequence.compressed.original) for sequence in sequences])
        self.sequence_shares = lengths / lengths.sum()

    def batch(self, size: int) -> Batch:
        samples = [self._sample() for _ in range(size)]
        columns = [torch.from_numpy(np.stack(column)).float() for column in zip(*samples, strict=True)]
        compressed, aligned, original, crf, packets, guidance, cover, error = columns
        return Batch(
            compressed / 255,
            aligned / 255,
            original / 255,
            crf,
            packets,
            guidance[:, None] / 4,
            cover[:, None] / 4,
            error / 255**2,
        )

    def _sample(self) -> tuple:
        random = self.random
        number = random.choice(len(self.sequences), p=self.sequence_shares)
        sequence = self.sequences[number].compressed
        crf = int(random.choice(list(CRF_SHARES), p=list(CRF_SHARES.values())))
        place = random.integers(len(self.sequences[number].kept[crf]))
        frame = int(self.sequences[number].kept[crf][place])
        top, left = self._corner(sequence, frame)
        turn = int(random.integers(8))
        full = (slice(top, top + self.crop), slice(left, left + self.crop))
        half = (slice(top // 2, (top + self.crop) // 2), slice(left // 2, (left + self.crop) // 2))

        def planes(frame: np.ndarray) -> np.ndarray:
            """Flips the frame before packing, since flipping exchanges the luma phases."""
            luma, blue, red = split_planes(frame, sequence.width, sequence.height)
            return pack_planes(*(apply_symmetry(plane, turn) for plane in (luma[full], blue[half], red[half])))

        neighbours = [video[place][full] for video in self.sequences[number].aligned[crf]]
        return (
            planes(sequence.decoded[crf][frame]),
            np.concatenate([pack_luma(apply_symmetry(luma, turn)) for luma in neighbours]),
            planes(sequence.original[frame]),
            np.float32(crf),
            bits_per_pixel(sequence, crf, frame),
            apply_symmetry(self._guidance(sequence.masks, frame)[half], turn),
            apply_symmetry(sequence.masks[frame][half], turn),
            self.frame_errors[number][crf][place],
        )

    def _corner(self, sequence: CompressedSequence, frame: int) -> tuple[int, int]:
        """Returns top and left of a crop in luma pixels: anywhere, or where it contains some of the object."""
        random, largest = self.random, (sequence.height - self.crop, sequence.width - self.crop)
        corner = [random.integers(size + 1) for size in largest]
        if random.random() < OBJECT_SHARE:
            pixels = np.flatnonzero(sequence.masks[frame])
            if len(pixels):
                pixel = np.unravel_index(random.choice(pixels), sequence.masks[frame].shape)
                corner = [2 * at - random.integers(self.crop) for at in pixel]
        top, left = (
            int(np.clip(at, 0, size)) // BLOCK_GRID * BLOCK_GRID for at, size in zip(corner, largest, strict=True)
        )
        return top, left

    def _guidance(self, masks: np.ndarray, frame: int) -> np.ndarray:
        """Returns the mask of the frame (sometimes of a neighbour), often dilated, eroded or shifted; or zeros."""
        random = self.random
        if random.random() < NO_GUIDANCE_SHARE:
            return np.zeros_like(masks[frame])
        mask = masks[np.clip(frame + random.choice((0, -1, 1), p=(0.7, 0.15, 0.15)), 0, len(masks) - 1)]
        if random.random() < 0.5:
            side = 2 * int(random.integers(1, 4)) + 1
            kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
            mask = cv2.dilate(mask, kernel) if random.random() < 0.5 else cv2.erode(mask, kernel)
        if random.random() < 0.5:
            shift = random.integers(-LARGEST_GUIDANCE_SHIFT, LARGEST_GUIDANCE_SHIFT + 1, 2)
            mask = np.roll(mask, shift, axis=(0, 1))
        return mask


def bits_per_pixel(sequence: CompressedSequence, crf: int, frame: int) -> np.ndarray:
    """Returns [4] float32: bits per luma pixel of the packets of the frame and of its neighbours."""
    packets = sequence.packets[crf]
    frames = [frame, *neighbours_of(frame, packets.keys)]
    return (8 * packets.sizes[frames] / (sequence.width * sequence.height)).astype(np.float32)


def apply_symmetry(plane: np.ndarray, turn: int) -> np.ndarray:
    """Applies one of the square's eight symmetries."""
    if turn & 1:
        plane = plane[::-1]
    if turn & 2:
        plane = plane[:, ::-1]
    return plane.T if turn & 4 else plane


def _frame_errors(sequence: AlignedSequence, crf: int) -> np.ndarray:
    """Returns [kept frames, 2]: mean squared error of luma and of chroma, in grey levels squared."""
    compressed = sequence.compressed
    luma_bytes = compressed.width * compressed.height
    errors = []
    for frame in sequence.kept[crf]:
        # A histogram of absolute differences, which fit a byte, is the fastest sum of squares.
        difference = cv2.absdiff(compressed.original[frame], compressed.decoded[crf][frame]).ravel()
        parts = difference[:luma_bytes], difference[luma_bytes:]
        errors.append([np.bincount(part, minlength=256) @ np.arange(256) ** 2 / len(part) for part in parts])
    return np.maximum(np.array(errors, np.float32), SMALLEST_ERROR)
