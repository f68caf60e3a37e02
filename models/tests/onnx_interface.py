"""Helpers for tests of exported graphs."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import onnx

from models.common.graphs import GraphSet, Precision, onnx_file

Sizes = list[int | str]  # a name for a free axis
TYPES: dict[int, Precision] = {onnx.TensorProto.FLOAT: "fp32", onnx.TensorProto.FLOAT16: "fp16"}


def load_graph(path: Path) -> onnx.GraphProto:
    return onnx.load(str(path), load_external_data=False).graph


def signature(values: Iterable[onnx.ValueInfoProto]) -> dict[str, tuple[Sizes, Precision]]:
    """Returns sizes and precision by tensor."""
    return {value.name: _sizes_and_precision(value.type.tensor_type) for value in values}


def assert_interface(
    graphs: GraphSet,
    folder: Path,
    precision: Precision,
    expected: Mapping[str, tuple[Mapping[str, Sizes], Mapping[str, Sizes]]],
) -> None:
    """Asserts that the committed graphs have these inputs and outputs, by graph."""
    assert set(expected) == set(graphs.graphs)
    for name, sides in expected.items():
        graph = load_graph(onnx_file(folder, name, precision))
        for values, sizes in zip((graph.input, graph.output), sides, strict=True):
            assert signature(values) == {
                tensor: (size, "fp32" if tensor in graphs.float32 else precision) for tensor, size in sizes.items()
            }


def external_weights(
    graphs: GraphSet, folder: Path, precision: Precision
) -> Iterable[tuple[onnx.TensorProto, dict[str, Any]]]:
    """Yields every initializer of the graphs, and the entries of its external data."""
    for name in graphs.graphs:
        for tensor in load_graph(onnx_file(folder, name, precision)).initializer:
            yield tensor, {entry.key: entry.value for entry in tensor.external_data}


def _sizes_and_precision(tensor: onnx.TypeProto.Tensor) -> tuple[Sizes, Precision]:
    return [size.dim_param or size.dim_value for size in tensor.shape.dim], TYPES[tensor.elem_type]
