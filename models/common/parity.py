"""Compares the exported graphs with PyTorch."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor, nn

from models.common.graphs import GraphSet, Precision, onnx_file
from models.common.sessions import session_options


@torch.no_grad()
def differences(
    graphs: GraphSet, network: nn.Module, feeds: Mapping[str, Tensor], folder: Path, precision: Precision = "fp32"
) -> dict[str, float]:
    """Returns, by output (`GRAPH.OUTPUT`), the largest absolute difference between PyTorch in float32 and ONNX Runtime.

    ONNX Runtime runs on the CPU, which has few float16 kernels and computes most of a float16 graph in float32: the
    error is that of float16 weights, inputs and outputs, not that of a GPU's float16 sums.
    """
    found = {}
    for name, graph in graphs.graphs.items():
        expected = graph.step(network)(*(feeds[tensor] for tensor in graph.inputs))
        session = onnxruntime.InferenceSession(str(onnx_file(folder, name, precision)), session_options())
        inputs = {tensor: value.numpy() for tensor, value in graphs.inputs(name, feeds, precision).items()}
        computed = session.run(list(graph.outputs), inputs)
        expected = expected if isinstance(expected, tuple) else (expected,)
        for output, one, other in zip(graph.outputs, expected, computed, strict=True):
            found[f"{name}.{output}"] = float(np.abs(one.numpy() - np.asarray(other, np.float32)).max())
    return found
