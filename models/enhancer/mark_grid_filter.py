"""Puts the grid filter behind weights that were trained without it: `python -m models.enhancer.mark_grid_filter`.

The filter (grid.py) has no parameters, so that nothing changes but the mark that `load_enhancer` looks for. `export`
without a checkpoint then writes the graphs.
"""

import argparse
from pathlib import Path

import torch

from models.common.weights import read_weights
from models.enhancer.network import GRID_FILTER, WEIGHTS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="?", default=WEIGHTS, help="weights.pt, rewritten")
    arguments = parser.parse_args()
    torch.save(read_weights(arguments.weights) | {GRID_FILTER: torch.ones(())}, arguments.weights)


if __name__ == "__main__":
    main()
