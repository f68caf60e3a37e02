"""A drawn scene for tests: boxes that move over a background and each other, in integers only.

`src/networks/testing/testScene.ts` draws the same scene.
"""

import numpy as np

OBJECT_IDS = [3, 7, 9]


def scene_frame(width: int, height: int, objects: int, time: int) -> tuple[np.ndarray, np.ndarray]:
    """Draws one frame: returns it as packed yuv420p, and its label map [height, width] uint8."""
    y, x = np.mgrid[:height, :width]
    label_map = np.zeros((height, width), np.uint8)
    luma = 60 + (x * x // 64 + 3 * y + x * y // 32) % 60
    blue = 118 + (x // 8 + y // 16) % 9
    red = 124 + (x // 16 + y // 8) % 7
    for number, object_id in enumerate(OBJECT_IDS[:objects]):
        left = width // 10 + number * (width // 3) + time * (1 - 2 * (number % 2))
        top = height // 6 + number * (height // 5) + number * time // 2
        inside = (x >= left) & (x < left + width // 5) & (y >= top) & (y < top + height // 4)
        label_map[inside] = object_id
        luma[inside] = 180 - 50 * number + ((5 * (x - left) + 3 * (y - top)) % 25)[inside]
        blue[inside] = 100 + 40 * number
        red[inside] = 170 - 45 * number
    planes = (luma, blue[::2, ::2], red[::2, ::2])
    return np.concatenate([plane.astype(np.uint8).ravel() for plane in planes]), label_map
