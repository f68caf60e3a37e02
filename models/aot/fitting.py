"""Fits the last layer of a network with random weights so that masks neither vanish nor fill the picture."""

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.aot.inference import Pass
from models.aot.memory import INTERVAL
from models.aot.network import OBJECTS, R50AOTL, normalised
from models.aot.pictures import image_of, labels_of, network_size
from models.aot.reference import FITTED
from models.common.ridge_regression import captured_inputs, ridge_regression

BALANCE = 0.6  # 0 weighs all pixels alike, 1 all classes
LOGIT = 6.0  # target of the true class; its negative for the others


@torch.no_grad()
def fitted_last_layer(
    network: R50AOTL, pairs: Iterable[tuple[Sequence[np.ndarray], Sequence[np.ndarray]]]
) -> dict[str, Tensor]:
    """Ridge regression on the second picture of each pair, with the first and its label map in memory.

    pairs: the pictures RGB [h, w, 3] and the label maps [h, w], object numbers 0 to 10.
    """
    inputs, targets, importance = [], [], []
    for (first, second), (before, after) in pairs:
        height, width = first.shape[:2]
        grid = network_size(width, height)
        one = Pass(network, None, INTERVAL)
        one.objects = OBJECTS
        one.add_reference(
            0, network.encode_key(normalised(image_of(first, *grid))), labels_of(torch.from_numpy(before), *grid)
        )
        with captured_inputs(network.decoder.conv_out) as captured:
            one.read(network.encode_key(normalised(image_of(second, *grid))), width, height)
        rows, columns = captured[0].shape[2:]
        classes = labels_of(torch.from_numpy(after), columns, rows).flatten().long()
        inputs.append(captured[0][0].flatten(1).mT)
        one_hot = functional.one_hot(classes, OBJECTS + 1).float()
        targets.append(one_hot * (2 * LOGIT) - LOGIT)
        importance.append((one_hot / one_hot.sum(dim=0).clamp(min=1) ** BALANCE).sum(dim=1))
    weight, bias = ridge_regression(torch.cat(inputs), torch.cat(targets), torch.cat(importance))
    return dict(zip(FITTED, (weight.mT[:, :, None, None].contiguous(), bias.contiguous()), strict=True))
