"""Multiply-accumulates of one frame: convolutions are counted, alignment is estimated."""

from models.common.macs import convolution_macs
from models.enhancer.alignment import COARSEST, MATCHING, REFINEMENTS
from models.enhancer.graph import seeded_inputs
from models.enhancer.neighbours import NEIGHBOURS
from models.enhancer.network import Enhancer
from models.enhancer.planes import LUMA_PHASES

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
