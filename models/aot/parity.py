"""What the exported graphs compute, beside what PyTorch computes."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor

from models.aot.export import GRAPHS, PRECISIONS, Precision, onnx_file
from models.aot.graphs import FLOAT32_TENSORS, seeded_inputs
from models.aot.network import R50AOTL
from models.common import sessions
from models.common.sessions import session_options


def with_weights(state: Mapping[str, Tensor]) -> AbstractContextManager[Path]:
    """A folder with the committed graphs, and the tensors under their keys."""
    return sessions.with_weights(state, [onnx_file(name, precision) for name in GRAPHS for precision in PRECISIONS])


@torch.no_grad()
def differences(
    network: R50AOTL, folder: Path, precision: Precision, capacity: int, height: int, width: int
) -> dict[str, float]:
    """Largest absolute difference between PyTorch in float32 and ONNX Runtime (processor), of each output.

    On `seeded_inputs`, float32 ones for PyTorch. The processor has few float16 kernels and computes most of a float16
    graph in float32: found here is what float16 weights, inputs and outputs cost, not what a GPU's sums cost.
    """
    feeds = seeded_inputs(network, capacity, height, width)
    found = {}
    for name, (step, inputs, outputs) in GRAPHS.items():
        expected = step(network)(*(feeds[name] for name in inputs))
        session = onnxruntime.InferenceSession(str(onnx_file(name, precision, folder)), session_options())
        computed = session.run(list(outputs), {name: as_input(name, feeds[name], precision) for name in inputs})
        for output, one, other in zip(
            outputs, expected if isinstance(expected, tuple) else (expected,), computed, strict=True
        ):
            found[f"{name}.{output}"] = float(np.abs(one.numpy() - other.astype(np.float32)).max())
    return found


def sizes_of(height: int, width: int, capacity: int | None) -> dict[str, int]:
    """Sizes of a graph's free dimensions; height and width in pixels; `capacity` may stay free."""
    sizes = {} if capacity is None else {"capacity": capacity}
    for stride in (1, 4, 8, 16):
        suffix = "" if stride == 1 else str(stride)
        sizes |= {f"height{suffix}": (height - 1) // stride + 1, f"width{suffix}": (width - 1) // stride + 1}
    return sizes


def as_input(name: str, value: Tensor, precision: Precision) -> np.ndarray:
    return (value.half() if precision == "fp16" and name not in FLOAT32_TENSORS else value).numpy()

