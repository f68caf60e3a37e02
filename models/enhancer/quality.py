"""PSNR, SSIM and flicker of luma planes, as the app measures them, and the strength of regular patterns."""

import cv2
import numpy as np

MARGIN = 5  # pixels: only windows of 11x11 inside the picture
SIGMA = 1.5
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
PATTERN_WINDOW = 32  # pixels, a multiple of all periods
FLAT_SHARE = 0.4  # of the windows: those with the lowest deviation, where a pattern is visible
COARSEST_WAVE = 4  # cycles a window: slower waves are the picture's own
SMALLEST_POWER = 1e-3  # far below that of the rounding to bytes: only for windows of one colour
FREQUENCIES_BETWEEN = ((-2, 0), (2, 0), (0, -2), (0, 2))  # from a pattern's frequency: as close as the window allows


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


def pattern(decoded: np.ndarray, tested: np.ndarray, period: int) -> float:
    """Measures a pattern that repeats every `period` pixels in the flat areas of a plane: about 1 if there is none.

    PSNR and SSIM hardly see such a pattern, but an eye does. The value is the mean power at the pattern's frequencies,
    divided by the mean power two bins away from them, in 32x32 windows that are flat in the decoded frame. A pattern's
    frequencies are the multiples of 1 / period in both directions. Those that are zero in one direction are left out,
    because the edges of x265's blocks and of straight objects are there, too.
    """
    power = _flat_power(decoded, tested)
    multiples = np.arange(PATTERN_WINDOW // period, PATTERN_WINDOW, PATTERN_WINDOW // period)

    def mean_power(down: int, across: int) -> float:
        return float(power[np.ix_((multiples + down) % PATTERN_WINDOW, (multiples + across) % PATTERN_WINDOW)].mean())

    between = np.mean([mean_power(*shift) for shift in FREQUENCIES_BETWEEN])
    return mean_power(0, 0) / max(float(between), SMALLEST_POWER)


def strongest_wave(decoded: np.ndarray, tested: np.ndarray) -> float:
    """Measures a regular pattern of any period in the flat areas of a plane: about 2 if there is none.

    The value is the largest ratio of a frequency's mean power to the median of those two bins away. It tells what
    `pattern` overlooks: a network that must not draw its grid can draw waves of other periods.
    """
    power = _flat_power(decoded, tested).ravel()
    around = np.median(power[ring_of()], axis=1)
    return float((power / np.maximum(around, SMALLEST_POWER))[seen_frequencies().ravel()].max())


def seen_frequencies() -> np.ndarray:
    """Tells which bins of a window's spectrum can show a pattern [32, 32]: neither slow nor zero in one direction."""
    cycles = np.abs(np.fft.fftfreq(PATTERN_WINDOW, 1 / PATTERN_WINDOW))
    down, across = np.meshgrid(cycles, cycles, indexing="ij")
    return (np.minimum(down, across) > 0) & (np.maximum(down, across) >= COARSEST_WAVE)


def ring_of() -> np.ndarray:
    """Returns the indices of the 16 bins that are two away from each bin of a flattened spectrum [32 * 32, 16]."""
    steps = range(-2, 3)
    ring = np.array([(down, across) for down in steps for across in steps if max(abs(down), abs(across)) == 2])
    down, across = np.mgrid[:PATTERN_WINDOW, :PATTERN_WINDOW].reshape(2, -1, 1)
    return (down + ring[:, 0]) % PATTERN_WINDOW * PATTERN_WINDOW + (across + ring[:, 1]) % PATTERN_WINDOW


def _flat_power(decoded: np.ndarray, tested: np.ndarray) -> np.ndarray:
    """Returns the mean power spectrum [32, 32] of the windows that are flat in the decoded frame."""
    deviation = _windows(decoded).std(axis=(1, 2))
    windows = _windows(tested)[deviation <= np.quantile(deviation, FLAT_SHARE)]
    taper = np.hanning(PATTERN_WINDOW + 1)[:-1]
    spectrum = np.fft.fft2((windows - windows.mean(axis=(1, 2), keepdims=True)) * np.outer(taper, taper))
    return np.square(np.abs(spectrum)).mean(axis=0)


def _windows(plane: np.ndarray) -> np.ndarray:
    """Cuts a plane into [windows, 32, 32] float64; what is left at the right and bottom edges is dropped."""
    side = PATTERN_WINDOW
    rows, columns = (size // side for size in plane.shape)
    cut = plane[: rows * side, : columns * side].astype(np.float64)
    return cut.reshape(rows, side, columns, side).swapaxes(1, 2).reshape(-1, side, side)
