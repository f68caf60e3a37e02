"""The trained weights that are exported."""

from pathlib import Path

import torch

from models.enhancer.network import Enhancer

WEIGHTS = Path(__file__).with_name("weights.pt")


def load_enhancer(weights: Path = WEIGHTS) -> Enhancer:
    """The trained network, from an export's `weights.pt` or a training checkpoint."""
    state = torch.load(weights, map_location="cpu", weights_only=True)
    network = Enhancer()
    network.load_state_dict(state.get("average", state))
    return network.eval().requires_grad_(False).to(memory_format=torch.channels_last)
