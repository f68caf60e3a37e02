"""The last layer of a network of random weights, fitted so that masks neither vanish nor fill the picture."""

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
from models.common.ridge_regression import ridge_regression

BALANCE = 0.6  # 0 counts every pixel as much, 1 every class
LOGIT = 6.0  # that the fitted layer aims at, for a class that is there; its negative for others


@torch.no_grad()
def fitted_last_layer(
    network: R50AOTL, pairs: Iterable[tuple[Sequence[np.ndarray], Sequence[np.ndarray]]]
) -> dict[str, Tensor]:
    """By ridge regression: the second of two pictures is read with the first and its label map in the memory.

    Of each pair the pictures RGB [h, w, 3] and the label maps [h, w], object numbers 0 to 10.
    """
    inputs, targets, importance = [], [], []
    for (first, second), (before, after) in pairs:
        height, width = first.shape[:2]
        grid = network_size(width, height)
        one = Pass(network, None, INTERVAL)
        one.objects = OBJECTS
        one.refer(0, network.encode_key(normalised(image_of(first, *grid))), labels_of(torch.from_numpy(before), *grid))
        inside = []
        hook = network.decoder.conv_out.register_forward_pre_hook(lambda _layer, given, to=inside: to.append(given[0]))
        one.read(network.encode_key(normalised(image_of(second, *grid))), width, height)
        hook.remove()
        rows, columns = inside[0].shape[2:]
        classes = labels_of(torch.from_numpy(after), columns, rows).flatten().long()
        inputs.append(inside[0][0].flatten(1).mT)
        one_hot = functional.one_hot(classes, OBJECTS + 1).float()
        targets.append(one_hot * (2 * LOGIT) - LOGIT)
        importance.append((one_hot / one_hot.sum(dim=0).clamp(min=1) ** BALANCE).sum(dim=1))
    weight, bias = ridge_regression(torch.cat(inputs), torch.cat(targets), torch.cat(importance))
    return dict(zip(FITTED, (weight.mT[:, :, None, None].contiguous(), bias.contiguous()), strict=True))
