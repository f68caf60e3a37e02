"""Compact VOS as the browser loads it: the committed files beside the committed weights."""

import hashlib
import json
from pathlib import Path

import onnx
import pytest
import torch

from models.compact_vos import export, parity
from models.compact_vos.cost import macs_per_frame
from models.compact_vos.graphs import FLOAT32_TENSORS
from models.compact_vos.network import CompactVOS
from models.compact_vos.reference import NAME, reference
from models.compact_vos.weights import WEIGHTS, load_network

# Of what onnxruntime-web 1.30 runs on WebGPU (docs/webgpu-operators.md in its package), all that this network needs.
WEBGPU_OPERATORS = {
    *("Abs", "Add", "Cast", "Clip", "Concat", "Conv", "DepthToSpace", "Div", "Exp", "Expand", "Flatten", "Log"),
    *("MatMul", "MaxPool", "Mul", "Neg", "ReduceMax", "ReduceMean", "ReduceSum", "Relu", "Reshape", "Resize"),
    *("Softmax", "Sqrt", "Squeeze", "Sub", "Transpose", "Unsqueeze"),
}
RETRAINED = export.FOLDER.with_name("compact_vos_retrained")
LARGEST_TOTAL, LARGEST_FURTHER_OBJECT = 3_000_000_000, 500_000_000  # multiply-accumulates of a 480p frame

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def trained() -> CompactVOS:
    return load_network()


@pytest.mark.parametrize(
    ("objects", "capacity", "height", "width"), [(1, 5, 96, 144), (2, 5, 96, 144), (2, 1, 48, 32), (1, 3, 240, 432)]
)
def test_committed_onnx_computes_what_committed_weights_compute(
    trained: CompactVOS, objects: int, capacity: int, height: int, width: int
) -> None:
    found = parity.differences(trained, "fp32", objects, capacity, height, width)
    assert set(found) == {"key", "feature8", "feature4", "feature2", "value", "probabilities"}
    assert max(found.values()) < 1e-4, found


@pytest.mark.parametrize(("objects", "capacity", "height", "width"), [(2, 5, 96, 144), (1, 3, 240, 432)])
def test_float16_changes_probabilities_little(
    trained: CompactVOS, objects: int, capacity: int, height: int, width: int
) -> None:
    found = parity.differences(trained, "fp16", objects, capacity, height, width)
    assert found["key"] < 2e-3 and found["value"] < 2e-2 and found["probabilities"] < 1e-2, found


def test_retrained_files_belong_together() -> None:
    network = load_network(RETRAINED / WEIGHTS.name)
    for precision, tolerance in (("fp32", 1e-4), ("fp16", 1e-2)):
        assert parity.differences(network, precision, folder=RETRAINED)["probabilities"] < tolerance
    weights = hashlib.sha256((RETRAINED / WEIGHTS.name).read_bytes()).hexdigest()
    assert json.loads((RETRAINED / NAME).read_text())["weights"] == weights


@pytest.mark.parametrize("precision", export.PRECISIONS)
def test_onnx_interface_is_what_the_browser_expects(precision: export.Precision) -> None:
    def signature(values: list) -> dict[str, tuple]:
        return {value.name: _sizes_and_type(value) for value in values}

    image = {"image": [1, 3, "height", "width"]}
    key = {"key": [1, 64, "height8", "width8"]}
    feature8 = {"feature8": [1, 128, "height8", "width8"]}
    skips = {"feature4": [1, 32, "height4", "width4"], "feature2": [1, 16, "height2", "width2"]}
    masks, value = {"masks": ["objects", 1, "height", "width"]}, {"value": ["objects", 16, "height8", "width8"]}
    memory = {
        "memory_key": ["capacity", 64, "height8", "width8"],
        "memory_value": ["capacity", "objects", 16, "height8", "width8"],
        "memory_valid": ["capacity", "objects"],
        "previous_key": [1, 64, "height8", "width8"],
        "previous_value": ["objects", 16, "height8", "width8"],
    }
    expected = {
        "encode_key": (image, key | feature8 | skips),
        "encode_value": (feature8 | masks, value),
        "read": (key | feature8 | skips | memory, {"probabilities": ["classes", "height", "width"]}),
    }
    for name, sides in expected.items():
        graph = onnx.load(export.onnx_file(name, precision), load_external_data=False).graph
        for found, wanted in zip((graph.input, graph.output), sides, strict=True):
            assert signature(found) == {
                tensor: (sizes, "fp32" if tensor in FLOAT32_TENSORS else precision) for tensor, sizes in wanted.items()
            }
        assert not any(tensor.external_data for tensor in graph.initializer), f"{name} is not self-contained"


def _sizes_and_type(value: onnx.ValueInfoProto) -> tuple[list, str]:
    tensor = value.type.tensor_type
    types = {onnx.TensorProto.FLOAT: "fp32", onnx.TensorProto.FLOAT16: "fp16"}
    return [size.dim_param or size.dim_value for size in tensor.shape.dim], types[tensor.elem_type]


@pytest.mark.parametrize("precision", export.PRECISIONS)
@pytest.mark.parametrize("objects", [1, 2])
@pytest.mark.parametrize("name", list(export.GRAPHS))
def test_graphs_of_known_size_run_on_webgpu(name: str, objects: int, precision: export.Precision) -> None:
    assert parity.operators_when_fixed(name, precision, *export.PADDED_480P, objects) <= WEBGPU_OPERATORS


def test_a_frame_stays_within_its_budget() -> None:
    macs = macs_per_frame(CompactVOS(), *export.PADDED_480P)
    assert macs["total"] <= LARGEST_TOTAL and macs["further_object"] <= LARGEST_FURTHER_OBJECT


@pytest.mark.parametrize("folder", [export.FOLDER, RETRAINED])
def test_metadata_describes_the_committed_files(trained: CompactVOS, folder: Path) -> None:
    metadata = json.loads((folder / "metadata.json").read_text())
    assert {key: metadata[key] for key in ("short_side", "multiple", "capacity", "interval")} == {
        "short_side": 240,
        "multiple": 16,
        "capacity": 5,
        "interval": 5,
    }
    files = [export.onnx_file(name, precision, folder) for precision in export.PRECISIONS for name in export.GRAPHS]
    contents = {file.name: file.read_bytes() for file in files}
    assert metadata["bytes"] == {name: len(content) for name, content in contents.items()}
    assert metadata["sha256"] == {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    assert sum(metadata["bytes"].values()) <= export.LARGEST_BYTES
    assert metadata["parameters"] == sum(parameter.numel() for parameter in trained.parameters())
    assert metadata["macs_per_480p_frame"] == macs_per_frame(trained, *export.PADDED_480P)


def test_reference_is_what_the_committed_weights_find(trained: CompactVOS) -> None:
    committed = json.loads((export.FOLDER / NAME).read_text())
    assert committed["weights"] == hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    for scene, again in zip(committed["scenes"], reference(trained), strict=True):
        for result, found in zip(scene["results"], again["results"], strict=True):
            assert result["probabilities"] == pytest.approx(found["probabilities"], abs=1e-3)
