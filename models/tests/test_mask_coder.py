"""The mask coder's networks: the committed fixed-point weights agree with the definition."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from models.mask_coder.network import ContextNetwork

FOLDER = Path(__file__).parents[1] / "mask_coder"


def quantized_logits(weights: dict, features: np.ndarray) -> np.ndarray:
    """Maps features [N, features] of 0 and 1 to logits [N] in 1/256, as `src/masks/entropy/contextNetwork.ts` does."""
    hidden1, hidden2 = weights["hidden"]
    first = np.array(weights["weight1"]).reshape(weights["features"], hidden1)
    second = np.array(weights["weight2"]).reshape(hidden1, hidden2)
    active = np.clip((features @ first + weights["bias1"]) >> 5, 0, 127)
    active = np.clip((active @ second + weights["bias2"]) >> 6, 0, 127)
    return np.clip((active @ np.array(weights["weight3"]) + weights["bias3"]) >> 3, -2816, 2816)


@pytest.mark.parametrize(("kind", "features"), [("inter", 96), ("intra", 48)])
def test_committed_weights_have_the_shapes_that_the_coder_expects(kind: str, features: int) -> None:
    weights = json.loads((FOLDER / f"{kind}.json").read_text())
    hidden1, hidden2 = weights["hidden"]
    assert weights["features"] == features
    assert len(weights["weight1"]) == features * hidden1
    assert len(weights["weight2"]) == hidden1 * hidden2
    assert len(weights["weight3"]) == hidden2


def test_fixed_point_agrees_with_the_definition() -> None:
    torch.manual_seed(3)
    network = ContextNetwork(48)
    features = np.random.default_rng(4).integers(0, 2, (1000, 48))
    with torch.no_grad():
        expected = network(torch.from_numpy(features).float()).numpy()
    logits = quantized_logits(network.quantized(), features) / 256
    assert np.abs(logits - expected).max() < 0.05
