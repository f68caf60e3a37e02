"""Export to ONNX: the exporter's settings, the files' metadata, and the whole export of a network trained here."""

import argparse
import copy
import hashlib
import json
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import onnx
import torch
from torch import Tensor, nn

from models.common.graphs import PRECISIONS, GraphSet, Precision, onnx_file
from models.common.parity import differences
from models.common.weights import with_memory_format, write_average

OPSET = 17
Network = TypeVar("Network", bound=nn.Module)


def export_graph(
    graphs: GraphSet, name: str, module: nn.Module, inputs: Mapping[str, Tensor], path: Path, **options: Any
) -> None:
    """Writes one graph, traced on `inputs`.

    The inputs' sizes should all differ: if one is traced as a constant, `differences` then shows it on other sizes.
    """
    outputs = graphs.graphs[name].outputs
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            module,
            tuple(inputs.values()),
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={tensor: graphs.axes[tensor] for tensor in (*inputs, *outputs) if tensor in graphs.axes},
            opset_version=OPSET,
            # The tracing exporter leaves constant shapes alone and adds no operator that WebGPU lacks.
            dynamo=False,
            **options,
        )
    _declare_fixed_sizes(graphs, module, inputs, path)
    onnx.checker.check_model(str(path), full_check=True)


def _declare_fixed_sizes(graphs: GraphSet, module: nn.Module, inputs: Mapping[str, Tensor], path: Path) -> None:
    """Gives outputs the sizes that are not free, where the exporter lost them on the way and made up names."""
    model = onnx.load(str(path), load_external_data=False)
    lost = [
        (number, axis, dimension)
        for number, value in enumerate(model.graph.output)
        for axis, dimension in enumerate(value.type.tensor_type.shape.dim)
        if dimension.HasField("dim_param") and axis not in graphs.axes.get(value.name, {})
    ]
    if not lost:
        return
    with torch.no_grad():
        results = module(*inputs.values())
    results = results if isinstance(results, tuple) else (results,)
    for number, axis, dimension in lost:
        dimension.dim_value = results[number].shape[axis]
    onnx.save(model, str(path))


def write_graphs(
    graphs: GraphSet, folder: Path, largest_bytes: int, write: Callable[[str, Precision, Path], None]
) -> dict[str, bytes]:
    """Writes all graphs with `write` and returns their contents by file name. Raises RuntimeError if too large."""
    contents = {}
    for precision in PRECISIONS:
        for name in graphs.graphs:
            path = onnx_file(folder, name, precision)
            write(name, precision, path)
            contents[path.name] = path.read_bytes()
    size = sum(map(len, contents.values()))
    if size > largest_bytes:
        raise RuntimeError(f"the graphs have {size} bytes, more than {largest_bytes}")
    return contents


def file_metadata(contents: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    return {
        "bytes": {name: len(content) for name, content in contents.items()},
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }


def parameter_count(network: nn.Module) -> int:
    return sum(parameter.numel() for parameter in network.parameters())


@dataclass(frozen=True)
class TrainedExport(Generic[Network]):
    """The export of a network that is trained here: from a checkpoint to weights, graphs, metadata and reference."""

    folder: Path
    graphs: GraphSet
    load_network: Callable[[Path], Network]
    metadata: Callable[[Network], dict[str, Any]]
    write_reference: Callable[[Network, Path], None]
    largest_bytes: int  # of the graphs together, both precisions
    example: Callable[[Network], dict[str, Tensor]]  # float32 tensors for all graphs, to trace
    other_sizes: Callable[[Network], dict[str, Tensor]]  # the same in other sizes, to compare with PyTorch

    def main(self, description: str | None) -> None:
        parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("--checkpoint", type=Path, help="of the training; else weights.pt is exported again")
        parser.add_argument("--folder", type=Path, default=self.folder, help="where everything is written")
        arguments = parser.parse_args()
        torch.set_num_threads(1)
        self.run(arguments.checkpoint, arguments.folder)

    def run(self, checkpoint: Path | None, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        weights, metadata_file = folder / "weights.pt", folder / "metadata.json"
        trained = write_average(checkpoint, weights, metadata_file)
        network = self.load_network(weights)
        own_metadata = self.metadata(network)
        example = self.example(network)

        def write(name: str, precision: Precision, path: Path) -> None:
            inputs = self.graphs.inputs(name, example, precision)
            module = self.graphs.graphs[name].step(in_precision(network, precision))
            export_graph(self.graphs, name, module, inputs, path)

        contents = write_graphs(self.graphs, folder, self.largest_bytes, write)
        metadata = {**own_metadata, **file_metadata(contents), **trained}
        metadata_file.write_text(json.dumps(metadata, indent=2) + "\n")
        self.write_reference(network, folder)
        print(json.dumps(metadata, indent=2))
        for path in self.graphs.files(folder):
            operators = {node.op_type for node in onnx.load(path).graph.node} - {"Constant"}
            print(f"{path.name}: {', '.join(sorted(operators))}")
        feeds = self.other_sizes(network)
        for precision in PRECISIONS:
            print(f"{precision}, largest differences between ONNX Runtime and PyTorch:")
            for output, difference in differences(self.graphs, network, feeds, folder, precision).items():
                print(f"  {output}: {difference:.2e}")


def in_precision(network: Network, precision: Precision) -> Network:
    """Copies a float32 network in the given precision."""
    return with_memory_format(copy.deepcopy(network), torch.contiguous_format).to(PRECISIONS[precision])
