"""Where the trained weights lie, and how they are read."""

from pathlib import Path

import torch

from models.compact_vos.network import CompactVOS

WEIGHTS = Path(__file__).with_name("weights.pt")


def load_network(weights: Path = WEIGHTS) -> CompactVOS:
    """The trained network on the processor, from an export's `weights.pt` or a training checkpoint (its average)."""
    state = torch.load(weights, map_location="cpu", weights_only=True)
    network = CompactVOS()
    network.load_state_dict(state.get("average", state))
    return network.eval().requires_grad_(False)
