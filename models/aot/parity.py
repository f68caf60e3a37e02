"""What the exported graphs compute, beside what PyTorch computes, and by which operators."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor

from models.aot.export import GRAPHS, Precision, onnx_file
from models.aot.graphs import FLOAT32_TENSORS, seeded_inputs
from models.aot.network import R50AOTL


@contextmanager
def with_weights(state: dict[str, Tensor]) -> Iterator[Path]:
    """A folder with the committed graphs and, under its key, each tensor's bytes: what the browser makes of a file."""
    with TemporaryDirectory() as folder:
        for key, tensor in state.items():
            (Path(folder) / key).write_bytes(tensor.numpy().tobytes())
        for name in GRAPHS:
            for precision in ("fp32", "fp16"):
                source = onnx_file(name, precision)
                (Path(folder) / source.name).write_bytes(source.read_bytes())
        yield Path(folder)


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


def fixed_session(
    name: str,
    folder: Path,
    precision: Precision,
    height: int,
    width: int,
    capacity: int | None,
    optimised: Path | None = None,
) -> onnxruntime.InferenceSession:
    """A session that knows all sizes, as in the browser; `capacity` may stay free."""
    options = session_options()
    sizes = {} if capacity is None else {"capacity": capacity}
    for stride in (1, 4, 8, 16):
        suffix = "" if stride == 1 else str(stride)
        sizes |= {f"height{suffix}": (height - 1) // stride + 1, f"width{suffix}": (width - 1) // stride + 1}
    for axis, size in sizes.items():
        options.add_free_dimension_override_by_name(axis, size)
    if optimised:
        # The level that all execution providers share; later levels fuse operators for the processor only.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(optimised)
    return onnxruntime.InferenceSession(str(onnx_file(name, precision, folder)), options)


def nodes_when_fixed(
    name: str, folder: Path, precision: Precision, height: int, width: int, capacity: int | None
) -> list[onnx.NodeProto]:
    """What is left of a graph when ONNX Runtime knows the sizes."""
    optimised = folder / "optimised.onnx"
    fixed_session(name, folder, precision, height, width, capacity, optimised)
    return list(onnx.load(str(optimised), load_external_data=False).graph.node)


def largest_buffer(
    name: str, folder: Path, precision: Precision, height: int, width: int, capacity: int
) -> tuple[int, str]:
    """Bytes of the largest tensor that a graph makes or is given, and the operator that makes it."""
    optimised = folder / "optimised.onnx"
    fixed_session(name, folder, precision, height, width, capacity, optimised)
    graph = onnx.shape_inference.infer_shapes(onnx.load(str(optimised), load_external_data=False)).graph
    made_by = {output: node.op_type for node in graph.node for output in node.output}
    sizes = [
        (_bytes(value.type.tensor_type), made_by.get(value.name, "input"))
        for value in (*graph.input, *graph.output, *graph.value_info)
    ]
    return max(sizes)


def _bytes(tensor: onnx.TypeProto.Tensor) -> int:
    sizes = [size.dim_value for size in tensor.shape.dim]
    if not all(sizes):
        raise RuntimeError(f"a size is not known: {tensor}")
    return math.prod(sizes) * np.dtype(onnx.helper.tensor_dtype_to_np_dtype(tensor.elem_type)).itemsize


def as_input(name: str, value: Tensor, precision: Precision) -> np.ndarray:
    return (value.half() if precision == "fp16" and name not in FLOAT32_TENSORS else value).numpy()


def session_options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return options
