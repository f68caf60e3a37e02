"""Counts the multiply-accumulates of convolutions."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


@torch.no_grad()
def convolution_macs(network: nn.Module, run: Callable[[], object]) -> int:
    """Counts the multiply-accumulates of all convolutions (`nn.Conv2d`) of `network` that `run` executes."""
    total = 0

    def add(layer: nn.Conv2d, _inputs: tuple, output: Tensor) -> None:
        nonlocal total
        total += output.numel() * layer.weight[0].numel()

    hooks = [layer.register_forward_hook(add) for layer in network.modules() if isinstance(layer, nn.Conv2d)]
    try:
        run()
    finally:
        for hook in hooks:
            hook.remove()
    return total
