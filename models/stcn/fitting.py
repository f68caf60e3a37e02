"""Fits the last layer of a network with random weights so that masks neither vanish nor fill the picture."""

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor
from torch.nn import functional

from models.common.ridge_regression import captured_inputs, ridge_regression
from models.stcn.graphs import EncodeKey, EncodeValue, Read, others_of
from models.stcn.network import STCN
from models.stcn.reference import FITTED

BALANCE = 0.7  # 0 weighs all pixels alike, 1 objects and background alike
LOGIT = 5.0  # target inside an object; its negative elsewhere


@torch.no_grad()
def fitted_last_layer(network: STCN, pairs: Iterable[tuple[Sequence[Tensor], Sequence[Tensor]]]) -> dict[str, Tensor]:
    """Ridge regression on the second picture of each pair, with the first and its masks in memory.

    pairs: the pictures [1, 3, H, W] and the masks [objects, 1, H, W].
    """
    inputs, targets, importance = [], [], []
    encode_key, encode_value, read = EncodeKey(network), EncodeValue(network), Read(network)
    for (first, second), (masks, wanted) in pairs:
        memory_key, feature16, *_ = encode_key(first)
        value = encode_value(first, feature16, masks, others_of(masks))
        key, _, thin16, skip8, skip4 = encode_key(second)
        with captured_inputs(network.decoder.pred) as captured:
            read(key, thin16, skip8, skip4, memory_key, value[None], torch.ones(1, len(masks)))
        inputs += captured
        inside = functional.avg_pool2d(wanted, 4).flatten()
        targets.append(inside * 2 * LOGIT - LOGIT)
        share = inside.mean()
        importance.append(inside / share**BALANCE + (1 - inside) / (1 - share) ** BALANCE)
    patches = torch.cat([functional.unfold(features, 3, padding=1).mT.flatten(0, 1) for features in inputs])
    weight, bias = ridge_regression(patches, torch.cat(targets), torch.cat(importance))
    return dict(zip(FITTED, (weight.reshape(1, 256, 3, 3).clone(), bias.reshape(1).clone()), strict=True))
