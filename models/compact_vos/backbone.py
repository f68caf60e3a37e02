"""Loads pre-trained SqueezeNet 1.1 weights."""

from pathlib import Path

import numpy as np
import torch

from models.compact_vos.trunk import Trunk


def load_backbone(trunk: Trunk, path: Path) -> None:
    """Fills `trunk` from a flat `.npz` (`conv1.w`, `fireN/squeeze1x1.w`, ...; see the README of the shared material).

    The file's first layer expects BGR, ours gets RGB: its input channels are reversed.
    """
    arrays = np.load(path)
    for name, parameter in trunk.named_parameters():
        layer, kind = name.rsplit(".", 1)
        values = arrays[f"{layer.replace('.', '/')}.{kind[0]}"].reshape(parameter.shape)
        if name == "conv1.weight":
            values = values[:, ::-1]
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(values.copy()))
