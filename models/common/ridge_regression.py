"""The last layer of a network with random weights, fitted so that masks neither vanish nor fill the picture."""

import torch
from torch import Tensor
from torch.nn import functional

RIDGE = 1e-2  # of the Gram matrix's mean diagonal


def ridge_regression(inputs: Tensor, targets: Tensor, importance: Tensor) -> tuple[Tensor, Tensor]:
    """Weights [channels, ...] and bias [...] that map inputs [n, channels] to targets [n, ...], each row weighted by
    importance [n].
    """
    values = functional.pad(inputs, (0, 1), value=1).double()
    weighted = values * importance[:, None]
    gram = weighted.mT @ values
    gram += RIDGE * gram.diagonal().mean() * torch.eye(len(gram))
    solved = torch.linalg.solve(gram, weighted.mT @ targets.double()).float()
    return solved[:-1], solved[-1]
