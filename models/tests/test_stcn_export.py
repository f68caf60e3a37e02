"""STCN as the browser loads it: the committed graphs, with weights beside them under their keys."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import onnx
import pytest
import torch

from models.common.sessions import largest_buffer, optimised_graph
from models.stcn import export, parity
from models.stcn.cost import macs_of_480p_frame
from models.stcn.graphs import FLOAT32_TENSORS
from models.stcn.network import STCN
from models.stcn.reference import reference_network

# Of what onnxruntime-web 1.30 runs on WebGPU (docs/webgpu-operators.md in its package), all that this network needs.
WEBGPU_OPERATORS = {
    *("Add", "Cast", "Concat", "Conv", "Div", "Equal", "Expand", "Flatten", "Floor", "Gather", "Gemm", "Greater"),
    *("MatMul", "MaxPool", "Mul", "ReduceMax", "ReduceMean", "ReduceSum", "Relu", "Reshape", "Resize", "Sigmoid"),
    *("Slice", "Softmax", "Sqrt", "Squeeze", "Sub", "Transpose", "Unsqueeze", "Where"),
}
LARGEST_BUFFER = 128 * 2**20  # `maxStorageBufferBindingSize` that every device has
# Height and width after padding, objects, and the frames that can be remembered: of DAVIS, of its widest sequence, and
# of 720p without scaling.
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
    with parity.with_weights(network.state_dict()) as path:
        yield path


@pytest.mark.parametrize(
    ("objects", "frames", "height", "width"), [(2, 4, 96, 144), (1, 1, 64, 64), (3, 5, 128, 80), (1, 7, 64, 96)]
)
def test_onnx_computes_what_pytorch_computes(
    network: STCN, folder: Path, objects: int, frames: int, height: int, width: int
) -> None:
    found = parity.differences(network, folder, "fp32", objects, frames, height, width)
    assert set(found) == {"key", "feature16", "thin16", "skip8", "skip4", "value", "logits"}
    assert max(found.values()) < 1e-4, found


def test_float16_changes_logits_little(network: STCN, folder: Path) -> None:
    found = parity.differences(network, folder, "fp16")
    assert found["key"] < 1e-2 and found["value"] < 5e-2 and found["logits"] < 5e-2, found


@pytest.mark.parametrize("precision", export.PRECISIONS)
def test_onnx_interface_is_what_the_browser_expects(precision: export.Precision) -> None:
    def signature(values: list) -> dict[str, tuple]:
        return {value.name: _sizes_and_type(value) for value in values}

    image, key = {"image": [1, 3, "height", "width"]}, {"key": [1, 64, "height16", "width16"]}
    feature16 = {"feature16": [1, 1024, "height16", "width16"]}
    skips = {
        "thin16": [1, 512, "height16", "width16"],
        "skip8": [1, 512, "height8", "width8"],
        "skip4": [1, 256, "height4", "width4"],
    }
    masks = {name: ["objects", 1, "height", "width"] for name in ("masks", "others")}
    memory = {
        "memory_key": ["frames", 64, "height16", "width16"],
        "memory_value": ["frames", "height16", "width16", "objects", 512],
        "memory_valid": ["frames", "objects"],
    }
    expected = {
        "encode_key": (image, key | feature16 | skips),
        "encode_value": (image | feature16 | masks, {"value": ["height16", "width16", "objects", 512]}),
        "read": (key | skips | memory, {"logits": ["objects", 1, "height", "width"]}),
    }
    for name, sides in expected.items():
        graph = onnx.load(export.onnx_file(name, precision), load_external_data=False).graph
        for found, wanted in zip((graph.input, graph.output), sides, strict=True):
            assert signature(found) == {
                tensor: (sizes, "fp32" if tensor in FLOAT32_TENSORS else precision) for tensor, sizes in wanted.items()
            }


def _sizes_and_type(value: onnx.ValueInfoProto) -> tuple[list, str]:
    tensor = value.type.tensor_type
    types = {onnx.TensorProto.FLOAT: "fp32", onnx.TensorProto.FLOAT16: "fp16"}
    return [size.dim_param or size.dim_value for size in tensor.shape.dim], types[tensor.elem_type]


@pytest.mark.parametrize("precision", export.PRECISIONS)
def test_every_weight_is_external_under_its_key(network: STCN, precision: export.Precision) -> None:
    state = network.state_dict()
    taken = set()
    for name in export.GRAPHS:
        for tensor in onnx.load(export.onnx_file(name, precision), load_external_data=False).graph.initializer:
            entries = {entry.key: entry.value for entry in tensor.external_data}
            assert entries == {"location": tensor.name, "offset": "0", "length": str(state[tensor.name].numel() * 4)}
            assert tensor.data_type == onnx.TensorProto.FLOAT and list(tensor.dims) == list(state[tensor.name].shape)
            assert not tensor.raw_data and not tensor.float_data
            taken.add(tensor.name)
    assert taken == {key for key in state if not key.endswith("num_batches_tracked")}


@pytest.mark.parametrize("precision", export.PRECISIONS)
@pytest.mark.parametrize("name", list(export.GRAPHS))
def test_graphs_of_known_size_run_on_webgpu(folder: Path, name: str, precision: export.Precision) -> None:
    sizes = parity.sizes_of(objects=2, height=480, width=864, frames=5)
    graph = optimised_graph(export.onnx_file(name, precision, folder), sizes)
    assert {node.op_type for node in graph.node} <= WEBGPU_OPERATORS


@pytest.mark.parametrize("precision", export.PRECISIONS)
def test_no_buffer_is_larger_than_any_device_can_bind(folder: Path, precision: export.Precision) -> None:
    for (height, width, objects), frames in FITTING[precision]:
        sizes = parity.sizes_of(objects, height, width, frames)
        for name in export.GRAPHS:
            size, made_by = largest_buffer(export.onnx_file(name, precision, folder), sizes)
            assert size <= LARGEST_BUFFER, (name, sizes, frames, made_by)


def test_metadata_describes_the_committed_files(network: STCN) -> None:
    metadata = json.loads((export.FOLDER / "metadata.json").read_text())
    files = [export.onnx_file(name, precision) for precision in export.PRECISIONS for name in export.GRAPHS]
    contents = {file.name: file.read_bytes() for file in files}
    assert sum(map(len, contents.values())) <= export.LARGEST_BYTES
    assert metadata == json.loads(json.dumps(export.metadata_of(network, export.FOLDER, contents)))
    assert metadata["bytes"] == {name: len(content) for name, content in contents.items()}
    assert metadata["sha256"] == {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    assert metadata["macs_per_480p_frame"] == macs_of_480p_frame()
