"""STCN as the browser loads it: the committed graphs, with external weights."""

import json
from collections.abc import Iterator
from pathlib import Path

import onnx
import pytest
import torch

from models.common.export import file_metadata
from models.common.graphs import PRECISIONS, Precision, onnx_file, spatial_sizes
from models.common.parity import differences
from models.common.sessions import largest_buffer, optimised_graph, with_weights
from models.stcn.cost import macs_of_480p_frame
from models.stcn.export import EXPORT
from models.stcn.graphs import GRAPHS, seeded_inputs
from models.stcn.network import STCN
from models.stcn.reference import reference_network
from models.tests.onnx_interface import Sizes, assert_interface, external_weights

# The operators that this network needs, all of which onnxruntime-web 1.30 runs on WebGPU (docs/webgpu-operators.md in
# its package).
WEBGPU_OPERATORS = {
    *("Add", "Cast", "Concat", "Conv", "Div", "Equal", "Expand", "Flatten", "Floor", "Gather", "Gemm", "Greater"),
    *("MatMul", "MaxPool", "Mul", "ReduceMax", "ReduceMean", "ReduceSum", "Relu", "Reshape", "Resize", "Sigmoid"),
    *("Slice", "Softmax", "Sqrt", "Squeeze", "Sub", "Transpose", "Unsqueeze", "Where"),
}
LARGEST_BUFFER = 128 * 2**20  # `maxStorageBufferBindingSize` that every device has
# Height and width after padding, objects, and memory frames: of DAVIS, of its widest sequence, and of 720p without
# scaling.
FITTING = {
    "fp32": [((480, 864, 2), 20), ((480, 864, 5), 8), ((480, 1152, 1), 30), ((720, 1280, 1), 18)],
    "fp16": [((480, 864, 2), 40), ((480, 864, 5), 16), ((480, 1152, 1), 60), ((720, 1280, 1), 36)],
}

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def network() -> STCN:
    return reference_network()


@pytest.fixture(scope="module")
def folder(network: STCN) -> Iterator[Path]:
    with with_weights(network.state_dict(), GRAPHS.files(EXPORT.folder)) as path:
        yield path


@pytest.mark.parametrize(
    ("objects", "frames", "height", "width"), [(2, 4, 96, 144), (1, 1, 64, 64), (3, 5, 128, 80), (1, 7, 64, 96)]
)
def test_onnx_computes_what_pytorch_computes(
    network: STCN, folder: Path, objects: int, frames: int, height: int, width: int
) -> None:
    found = differences(GRAPHS, network, seeded_inputs(network, objects, frames, height, width), folder)
    encoded = {f"encode_key.{output}" for output in ("key", "feature16", "thin16", "skip8", "skip4")}
    assert set(found) == encoded | {"encode_value.value", "read.logits"}
    assert max(found.values()) < 1e-4, found


def test_float16_changes_logits_little(network: STCN, folder: Path) -> None:
    found = differences(GRAPHS, network, seeded_inputs(network, 2, 4, 96, 144), folder, "fp16")
    assert found["encode_key.key"] < 1e-2
    assert found["encode_value.value"] < 5e-2
    assert found["read.logits"] < 5e-2


@pytest.mark.parametrize("precision", PRECISIONS)
def test_onnx_interface_is_what_the_browser_expects(precision: Precision) -> None:
    image: dict[str, Sizes] = {"image": [1, 3, "height", "width"]}
    key: dict[str, Sizes] = {"key": [1, 64, "height16", "width16"]}
    feature16: dict[str, Sizes] = {"feature16": [1, 1024, "height16", "width16"]}
    skips: dict[str, Sizes] = {
        "thin16": [1, 512, "height16", "width16"],
        "skip8": [1, 512, "height8", "width8"],
        "skip4": [1, 256, "height4", "width4"],
    }
    masks: dict[str, Sizes] = {name: ["objects", 1, "height", "width"] for name in ("masks", "others")}
    memory: dict[str, Sizes] = {
        "memory_key": ["frames", 64, "height16", "width16"],
        "memory_value": ["frames", "height16", "width16", "objects", 512],
        "memory_valid": ["frames", "objects"],
    }
    expected: dict[str, tuple[dict[str, Sizes], dict[str, Sizes]]] = {
        "encode_key": (image, key | feature16 | skips),
        "encode_value": (image | feature16 | masks, {"value": ["height16", "width16", "objects", 512]}),
        "read": (key | skips | memory, {"logits": ["objects", 1, "height", "width"]}),
    }
    assert_interface(GRAPHS, EXPORT.folder, precision, expected)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_every_weight_is_external_under_its_key(network: STCN, precision: Precision) -> None:
    state = network.state_dict()
    taken = set()
    for tensor, external in external_weights(GRAPHS, EXPORT.folder, precision):
        expected = state[tensor.name]
        assert external == {"location": tensor.name, "offset": "0", "length": str(4 * expected.numel())}
        assert tensor.data_type == onnx.TensorProto.FLOAT
        assert list(tensor.dims) == list(expected.shape)
        assert not tensor.raw_data
        assert not tensor.float_data
        taken.add(tensor.name)
    assert taken == {key for key in state if not key.endswith("num_batches_tracked")}


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("name", list(GRAPHS.graphs))
def test_graphs_of_known_size_run_on_webgpu(folder: Path, name: str, precision: Precision) -> None:
    sizes = spatial_sizes(480, 864, objects=2, frames=5)
    graph = optimised_graph(onnx_file(folder, name, precision), sizes)
    assert {node.op_type for node in graph.node} <= WEBGPU_OPERATORS


@pytest.mark.parametrize("precision", PRECISIONS)
def test_no_buffer_is_larger_than_any_device_can_bind(folder: Path, precision: Precision) -> None:
    for (height, width, objects), frames in FITTING[precision]:
        sizes = spatial_sizes(height, width, objects=objects, frames=frames)
        for name in GRAPHS.graphs:
            size, made_by = largest_buffer(onnx_file(folder, name, precision), sizes)
            assert size <= LARGEST_BUFFER, (name, sizes, frames, made_by)


def test_metadata_describes_the_committed_files(network: STCN) -> None:
    metadata = json.loads((EXPORT.folder / "metadata.json").read_text())
    contents = {file.name: file.read_bytes() for file in GRAPHS.files(EXPORT.folder)}
    assert sum(map(len, contents.values())) <= EXPORT.largest_bytes
    assert metadata == json.loads(json.dumps(EXPORT.metadata_of(network, EXPORT.folder, contents)))
    assert metadata | file_metadata(contents) == metadata
    assert metadata["macs_per_480p_frame"] == macs_of_480p_frame()
