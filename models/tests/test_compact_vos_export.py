"""Compact VOS as the browser loads it: the committed files against the committed weights."""

import json
from pathlib import Path

import pytest
import torch

from models.common.export import file_metadata
from models.common.graphs import PRECISIONS, Precision, onnx_file, spatial_sizes
from models.common.parity import differences
from models.common.reference import NAME, sha256_of
from models.common.sessions import optimised_graph
from models.compact_vos import export
from models.compact_vos.cost import macs_per_frame
from models.compact_vos.graphs import GRAPHS, seeded_inputs
from models.compact_vos.memory import CAPACITY
from models.compact_vos.network import WEIGHTS, CompactVOS, load_network
from models.compact_vos.reference import reference
from models.tests.onnx_interface import Sizes, assert_interface, load_graph

# The operators that this network needs, all of which onnxruntime-web 1.30 runs on WebGPU (docs/webgpu-operators.md in
# its package).
WEBGPU_OPERATORS = {
    *("Abs", "Add", "Cast", "Clip", "Concat", "Conv", "DepthToSpace", "Div", "Exp", "Expand", "Flatten", "Log"),
    *("MatMul", "MaxPool", "Mul", "Neg", "ReduceMax", "ReduceMean", "ReduceSum", "Relu", "Reshape", "Resize"),
    *("Softmax", "Sqrt", "Squeeze", "Sub", "Transpose", "Unsqueeze"),
}
FOLDER = export.EXPORT.folder
RETRAINED = FOLDER.with_name("compact_vos_retrained")
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
    found = differences(GRAPHS, trained, seeded_inputs(trained, objects, capacity, height, width), FOLDER)
    encoded = {f"encode_key.{output}" for output in ("key", "feature8", "feature4", "feature2")}
    assert set(found) == encoded | {"encode_value.value", "read.probabilities"}
    assert max(found.values()) < 1e-4, found


@pytest.mark.parametrize(("objects", "capacity", "height", "width"), [(2, 5, 96, 144), (1, 3, 240, 432)])
def test_float16_changes_probabilities_little(
    trained: CompactVOS, objects: int, capacity: int, height: int, width: int
) -> None:
    found = differences(GRAPHS, trained, seeded_inputs(trained, objects, capacity, height, width), FOLDER, "fp16")
    assert found["encode_key.key"] < 2e-3
    assert found["encode_value.value"] < 2e-2
    assert found["read.probabilities"] < 1e-2


def test_retrained_files_belong_together() -> None:
    network = load_network(RETRAINED / WEIGHTS.name)
    feeds = seeded_inputs(network, 2, CAPACITY, 96, 144)
    assert differences(GRAPHS, network, feeds, RETRAINED, "fp32")["read.probabilities"] < 1e-4
    assert differences(GRAPHS, network, feeds, RETRAINED, "fp16")["read.probabilities"] < 1e-2
    assert json.loads((RETRAINED / NAME).read_text())["weights"] == sha256_of(RETRAINED / WEIGHTS.name)


@pytest.mark.parametrize("precision", PRECISIONS)
def test_onnx_interface_is_what_the_browser_expects(precision: Precision) -> None:
    image: dict[str, Sizes] = {"image": [1, 3, "height", "width"]}
    key: dict[str, Sizes] = {"key": [1, 64, "height8", "width8"]}
    feature8: dict[str, Sizes] = {"feature8": [1, 128, "height8", "width8"]}
    skips: dict[str, Sizes] = {"feature4": [1, 32, "height4", "width4"], "feature2": [1, 16, "height2", "width2"]}
    masks: dict[str, Sizes] = {"masks": ["objects", 1, "height", "width"]}
    value: dict[str, Sizes] = {"value": ["objects", 16, "height8", "width8"]}
    memory: dict[str, Sizes] = {
        "memory_key": ["capacity", 64, "height8", "width8"],
        "memory_value": ["capacity", "objects", 16, "height8", "width8"],
        "memory_valid": ["capacity", "objects"],
        "previous_key": [1, 64, "height8", "width8"],
        "previous_value": ["objects", 16, "height8", "width8"],
    }
    expected: dict[str, tuple[dict[str, Sizes], dict[str, Sizes]]] = {
        "encode_key": (image, key | feature8 | skips),
        "encode_value": (feature8 | masks, value),
        "read": (key | feature8 | skips | memory, {"probabilities": ["classes", "height", "width"]}),
    }
    assert_interface(GRAPHS, FOLDER, precision, expected)
    for name in GRAPHS.graphs:
        graph = load_graph(onnx_file(FOLDER, name, precision))
        assert not any(tensor.external_data for tensor in graph.initializer), f"{name} is not self-contained"


@pytest.mark.parametrize("precision", PRECISIONS)
@pytest.mark.parametrize("objects", [1, 2])
@pytest.mark.parametrize("name", list(GRAPHS.graphs))
def test_graphs_of_known_size_run_on_webgpu(name: str, objects: int, precision: Precision) -> None:
    sizes = spatial_sizes(*export.PADDED_480P, objects=objects, capacity=CAPACITY)
    graph = optimised_graph(onnx_file(FOLDER, name, precision), sizes)
    assert {node.op_type for node in graph.node} <= WEBGPU_OPERATORS


def test_a_frame_stays_within_its_budget() -> None:
    macs = macs_per_frame(CompactVOS(), *export.PADDED_480P)
    assert macs["total"] <= LARGEST_TOTAL
    assert macs["further_object"] <= LARGEST_FURTHER_OBJECT


@pytest.mark.parametrize("folder", [FOLDER, RETRAINED], ids=lambda folder: folder.name)
def test_metadata_describes_the_committed_files(trained: CompactVOS, folder: Path) -> None:
    metadata = json.loads((folder / "metadata.json").read_text())
    assert {key: metadata[key] for key in ("short_side", "multiple", "capacity", "interval")} == {
        "short_side": 240,
        "multiple": 16,
        "capacity": 5,
        "interval": 5,
    }
    contents = {file.name: file.read_bytes() for file in GRAPHS.files(folder)}
    assert metadata | file_metadata(contents) == metadata
    assert sum(map(len, contents.values())) <= export.EXPORT.largest_bytes
    assert metadata["parameters"] == sum(parameter.numel() for parameter in trained.parameters())
    assert metadata["macs_per_480p_frame"] == macs_per_frame(trained, *export.PADDED_480P)


def test_reference_is_what_the_committed_weights_find(trained: CompactVOS) -> None:
    committed = json.loads((FOLDER / NAME).read_text())
    assert committed["weights"] == sha256_of(WEIGHTS)
    for scene, again in zip(committed["scenes"], reference(trained), strict=True):
        for result, found in zip(scene["results"], again["results"], strict=True):
            assert result["probabilities"] == pytest.approx(found["probabilities"], abs=1e-3)
