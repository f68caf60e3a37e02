"""Converts between a yuv420p frame and the enhancer's six planes at half resolution.

Planes: Y00, Y01, Y10, Y11, U, V, where Yij holds luma row 2r + i, column 2c + j; bytes / 255 (limited
range stays limited range, 16..235). `src/networks/enhancer/enhancerPlanes.ts` does the same.
"""

import numpy as np

from models.data.yuv import pad_to_multiple, split_planes

LUMA_PHASES = 4
PLANES = 6


def pack_planes(luma: np.ndarray, blue: np.ndarray, red: np.ndarray) -> np.ndarray:
    """Packs luma [h, w] and chroma [ceil(h/2), ceil(w/2)], uint8, into [6, ceil(h/2), ceil(w/2)] uint8."""
    return np.concatenate((pack_luma(luma), blue[None], red[None]))


def pack_luma(luma: np.ndarray) -> np.ndarray:
    """Splits luma [h, w] into four phases [4, ceil(h/2), ceil(w/2)]; odd sizes repeat the last row or column."""
    luma = np.pad(luma, ((0, luma.shape[0] % 2), (0, luma.shape[1] % 2)), mode="edge")
    return np.stack((luma[::2, ::2], luma[::2, 1::2], luma[1::2, ::2], luma[1::2, 1::2]))


def unpack_planes(packed: np.ndarray, width: int, height: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The inverse of `pack_planes` for a frame of `width` x `height` luma samples; padding is cropped."""
    rows, columns = (height + 1) // 2, (width + 1) // 2
    luma = interleave_phases(packed[:LUMA_PHASES], width, height)
    return luma, packed[LUMA_PHASES, :rows, :columns], packed[LUMA_PHASES + 1, :rows, :columns]


def interleave_phases(phases: np.ndarray, width: int, height: int) -> np.ndarray:
    """Joins luma [height, width] from its four phases [4, at least ceil(h/2), at least ceil(w/2)]."""
    luma = np.empty((2 * phases.shape[1], 2 * phases.shape[2]), phases.dtype)
    for phase in range(LUMA_PHASES):
        luma[phase >> 1 :: 2, phase & 1 :: 2] = phases[phase]
    return luma[:height, :width]


def frame_to_planes(frame: np.ndarray, width: int, height: int) -> np.ndarray:
    """Converts one packed yuv420p frame [bytes] uint8 to [6, ceil(h/2), ceil(w/2)] uint8."""
    return pack_planes(*split_planes(frame, width, height))


def to_network(planes: np.ndarray, multiple: int) -> np.ndarray:
    """Converts byte planes [c, h, w] to network input: float32, 0..1, edges replicated to a multiple."""
    padded = pad_to_multiple(planes.transpose(1, 2, 0), multiple).transpose(2, 0, 1)
    return np.ascontiguousarray(padded, np.float32) / 255


def from_network(planes: np.ndarray) -> np.ndarray:
    """Rounds network output [c, h, w], 0..1, to bytes (halves up)."""
    return (np.clip(planes, 0, 1) * 255 + 0.5).astype(np.uint8)
