"""ONNX Runtime sessions with external weights and with sizes fixed as in the browser, and the buffers they need."""

import math
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
import onnxruntime
from torch import Tensor


@contextmanager
def with_weights(state: Mapping[str, Tensor], graphs: Iterable[Path]) -> Iterator[Path]:
    """Fills a folder with the graphs and each tensor's bytes under its key, as the browser provides a checkpoint."""
    with TemporaryDirectory() as folder:
        for key, tensor in state.items():
            (Path(folder) / key).write_bytes(tensor.numpy().tobytes())
        for graph in graphs:
            shutil.copy(graph, folder)
        yield Path(folder)


def session_options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return options


def fixed_session(graph: Path, sizes: Mapping[str, int], optimised: Path | None = None) -> onnxruntime.InferenceSession:
    """Opens a session with fixed dimensions, as in the browser; dimensions that `sizes` lacks stay free.

    optimised: path to write the graph to, after the optimisations that all execution providers share
    """
    options = session_options()
    for axis, size in sizes.items():
        options.add_free_dimension_override_by_name(axis, size)
    if optimised:
        # Later levels fuse operators for the CPU only.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        options.optimized_model_filepath = str(optimised)
    return onnxruntime.InferenceSession(str(graph), options)


def optimised_graph(graph: Path, sizes: Mapping[str, int]) -> onnx.GraphProto:
    """Returns the graph that ONNX Runtime optimised for these sizes, with the shapes of its tensors."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "optimised.onnx"
        fixed_session(graph, sizes, path)
        return onnx.shape_inference.infer_shapes(onnx.load(str(path), load_external_data=False)).graph


def largest_buffer(graph: Path, sizes: Mapping[str, int]) -> tuple[int, str]:
    """Returns the bytes of a graph's largest tensor, and the operator that computes it."""
    optimised = optimised_graph(graph, sizes)
    made_by = {output: node.op_type for node in optimised.node for output in node.output}
    values = {value.name: value for value in (*optimised.input, *optimised.output, *optimised.value_info)}
    unknown = [f"{name} by {operator}" for name, operator in made_by.items() if name and name not in values]
    if unknown:
        raise RuntimeError(f"the sizes of {len(unknown)} tensors are not known, of the first {unknown[0]}")
    return max((_bytes(value.type.tensor_type), made_by.get(name, "an input")) for name, value in values.items())


def _bytes(tensor: onnx.TypeProto.Tensor) -> int:
    sizes = [size.dim_value for size in tensor.shape.dim]
    if not all(sizes):
        raise RuntimeError(f"a size is not known: {tensor}")
    return math.prod(sizes) * np.dtype(onnx.helper.tensor_dtype_to_np_dtype(tensor.elem_type)).itemsize
