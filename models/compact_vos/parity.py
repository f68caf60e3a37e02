"""What the exported graphs compute, beside what PyTorch computes, and by which operators."""

import os
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from models.compact_vos.export import FOLDER, GRAPHS, Precision, onnx_file
from models.compact_vos.graphs import FLOAT32_TENSORS, seeded_inputs
from models.compact_vos.memory import CAPACITY
from models.compact_vos.network import CompactVOS


@torch.no_grad()
def differences(
    network: CompactVOS,
    precision: Precision = "fp32",
    objects: int = 2,
    capacity: int = CAPACITY,
    height: int = 96,
    width: int = 144,
    folder: Path = FOLDER,
) -> dict[str, float]:
    """Largest absolute difference between PyTorch in float32 and ONNX Runtime (processor), of each output.

    On `seeded_inputs`, float32 ones for PyTorch. The processor has few float16 kernels and computes most of a float16
    graph in float32: found here is what float16 weights, inputs and outputs cost, not what a GPU's sums cost.
    The graphs are those in `folder`; they should have the weights of `network`.
    """
    feeds = seeded_inputs(network, objects, capacity, height, width)
    found = {}
    for name, (graph, inputs, outputs) in GRAPHS.items():
        expected = graph(network)(*(feeds[name] for name in inputs))
        session = onnxruntime.InferenceSession(str(onnx_file(name, precision, folder)), _session_options())
        computed = session.run(list(outputs), {name: _as_input(name, feeds[name], precision) for name in inputs})
        for output, one, other in zip(
            outputs, expected if isinstance(expected, tuple) else (expected,), computed, strict=True
        ):
            found[output] = float(np.abs(one.numpy() - other.astype(np.float32)).max())
    return found


def operators_when_fixed(
    name: str, precision: Precision, height: int, width: int, objects: int, capacity: int | None = CAPACITY
) -> set[str]:
    """Operators that are left when ONNX Runtime knows the sizes, as in the browser; `capacity` may stay free."""
    options = _session_options()
    sizes = {"objects": objects} | ({} if capacity is None else {"capacity": capacity})
    for stride in (1, 2, 4, 8):
        suffix = "" if stride == 1 else str(stride)
        sizes |= {f"height{suffix}": height // stride, f"width{suffix}": width // stride}
    for axis, size in sizes.items():
        options.add_free_dimension_override_by_name(axis, size)
    # The level that all execution providers share; later levels fuse operators for the processor only.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    with tempfile.TemporaryDirectory() as folder:
        options.optimized_model_filepath = os.path.join(folder, "optimised.onnx")
        onnxruntime.InferenceSession(str(onnx_file(name, precision)), options)
        return {node.op_type for node in onnx.load(options.optimized_model_filepath).graph.node}


def _as_input(name: str, value: torch.Tensor, precision: Precision) -> np.ndarray:
    return (value.half() if precision == "fp16" and name not in FLOAT32_TENSORS else value).numpy()


def _session_options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return options
