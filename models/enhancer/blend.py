"""Interpolates two checkpoints of one run: `python -m models.enhancer.blend EARLY LATE --share 0.8 --out FILE`.

Training for a VOS network's features (`--feature-weight`) gains J&F and costs PSNR and SSIM. Weights in between are a
better trade: Wortsman et al., Robust fine-tuning of zero-shot models, CVPR 2022.
"""

import argparse
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from models.common.weights import read_checkpoint, read_weights


def blend(early: dict[str, Tensor], late: dict[str, Any], share: float) -> dict[str, Any]:
    """Interpolates the weights `early` and the averaged weights of the checkpoint `late`.

    share: the share of `late`, 0 to 1. What only `late` has, such as the mark of the grid filter, stays.
    """
    weights: dict[str, Tensor] = late["average"]
    blended = {name: torch.lerp(early.get(name, value), value, share) for name, value in weights.items()}
    return {**late, "average": blended}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("early", type=Path, help="checkpoint or weights before training for features")
    parser.add_argument("late", type=Path, help="checkpoint after it")
    parser.add_argument("--share", type=float, default=0.8, help="of the late one, 0 to 1")
    parser.add_argument("--out", type=Path, required=True, help="a checkpoint for export and validate")
    arguments = parser.parse_args()
    blended = blend(read_weights(arguments.early), read_checkpoint(arguments.late), arguments.share)
    torch.save(blended, arguments.out)


if __name__ == "__main__":
    main()
