"""What the exported graphs compute, beside what PyTorch computes."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor

from models.common import sessions
from models.common.sessions import session_options
from models.stcn.export import FOLDER, GRAPHS, PRECISIONS, Precision, onnx_file
from models.stcn.graphs import FLOAT32_TENSORS, seeded_inputs
from models.stcn.network import STCN


def with_weights(state: Mapping[str, Tensor], source: Path = FOLDER) -> AbstractContextManager[Path]:
    """A folder with the graphs, and the tensors under their keys."""
    return sessions.with_weights(
        state, [onnx_file(name, precision, source) for name in GRAPHS for precision in PRECISIONS]
    )


@torch.no_grad()
def differences(
    network: STCN,
    folder: Path,
    precision: Precision = "fp32",
    objects: int = 2,
    frames: int = 4,
    height: int = 96,
    width: int = 144,
) -> dict[str, float]:
    """Largest absolute difference between PyTorch in float32 and ONNX Runtime (processor), of each output.

    On `seeded_inputs`, float32 ones for PyTorch. The processor has few float16 kernels and computes most of a float16
    graph in float32: found here is what float16 weights, inputs and outputs cost, not what a GPU's sums cost.
    """
    feeds = seeded_inputs(network, objects, frames, height, width)
    found = {}
    for name, (step, inputs, outputs) in GRAPHS.items():
        expected = step(network)(*(feeds[name] for name in inputs))
        session = onnxruntime.InferenceSession(str(onnx_file(name, precision, folder)), session_options())
        computed = session.run(list(outputs), {name: as_input(name, feeds[name], precision) for name in inputs})
        for output, one, other in zip(
            outputs, expected if isinstance(expected, tuple) else (expected,), computed, strict=True
        ):
            found[output] = float(np.abs(one.numpy() - other.astype(np.float32)).max())
    return found


def sizes_of(objects: int, height: int, width: int, frames: int) -> dict[str, int]:
    """Sizes of a graph's free dimensions; height and width in pixels."""
    sizes = {"objects": objects, "frames": frames}
    for stride in (1, 4, 8, 16):
        suffix = "" if stride == 1 else str(stride)
        sizes |= {f"height{suffix}": height // stride, f"width{suffix}": width // stride}
    return sizes


def as_input(name: str, value: Tensor, precision: Precision) -> np.ndarray:
    return (value.half() if precision == "fp16" and name not in FLOAT32_TENSORS else value).numpy()

