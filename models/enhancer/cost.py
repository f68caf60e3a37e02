"""Multiply-accumulates of one frame: convolutions are counted, alignment and the grid filter are estimated."""

from models.common.macs import convolution_macs
from models.enhancer.alignment import COARSEST, MATCHING, REFINEMENTS
from models.enhancer.graph import seeded_inputs
from models.enhancer.grid import FLAT_WINDOW, OTHER_WINDOW
from models.enhancer.neighbours import NEIGHBOURS
from models.enhancer.network import Enhancer
from models.enhancer.planes import LUMA_PHASES, PLANES

BILINEAR = 4  # multiply-accumulates of a bilinear sample


def count_macs(network: Enhancer, half_height: int, half_width: int) -> int:
    """Counts all convolutions for a frame of this half size; both sides are multiples of alignment's MULTIPLE."""
    feeds = seeded_inputs(half_height, half_width)
    aligned = feeds["following"][:, :LUMA_PHASES].repeat(1, NEIGHBOURS, 1, 1)
    return convolution_macs(
        network, lambda: network(feeds["planes"], aligned, feeds["crf"], feeds["packets"], feeds["mask"])
    )


def count_alignment(half_height: int, half_width: int) -> int:
    """Counts alignment's arithmetic: an addition, a multiplication or a comparison is one multiply-accumulate."""

    def pixels(level: int) -> int:
        return (half_height * half_width) >> 2 * (level - 1)

    displacements = (2 * MATCHING.radius + 1) ** 2
    # Difference, window (separable), distance penalty, softmax, mean displacement.
    total = NEIGHBOURS * pixels(COARSEST) * displacements * (2 + 2 * MATCHING.window + 2 + 3 + 2)
    for refinement in REFINEMENTS:
        total += (1 + NEIGHBOURS) * pixels(refinement.level) * 4  # the pyramid
        total += pixels(refinement.level) * (10 + 3 * 2 * refinement.window)  # gradients and texture
        # Sample, three products and their windows, step, weighted windows of flow and weight.
        step = BILINEAR + 8 + 1 + 3 + 3 * 2 * refinement.window + 14 + 4 + 3 * 2 * refinement.smoothing + 2
        total += NEIGHBOURS * pixels(refinement.level) * (refinement.steps * step + 2 * BILINEAR)
    # Coordinates and samples of the luma at full size.
    return total + NEIGHBOURS * LUMA_PHASES * pixels(1) * (BILINEAR + 6)


def count_grid_filter(network: Enhancer, half_height: int, half_width: int) -> int:
    """Counts the grid filter's arithmetic in the same way; none if the network has no filter."""
    if not network.grid_filter:
        return 0
    # For the residual and the decoded frame: mean of a square, bilinear sample, difference. Then the square for the
    # variance, the sum of both, the means over squares, their weights and sum, and the difference from the residual.
    sample = 2 * (1 + BILINEAR + 1) + 1 + 1 + FLAT_WINDOW**2 + OTHER_WINDOW**2 + 3 + 1
    return PLANES * half_height * half_width * sample
