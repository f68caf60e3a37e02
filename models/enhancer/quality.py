"""PSNR, SSIM and flicker of luma planes, as the app measures them."""

import cv2
import numpy as np

MARGIN = 5  # pixels: only windows of 11x11 inside the picture
SIGMA = 1.5
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2


def psnr(original: np.ndarray, tested: np.ndarray) -> float | None:
    """Computes dB for 8-bit samples; None if there are no samples or no difference."""
    if original.size == 0:
        return None
    error = np.square(original.astype(np.float64) - tested).mean()
    return None if error == 0 else float(10 * np.log10(255**2 / error))


def ssim(original: np.ndarray, tested: np.ndarray) -> float:
    """Mean structural similarity (Wang et al. 2004, their `ssim_index.m`): Gaussian windows, no downscaling."""
    x, y = original.astype(np.float64), tested.astype(np.float64)

    def blur(plane: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(plane, (2 * MARGIN + 1,) * 2, SIGMA)[MARGIN:-MARGIN, MARGIN:-MARGIN]

    mean_x, mean_y = blur(x), blur(y)
    variance_x, variance_y = blur(x * x) - mean_x**2, blur(y * y) - mean_y**2
    covariance = blur(x * y) - mean_x * mean_y
    numerator = (2 * mean_x * mean_y + C1) * (2 * covariance + C2)
    return float((numerator / ((mean_x**2 + mean_y**2 + C1) * (variance_x + variance_y + C2))).mean())


def flicker(originals: tuple[np.ndarray, np.ndarray], tested: tuple[np.ndarray, np.ndarray]) -> float:
    """Root mean square of the difference between tested and original frame-to-frame changes, in grey levels."""
    changes = [after.astype(np.float64) - before for before, after in (originals, tested)]
    return float(np.sqrt(np.square(changes[1] - changes[0]).mean()))
