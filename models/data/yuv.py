"""Converts decoded yuv420p planes to a network's half-resolution RGB input, with the browser's arithmetic.

Planes are area-averaged to a short side of 240 (for 480p, 2x2 means of luma; chroma has that size already), then
converted by BT.601, limited range, to 0..1, clipped.
"""

import cv2
import numpy as np

SHORT_SIDE = 240


def network_size(width: int, height: int, short_side: int = SHORT_SIDE) -> tuple[int, int]:
    """Returns (width, height) in pixels of the network's picture before padding: keeps the aspect, rounds halves up."""
    scale = short_side / min(width, height)
    return int(width * scale + 0.5), int(height * scale + 0.5)


def split_planes(frame: np.ndarray, width: int, height: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Splits one packed yuv420p frame (1-D uint8) into its planes Y [h, w], U and V [ceil(h/2), ceil(w/2)]."""
    chroma_width, chroma_height = (width + 1) // 2, (height + 1) // 2
    luma, chroma = width * height, chroma_width * chroma_height
    return (
        frame[:luma].reshape(height, width),
        frame[luma : luma + chroma].reshape(chroma_height, chroma_width),
        frame[luma + chroma :].reshape(chroma_height, chroma_width),
    )


def area_average(plane: np.ndarray, width: int, height: int) -> np.ndarray:
    """Averages a plane [h, w] by area to [height, width] float32."""
    plane = plane.astype(np.float32)
    if plane.shape == (height, width):
        return plane
    return cv2.resize(plane, (width, height), interpolation=cv2.INTER_AREA)


def planes_to_rgb(y: np.ndarray, u: np.ndarray, v: np.ndarray, width: int, height: int) -> np.ndarray:
    """Converts 8-bit limited-range planes (ITU-R BT.601) to RGB [height, width, 3] float32, 0..1."""
    luma = (area_average(y, width, height) - 16) * (255 / 219)
    blue = (area_average(u, width, height) - 128) * (255 / 224)
    red = (area_average(v, width, height) - 128) * (255 / 224)
    rgb = np.stack((luma + 1.402 * red, luma - 0.344136 * blue - 0.714136 * red, luma + 1.772 * blue), axis=-1)
    return np.clip(rgb / 255, 0, 1).astype(np.float32)


def pad_to_multiple(picture: np.ndarray, multiple: int = 8) -> np.ndarray:
    """Replicates the right and bottom edges of a picture [h, w, ...] until both sides are multiples of `multiple`."""
    height, width = picture.shape[:2]
    padding = [(0, -height % multiple), (0, -width % multiple)] + [(0, 0)] * (picture.ndim - 2)
    return np.pad(picture, padding, mode="edge")
