"""R50-AOTL as the browser loads it: the committed graphs, with external weights."""

import json
from collections.abc import Iterator
from pathlib import Path

import onnx
import pytest
import torch

from models.aot.bench import label_agreement
from models.aot.checkpoint import UNUSED
from models.aot.cost import macs_of_480p_frame
from models.aot.export import EXPORT
from models.aot.graphs import GRAPHS, seeded_inputs
from models.aot.network import R50AOTL
from models.aot.pictures import network_size
from models.aot.reference import reference_network
from models.common.export import file_metadata
from models.common.graphs import PRECISIONS, Precision, onnx_file, spatial_sizes
from models.common.parity import differences
from models.common.sessions import largest_buffer, optimised_graph, with_weights
from models.tests.onnx_interface import Sizes, assert_interface, external_weights

# The operators that this network needs, all of which onnxruntime-web 1.30 runs on WebGPU (docs/webgpu-operators.md in
# its package).
# `Split` is not among them: with many parts, it writes to more buffers at once than WebGPU promises, and fails.
WEBGPU_OPERATORS = {
    *("Abs", "Add", "Cast", "Concat", "Conv", "Div", "Equal", "Erf", "Expand", "Flatten", "Gather", "Gemm"),
    *("LayerNormalization", "MatMul", "MaxPool", "Mul", "Pad", "ReduceMean", "Relu", "Reshape", "Resize"),
    *("Shape", "Slice", "Softmax", "Sqrt", "Squeeze", "Sub", "Transpose", "Unsqueeze", "Where"),
}
DAVIS = Path("../shared/davis")
LARGEST_BINDING = 128 * 2**20  # bytes: maxStorageBufferBindingSize of many devices

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def network() -> R50AOTL:
    return reference_network()


@pytest.fixture(scope="module")
def folder(network: R50AOTL) -> Iterator[Path]:
    with with_weights(network.state_dict(), GRAPHS.files(EXPORT.folder)) as path:
        yield path


@pytest.mark.parametrize(("capacity", "height", "width"), [(1, 97, 161), (4, 177, 113)])
def test_graphs_compute_what_pytorch_computes(
    network: R50AOTL, folder: Path, capacity: int, height: int, width: int
) -> None:
    found = differences(GRAPHS, network, seeded_inputs(network, capacity, height, width), folder)
    assert len(found) == 10
    assert max(found.values()) < 1e-4, found


def test_float16_changes_little(network: R50AOTL, folder: Path) -> None:
    found = differences(GRAPHS, network, seeded_inputs(network, 4, 129, 161), folder, "fp16")
    assert max(found.values()) < 5e-2, found


@pytest.mark.skipif(not DAVIS.exists(), reason="needs the frames of ../shared/davis")
def test_graphs_together_find_what_the_official_code_finds(folder: Path) -> None:
    agreement = label_agreement(folder, "fp32", DAVIS, "two passes")
    # With thirteen objects and random weights, a label that rounding changes is fed back, and changes others.
    assert sum(agreement) / len(agreement) > 0.999
    assert min(agreement) > 0.995


@pytest.mark.parametrize("precision", PRECISIONS)
def test_interface_is_what_the_browser_expects(precision: Precision) -> None:
    image: dict[str, Sizes] = {"image": [1, 3, "height", "width"]}
    labels: dict[str, Sizes] = {"labels": [1, 1, "height", "width"]}
    feature16: dict[str, Sizes] = {"feature16": [1, 256, "height16", "width16"]}
    skips: dict[str, Sizes] = {
        "skip16": [1, 256, "height16", "width16"],
        "skip8": [1, 256, "height8", "width8"],
        "skip4": [1, 128, "height4", "width4"],
    }
    of_frame: Sizes = [1, 3, 256, "height16", "width16"]
    of_memory: Sizes = ["capacity", 3, 256, "height16", "width16"]
    memory: dict[str, Sizes] = {
        "memory_key": of_memory,
        "memory_value": of_memory,
        "memory_valid": ["capacity"],
        "previous_key": of_frame,
        "previous_value": of_frame,
    }
    logits: dict[str, Sizes] = {"logits": [1, 11, "height4", "width4"]}
    expected: dict[str, tuple[dict[str, Sizes], dict[str, Sizes]]] = {
        "encode_key": (image, feature16 | skips),
        "encode_reference": (feature16 | labels, {"key": of_frame, "value": of_frame}),
        "read": (feature16 | skips | memory, logits | {"key": of_frame, "state": of_frame}),
        "encode_value": ({"state": of_frame} | labels, {"value": of_frame}),
    }
    assert_interface(GRAPHS, EXPORT.folder, precision, expected)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_every_weight_is_external_under_its_key(network: R50AOTL, precision: Precision) -> None:
    state, seen = network.state_dict(), set()
    for tensor, external in external_weights(GRAPHS, EXPORT.folder, precision):
        expected = state[tensor.name]
        assert external == {"location": tensor.name, "offset": "0", "length": str(4 * expected.numel())}
        assert tensor.data_type == onnx.TensorProto.FLOAT
        assert list(tensor.dims) == list(expected.shape)
        seen.add(tensor.name)
    assert seen == set(state) - UNUSED


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("name", list(GRAPHS.graphs))
def test_graphs_of_known_size_run_on_webgpu(folder: Path, name: str, precision: Precision) -> None:
    width, height = network_size(854, 480)
    graph = optimised_graph(onnx_file(folder, name, precision), spatial_sizes(height, width, capacity=20))
    assert {node.op_type for node in graph.node} <= WEBGPU_OPERATORS


@pytest.mark.parametrize(
    ("size", "capacity"), [((854, 480), 26), ((1152, 480), 20), ((1280, 720), 17), ((1041, 1041), 6)], ids=str
)
def test_no_buffer_is_larger_than_a_device_binds(folder: Path, size: tuple[int, int], capacity: int) -> None:
    width, height = network_size(*size)
    for name in GRAPHS.graphs:
        graph = onnx_file(folder, name)
        largest, made_by = largest_buffer(graph, spatial_sizes(height, width, capacity=capacity))
        assert largest <= LARGEST_BINDING, (name, made_by)


def test_metadata_describes_the_committed_files(network: R50AOTL) -> None:
    metadata = json.loads((EXPORT.folder / "metadata.json").read_text())
    contents = {file.name: file.read_bytes() for file in GRAPHS.files(EXPORT.folder)}
    assert sum(map(len, contents.values())) <= EXPORT.largest_bytes
    assert metadata == json.loads(json.dumps(EXPORT.metadata_of(network, EXPORT.folder, contents)))
    assert metadata | file_metadata(contents) == metadata
    shapes = {key: list(tensor.shape) for key, tensor in network.state_dict().items() if key not in UNUSED}
    assert {tensor["key"]: tensor["shape"] for tensor in metadata["tensors"]} == shapes
    assert all(tensor["graphs"] for tensor in metadata["tensors"])
    assert metadata["macs_per_480p_frame"] == macs_of_480p_frame()
    assert {key: metadata[key] for key in ("stride", "longest_side", "objects", "interval")} == {
        "stride": 16,
        "longest_side": 1040,
        "objects": 10,
        "interval": 5,
    }
