"""The trained weights that are exported."""

from pathlib import Path

import torch

from models.mask_refiner.network import MaskRefiner

WEIGHTS = Path(__file__).with_name("weights.pt")


def load_refiner(weights: Path = WEIGHTS) -> MaskRefiner:
    """The trained network on the processor, from `weights.pt` or a training checkpoint (its average)."""
    state = torch.load(weights, map_location="cpu", weights_only=True)
    network = MaskRefiner()
    network.load_state_dict(state.get("average", state))
    return network.eval().requires_grad_(False)
