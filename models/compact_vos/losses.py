"""The training loss."""

from torch import Tensor
from torch.nn import functional

BOUNDARY_BAND = 7  # pixels, odd: side of the window in which a boundary pixel sees both classes
BOUNDARY_WEIGHT = 2.0  # of a pixel near a boundary; other pixels have weight 1


def segmentation_loss(logits: Tensor, probabilities: Tensor, targets: Tensor, hard_share: float) -> Tensor:
    """Cross-entropy of the hardest share of each object's pixels, plus Dice of the aggregated masks.

    All are [T, I, 1, H, W]; targets are soft, 0..1. Bootstrapping is as in STCN; pixels near a boundary weigh more.
    """
    weights = 1 + (BOUNDARY_WEIGHT - 1) * near_boundary(targets)
    pixels = functional.binary_cross_entropy_with_logits(logits, targets, weights, reduction="none")
    pixels = pixels.flatten(0, 1).flatten(1)
    hardest = pixels.mean() if hard_share >= 1 else _largest(pixels, hard_share).mean()
    probabilities, targets = probabilities.flatten(0, 1).flatten(1), targets.flatten(0, 1).flatten(1)
    overlap = (probabilities * targets).sum(1)
    dice = 1 - (2 * overlap + 50) / (probabilities.sum(1) + targets.sum(1) + 50)
    return hardest + dice.mean()


def near_boundary(targets: Tensor) -> Tensor:
    """Returns 1 where a pixel's neighbourhood is neither all object nor all background, else 0; [T, I, 1, H, W]."""
    shares = functional.avg_pool2d(targets.flatten(0, 1), BOUNDARY_BAND, 1, BOUNDARY_BAND // 2, count_include_pad=False)
    return ((shares - 0.5).abs() < 0.45).to(targets.dtype).unflatten(0, targets.shape[:2])


def mean_overlap(probabilities: Tensor, targets: Tensor) -> float:
    """Computes, for the log, the mean J of masks; pairs where both are empty do not count."""
    found, wanted = probabilities > 0.5, targets > 0.5
    overlap, union = (found & wanted).sum((2, 3, 4)), (found | wanted).sum((2, 3, 4))
    return float((overlap / union.clamp(min=1))[union > 0].mean())


def _largest(pixels: Tensor, share: float) -> Tensor:
    return pixels.topk(int(share * pixels.shape[1]), dim=1, sorted=False).values
