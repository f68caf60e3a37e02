"""What the exported graphs compute, beside what PyTorch computes, and by which operators."""

import math
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import onnxruntime
import torch
from torch import Tensor

from models.stcn.export import FOLDER, GRAPHS, PRECISIONS, Precision, onnx_file
from models.stcn.graphs import FLOAT32_TENSORS, seeded_inputs
from models.stcn.network import STCN


@contextmanager
def with_weights(state: Mapping[str, Tensor], source: Path = FOLDER) -> Iterator[Path]:
    """A folder with the graphs and, under its key, each tensor's bytes: what the browser makes of a checkpoint."""
    with TemporaryDirectory() as folder:
        for key, tensor in state.items():
            (Path(folder) / key).write_bytes(tensor.numpy().tobytes())
        for name in GRAPHS:
            for precision in PRECISIONS:
                shutil.copy(onnx_file(name, precision, source), folder)
        yield Path(folder)


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


def fixed_session(
    name: str,
    folder: Path,
    precision: Precision,
    sizes: tuple[int, int, int],
    frames: int | None,
    optimised: Path | None = None,
) -> onnxruntime.InferenceSession:
    """A session that knows height, width and number of objects, as in the browser; `frames` may stay free."""
    options = session_options()
    height, width, objects = sizes
    overrides = {"objects": objects} | ({} if frames is None else {"frames": frames})
    for stride in (1, 4, 8, 16):
        suffix = "" if stride == 1 else str(stride)
        overrides |= {f"height{suffix}": height // stride, f"width{suffix}": width // stride}
    for axis, size in overrides.items():
        options.add_free_dimension_override_by_name(axis, size)
    if optimised:
        # The level that all execution providers share; later levels fuse operators for the processor only.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(optimised)
    return onnxruntime.InferenceSession(str(onnx_file(name, precision, folder)), options)


def nodes_when_fixed(
    name: str, folder: Path, precision: Precision, sizes: tuple[int, int, int], frames: int | None
) -> list[str]:
    """Operators that are left when ONNX Runtime knows the sizes, one for each node."""
    return [node.op_type for node in _optimised(name, folder, precision, sizes, frames).node]


def largest_buffer(
    name: str, folder: Path, precision: Precision, sizes: tuple[int, int, int], frames: int
) -> tuple[int, str]:
    """Bytes of the largest tensor that a graph makes or is given, and the operator that makes it."""
    graph = _optimised(name, folder, precision, sizes, frames)
    made_by = {output: node.op_type for node in graph.node for output in node.output}
    values = {value.name: value for value in (*graph.input, *graph.output, *graph.value_info)}
    unknown = [f"{name} by {operator}" for name, operator in made_by.items() if name and name not in values]
    if unknown:
        raise RuntimeError(f"the sizes of {len(unknown)} tensors are not known, of the first {unknown[0]}")
    found = [
        (_bytes(value.type.tensor_type), f"{name}, {made_by.get(name, 'an input')}") for name, value in values.items()
    ]
    return max(found)


def _optimised(
    name: str, folder: Path, precision: Precision, sizes: tuple[int, int, int], frames: int | None
) -> onnx.GraphProto:
    path = folder / "optimised.onnx"
    fixed_session(name, folder, precision, sizes, frames, path)
    return onnx.shape_inference.infer_shapes(onnx.load(str(path), load_external_data=False)).graph


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
