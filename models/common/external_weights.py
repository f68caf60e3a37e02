"""Graphs without weights: every tensor of the official checkpoint stays external data under its own key.

For networks whose weights may not be shipped: the browser takes them from the checkpoint that the user opens.
"""

import argparse
import json
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Generic, TypeVar

import onnx
import torch
from torch import Tensor, nn

from models.common.export import export_graph, file_metadata, write_graphs
from models.common.graphs import PRECISIONS, Axes, GraphSet, Precision, onnx_file

PREFIX = "network."  # of a tensor's name in the exported steps
Network = TypeVar("Network", bound=nn.Module)


@dataclass(frozen=True)
class ExternalWeightsExport(Generic[Network]):
    """The export of an official network. Its weights may have any values, since none of them are written."""

    folder: Path
    graphs: GraphSet
    reference_network: Callable[[], Network]
    example: Callable[[Network], dict[str, Tensor]]  # float32 tensors for all graphs, to trace
    metadata: dict[str, Any]  # entries that the app reads
    record: Callable[[], dict[str, Any]]  # further metadata
    optional: Callable[[str], bool]  # whether a tensor, by key, may be missing in a checkpoint; no graph uses those
    largest_bytes: int  # of the graphs together, both precisions
    output_sizes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # sizes that the exporter does not find
    options: Mapping[str, Any] = field(default_factory=dict)  # options of the exporter

    def main(self, description: str | None) -> None:
        parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("--folder", type=Path, default=self.folder, help="where everything is written")
        arguments = parser.parse_args()
        torch.set_num_threads(1)
        arguments.folder.mkdir(parents=True, exist_ok=True)
        network = self.reference_network()
        contents = self.write(network, arguments.folder)
        metadata = self.metadata_of(network, arguments.folder, contents)
        (arguments.folder / "metadata.json").write_text(as_text(metadata))
        print(json.dumps({key: metadata[key] for key in ("macs_per_480p_frame", "bytes")}, indent=2))

    def write(self, network: Network, folder: Path) -> dict[str, bytes]:
        """Writes all graphs; returns their contents by file name."""
        example = self.example(network)

        def write(name: str, precision: Precision, path: Path) -> None:
            inputs = self.graphs.inputs(name, example, precision)
            step = self.graphs.graphs[name].step(network, PRECISIONS[precision]).eval()
            with TemporaryDirectory() as whole_folder, warnings.catch_warnings():
                warnings.simplefilter("ignore", torch.jit.TracerWarning)  # pyright: ignore[reportPrivateImportUsage]
                whole = Path(whole_folder) / "whole.onnx"
                # The weights remain the tensors of the checkpoint: ONNX Runtime folds the computations on them.
                export_graph(self.graphs, name, step, inputs, whole, do_constant_folding=False, **self.options)
                model = without_weights(onnx.load(str(whole)), network.state_dict())
            name_output_axes(model, self.graphs.axes, self.output_sizes)
            onnx.save(model, str(path))

        return write_graphs(self.graphs, folder, self.largest_bytes, write)

    def metadata_of(self, network: Network, folder: Path, contents: Mapping[str, bytes]) -> dict[str, Any]:
        used = {name: weights_of(onnx_file(folder, name)) for name in self.graphs.graphs}
        shapes = {key: list(tensor.shape) for key, tensor in network.state_dict().items()}
        return {
            **self.metadata,
            # The tensors of the official checkpoint, and the graphs that use each of them.
            "tensors": [
                {"key": key, "shape": shape, "graphs": [name for name, keys in used.items() if key in keys]}
                for key, shape in shapes.items()
                if not self.optional(key)
            ],
            "optional_tensors": [{"key": key, "shape": shape} for key, shape in shapes.items() if self.optional(key)],
            **self.record(),
            **file_metadata(contents),
        }


def name_output_axes(model: onnx.ModelProto, axes: Mapping[str, Axes], sizes: Mapping[str, tuple[int, ...]]) -> None:
    """Replaces the names that the exporter invents for output sizes which it cannot infer."""
    for output in model.graph.output:
        for axis, size in enumerate(output.type.tensor_type.shape.dim):
            if size.dim_param and size.dim_param not in axes[output.name].values():
                size.dim_value = sizes[output.name][axis]


def without_weights(model: onnx.ModelProto, state: Mapping[str, Tensor]) -> onnx.ModelProto:
    """Makes every initializer, and nothing else, external data whose `location` is its key in `state`, at offset 0."""
    names: dict[str, str] = {}
    for tensor in model.graph.initializer:
        key = tensor.name.removeprefix(PREFIX)
        if key not in state:
            raise RuntimeError(f"{tensor.name} is not a tensor of the official state dict")
        names[tensor.name] = tensor.name = key
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        del tensor.external_data[:]
        size = state[key].numel() * state[key].element_size()
        for entry, text in (("location", key), ("offset", "0"), ("length", str(size))):
            tensor.external_data.add(key=entry, value=text)
    del model.graph.value_info[:]
    kept = without_duplicates(model.graph.node, names, {output.name for output in model.graph.output})
    del model.graph.node[:]
    model.graph.node.extend(kept)
    return model


def without_duplicates(nodes: Iterable[onnx.NodeProto], names: dict[str, str], fixed: set[str]) -> list[onnx.NodeProto]:
    """Merges nodes that compute the same, and shortens the names of tensors that are not `fixed`.

    The exporter repeats constants and sizes for each use, which makes up most of the nodes. `names` maps the graph's
    initializers to their new names, and is extended by the nodes' outputs.
    """
    kept: list[onnx.NodeProto] = []
    known: dict[tuple[str | bytes, ...], onnx.NodeProto] = {}
    for node in nodes:
        node.input[:] = [names.get(name, name) for name in node.input]
        attributes = sorted(attribute.SerializeToString() for attribute in node.attribute)
        computation = (node.op_type, *node.input, *attributes)
        first = known.get(computation)
        if first and not fixed.intersection(node.output):
            names.update(zip(node.output, first.output, strict=True))
            continue
        for index, name in enumerate(node.output):
            names[name] = node.output[index] = name if name in fixed else f"{len(names):x}"
        node.ClearField("doc_string")
        node.ClearField("name")
        known[computation] = node
        kept.append(node)
    return kept


def weights_of(path: Path) -> set[str]:
    """Returns the keys of the tensors that a graph takes from the checkpoint."""
    return {tensor.name for tensor in onnx.load(str(path), load_external_data=False).graph.initializer}


def as_text(metadata: dict) -> str:
    """Formats JSON with one line for each entry, and for each entry of a list of objects."""

    def lines(value: object) -> str:
        if isinstance(value, list) and isinstance(value[0], dict):
            return "[\n    " + ",\n    ".join(map(json.dumps, value)) + "\n  ]"
        return json.dumps(value)

    return "{\n  " + ",\n  ".join(f'"{key}": {lines(value)}' for key, value in metadata.items()) + "\n}\n"
