"""Fits the last layer of a network with random weights so that masks neither vanish nor fill the picture."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.nn import functional

RIDGE = 1e-2  # fraction of the Gram matrix's mean diagonal


@contextmanager
def captured_inputs(layer: nn.Module) -> Iterator[list[Tensor]]:
    """Yields a list to which each call of the layer appends its input."""
    captured: list[Tensor] = []

    def capture(_layer: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        captured.append(inputs[0])

    handle = layer.register_forward_pre_hook(capture)
    try:
        yield captured
    finally:
        handle.remove()


def ridge_regression(inputs: Tensor, targets: Tensor, importance: Tensor) -> tuple[Tensor, Tensor]:
    """Fits weights [channels, ...] and bias [...] that map inputs [n, channels] to targets [n, ...].

    Each row is weighted by importance [n].
    """
    values = functional.pad(inputs, (0, 1), value=1).double()
    weighted = values * importance[:, None]
    gram = weighted.mT @ values
    gram += RIDGE * gram.diagonal().mean() * torch.eye(len(gram))
    solved = torch.linalg.solve(gram, weighted.mT @ targets.double()).float()
    return solved[:-1], solved[-1]
