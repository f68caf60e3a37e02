"""Compact VOS: its reading, memory and training step, and the committed files that the browser loads."""

import hashlib
import json
from pathlib import Path

import cv2
import numpy as np
import onnx
import pytest
import torch

from models.compact_vos import export, scores
from models.compact_vos.cost import macs_per_frame
from models.compact_vos.graphs import EncodeKey, EncodeValue, Read, seeded_inputs
from models.compact_vos.inference import grid_of, image_of, label_map_of, masks_of, segment
from models.compact_vos.memory import Memory, MemorySchedule
from models.compact_vos.network import CompactVOS, aggregate, read_memory
from models.compact_vos.train import Batch, segmentation_loss, unroll
from models.compact_vos.validate import validate_sequence
from models.compact_vos.weights import load_network
from models.data.clips import ClipShape, random_clip
from models.data.compression import frame_bytes
from models.data.davis_validation import read_sequence
from models.tests.synthetic import moving_disk

SHARED = Path(__file__).parents[3] / "shared"
REFERENCE = Path(__file__).parents[2] / "src/scoring/fixtures/stmReference.json"
# Of what onnxruntime-web 1.30 runs on WebGPU (docs/webgpu-operators.md in its package), all that this network needs.
WEBGPU_OPERATORS = {
    *("Abs", "Add", "Clip", "Concat", "Conv", "Exp", "Flatten", "Gemm", "Log", "MatMul", "MaxPool", "Mul", "Neg"),
    *("ReduceMean", "ReduceSum", "Relu", "Reshape", "Resize", "Softmax", "Squeeze", "Sub", "Transpose", "Unsqueeze"),
}

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def trained() -> CompactVOS:
    return load_network()


@pytest.mark.parametrize(
    ("objects", "capacity", "height", "width"), [(1, 8, 96, 136), (2, 8, 96, 136), (2, 1, 40, 24), (1, 3, 240, 432)]
)
def test_committed_onnx_computes_what_committed_weights_compute(
    trained: CompactVOS, objects: int, capacity: int, height: int, width: int
) -> None:
    found = export.differences(trained, objects, capacity, height, width)
    assert set(found) == {"key", "feature8", "feature4", "feature2", "value", "probabilities"}
    assert max(found.values()) < 1e-4, found


def test_onnx_interface_is_what_the_browser_expects() -> None:
    def shapes(values: list) -> dict[str, list]:
        return {
            value.name: [size.dim_param or size.dim_value for size in value.type.tensor_type.shape.dim]
            for value in values
        }

    image = {"image": [1, 3, "height", "width"]}
    key = {"key": [1, 64, "height8", "width8"]}
    feature8 = {"feature8": [1, 512, "height8", "width8"]}
    skips = {"feature4": [1, 128, "height4", "width4"], "feature2": [1, 64, "height2", "width2"]}
    masks, value = {"masks": ["objects", 1, "height", "width"]}, {"value": ["objects", 128, "height8", "width8"]}
    memory = {
        "memory_key": ["capacity", 64, "height8", "width8"],
        "memory_value": ["capacity", "objects", 128, "height8", "width8"],
        "memory_valid": ["capacity"],
    }
    expected = {
        "encode_key": (image, key | feature8 | skips),
        "encode_value": (image | feature8 | masks, value),
        "read": (key | memory | feature8 | skips, {"probabilities": ["classes", "height", "width"]}),
    }
    for name, (inputs, outputs) in expected.items():
        graph = onnx.load(export.onnx_file(name), load_external_data=False).graph
        assert (shapes(graph.input), shapes(graph.output)) == (inputs, outputs)
        assert not any(tensor.external_data for tensor in graph.initializer), f"{name} is not self-contained"


@pytest.mark.parametrize("objects", [1, 2])
@pytest.mark.parametrize("name", list(export.GRAPHS))
def test_graphs_of_known_size_run_on_webgpu(name: str, objects: int) -> None:
    assert export.operators_when_fixed(name, *export.PADDED_480P, objects) <= WEBGPU_OPERATORS


def test_metadata_describes_the_committed_files(trained: CompactVOS) -> None:
    metadata = json.loads(export.METADATA_FILE.read_text())
    assert {key: metadata[key] for key in ("short_side", "multiple", "capacity", "interval")} == {
        "short_side": 240,
        "multiple": 8,
        "capacity": 8,
        "interval": 5,
    }
    contents = {f"{name}.onnx": export.onnx_file(name).read_bytes() for name in export.GRAPHS}
    assert metadata["bytes"] == {name: len(content) for name, content in contents.items()}
    assert metadata["sha256"] == {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    assert sum(metadata["bytes"].values()) <= export.LARGEST_BYTES
    assert metadata["parameters"] == sum(parameter.numel() for parameter in trained.parameters())
    assert metadata["macs_per_480p_frame"] == macs_per_frame(trained, *export.PADDED_480P)


@pytest.mark.parametrize("frames", range(1, 42))
def test_memory_holds_first_previous_and_every_fifth_frame(frames: int) -> None:
    schedule = MemorySchedule(capacity=8, interval=5)
    for _ in range(frames):
        schedule.remember()
    previous = frames - 1
    assert sorted(schedule.contents) == sorted({0, previous, *list(range(5, previous, 5))[-6:]})


def test_memory_uses_the_browsers_slots() -> None:
    """As src/networks/memorySchedule.test.ts."""
    schedule = MemorySchedule(capacity=8, interval=5)
    slots = [schedule.remember() for _ in range(41)]
    assert slots[:12] == [0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3]
    assert slots[35:37] == [7, 1]  # slot 1 held frame 5, the oldest of the kept ones
    assert schedule.contents == [0, 40, 10, 15, 20, 25, 30, 35]
    smallest = MemorySchedule(capacity=2, interval=5)
    assert [smallest.remember() for _ in range(8)] == [0, 1, 1, 1, 1, 1, 1, 1]
    with pytest.raises(ValueError, match="needs 2 slots"):
        MemorySchedule(capacity=1)


def test_memory_keeps_what_it_was_given() -> None:
    memory = Memory(capacity=4, interval=2)
    for frame in range(12):
        memory.remember(torch.full((1, 64, 2, 3), float(frame)), torch.full((2, 128, 2, 3), 100.0 + frame))
        inputs = memory.inputs()
        assert inputs["memory_key"][:, 0, 0, 0].tolist() == memory.schedule.contents
        assert inputs["memory_value"][:, 1, 0, 0, 0].tolist() == [100 + held for held in memory.schedule.contents]
        assert inputs["memory_valid"].tolist() == [1] * len(memory.schedule.contents)
    assert sorted(memory.schedule.contents) == [0, 8, 10, 11]


def test_invalid_slots_do_not_influence_the_reading(trained: CompactVOS) -> None:
    feeds = seeded_inputs(trained, objects=2, capacity=4, height=32, width=40)
    assert feeds["memory_valid"].tolist() == [1, 1, 1, 0]
    memory = [feeds[name] for name in ("memory_key", "memory_value", "memory_valid")]
    features = [feeds[name] for name in ("feature8", "feature4", "feature2")]
    with torch.no_grad():
        all_slots = Read(trained)(feeds["key"], *memory, *features)
        valid_slots = Read(trained)(feeds["key"], *(value[:3] for value in memory), *features)
        one_less = Read(trained)(feeds["key"], *(value[:2] for value in memory), *features)
    torch.testing.assert_close(all_slots, valid_slots, rtol=0, atol=1e-5)
    assert (one_less - valid_slots).abs().max() > 1e-4  # the test can tell


def test_reading_finds_the_memory_position_that_looks_the_same() -> None:
    torch.manual_seed(1)
    memory_key, memory_value = torch.randn(2, 64, 3, 4) * 8, torch.randn(2, 1, 128, 3, 4)
    readout = read_memory(memory_key[1:], memory_key, memory_value, torch.ones(2))
    torch.testing.assert_close(readout, memory_value[1], rtol=0, atol=1e-3)


@pytest.mark.parametrize("objects", [1, 2, 5])
def test_aggregated_probabilities_sum_to_one(objects: int) -> None:
    torch.manual_seed(1)
    probabilities = aggregate(torch.randn(objects, 6, 7) * 8)
    assert probabilities.shape == (objects + 1, 6, 7)
    assert probabilities.min() >= 0
    torch.testing.assert_close(probabilities.sum(0), torch.ones(6, 7))


def test_aggregation_of_one_object_doubles_its_logit() -> None:
    """The softmax of p / (1 - p) and of (1 - p) / p, as in STM."""
    logits = torch.linspace(-5, 5, 11).reshape(1, 1, 11)
    torch.testing.assert_close(aggregate(logits)[1:], torch.sigmoid(2 * logits), rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    ("width", "height", "content", "padded"),
    [
        (854, 480, (427, 240), (432, 240)),
        (853, 479, (427, 240), (432, 240)),
        (479, 853, (240, 427), (240, 432)),
        (910, 480, (455, 240), (456, 240)),
        (101, 67, (101, 67), (104, 72)),
    ],
)
def test_sizes_on_the_way_to_the_network_and_back(
    width: int, height: int, content: tuple[int, int], padded: tuple[int, int]
) -> None:
    grid = grid_of(width, height)
    assert (grid.content_width, grid.content_height) == content
    frame = np.random.default_rng(1).integers(0, 256, frame_bytes(width, height), np.uint8)
    image = image_of(frame, grid)
    assert image.shape == (1, 3, padded[1], padded[0])
    assert image.dtype == torch.float32
    below = image[..., content[1] :, :]
    assert torch.equal(below, image[..., content[1] - 1 : content[1], :].expand_as(below))
    label_map = np.zeros((height, width), np.uint8)
    label_map[height // 4 : height // 2, width // 4 : width // 2] = 3
    label_map[height // 2 :, width // 2 :] = 7
    masks = masks_of(label_map, [3, 7], grid)
    assert masks.shape == (2, 1, padded[1], padded[0])
    probabilities = torch.cat((1 - masks.sum(0), masks[:, 0]))
    back = label_map_of(probabilities, [3, 7], grid)
    assert back.shape == (height, width)
    assert (back != label_map).mean() < 0.02


def test_upsampling_prefers_the_first_of_equals() -> None:
    assert not label_map_of(torch.full((3, 72, 104), 1 / 3), [3, 7], grid_of(101, 67)).any()


def test_segment_follows_two_objects_of_an_odd_sized_sequence(trained: CompactVOS) -> None:
    random = np.random.default_rng(1)
    frames = random.integers(0, 256, (3, frame_bytes(101, 67)), np.uint8)
    first_map = np.zeros((67, 101), np.uint8)
    first_map[10:40, 10:40], first_map[30:60, 60:95] = 2, 9
    label_maps = list(segment(trained, frames, first_map))
    assert len(label_maps) == 3
    np.testing.assert_array_equal(label_maps[0], first_map)
    for label_map in label_maps:
        assert label_map.shape == (67, 101) and label_map.dtype == np.uint8
        assert set(np.unique(label_map)) <= {0, 2, 9}
    with pytest.raises(ValueError, match="no object"):
        next(segment(trained, frames, np.zeros_like(first_map)))


def test_values_of_an_object_depend_on_the_others(trained: CompactVOS) -> None:
    feeds = seeded_inputs(trained, objects=2, capacity=1, height=32, width=40)
    with torch.no_grad():
        feature8 = EncodeKey(trained)(feeds["image"])[1]
        both = EncodeValue(trained)(feeds["image"], feature8, feeds["masks"])
        alone = EncodeValue(trained)(feeds["image"], feature8, feeds["masks"][:1])
    assert (both[0] - alone[0]).abs().max() > 1e-3


def test_a_training_step_reaches_the_trunk() -> None:
    torch.manual_seed(1)
    random = np.random.default_rng(1)
    sequences = [moving_disk("left", 1), moving_disk("right", 2)]
    shape = ClipShape(frames=3, height=64, width=64, largest_gap=3)
    batch = Batch([random_clip(sequences, shape, random) for _ in range(4)])
    network = CompactVOS()
    logits, probabilities = unroll(network, batch)
    assert logits.shape == probabilities.shape == batch.masks[1:].shape
    loss = segmentation_loss(logits, probabilities, batch.masks[1:], hard_share=0.25)
    loss.backward()
    assert torch.isfinite(loss)
    for name, parameter in network.named_parameters():
        assert parameter.grad is not None and torch.isfinite(parameter.grad).all(), name
        assert parameter.grad.abs().max() > 0, name


def test_training_unrolls_as_inference_does(trained: CompactVOS) -> None:
    """The same clip, frame by frame through the three graphs with a memory of all frames."""
    random = np.random.default_rng(3)
    clip = random_clip([moving_disk("left", 1), moving_disk("right", 2)], ClipShape(3, 64, 64, 3), random)
    batch = Batch([clip])
    with torch.no_grad():
        _, unrolled = unroll(trained, batch)
        memory, masks = Memory(capacity=3, interval=1), batch.masks[0]
        for time in range(3):
            image = batch.frames[time]
            key, feature8, feature4, feature2 = EncodeKey(trained)(image)
            if time > 0:
                masks = Read(trained)(key, **memory.inputs(), feature8=feature8, feature4=feature4, feature2=feature2)
                masks = masks[1:, None]
                torch.testing.assert_close(masks, unrolled[time - 1], rtol=0, atol=1e-4)
            memory.remember(key, EncodeValue(trained)(image, feature8, masks))


def test_boundary_follows_the_official_edge_rules() -> None:
    mask = np.zeros((4, 5), bool)
    mask[2:, 3:] = True
    np.testing.assert_array_equal(
        boundary := scores.boundary(mask),
        np.array([[0, 0, 0, 0, 0], [0, 0, 1, 1, 1], [0, 0, 1, 0, 0], [0, 0, 1, 0, 0]], bool),
        err_msg=str(boundary.astype(int)),
    )
    empty = np.zeros_like(mask)
    assert scores.contour_accuracy(mask, mask) == scores.contour_accuracy(empty, empty) == 1
    assert scores.contour_accuracy(mask, empty) == scores.contour_accuracy(empty, mask) == 0
    assert scores.region_similarity(empty, empty) == 1


def test_scores_are_those_of_the_official_tool() -> None:
    predictions = SHARED / "predictions/stm-davis2016/dog"
    if not predictions.exists():
        pytest.skip(f"needs STM's predictions in {predictions}, which only the project's machines have")
    masks = [
        [cv2.imread(str(path)).any(axis=2) for path in sorted(folder.glob("*.png"))]
        for folder in (SHARED / "davis/Annotations/480p/dog", predictions)
    ]
    pairs = list(zip(*masks, strict=True))[1:-1]
    expected = json.loads(REFERENCE.read_text())["perObject"]["dog_1"]
    for measure, score in (("J", scores.region_similarity), ("F", scores.contour_accuracy)):
        found = scores.statistics([score(*pair) for pair in pairs])
        assert vars(found) == pytest.approx(expected[measure], abs=1e-8)


def test_the_trained_network_follows_a_real_object(trained: CompactVOS) -> None:
    if not (SHARED / "davis").exists():
        pytest.skip(f"needs the DAVIS validation sequences in {SHARED / 'davis'}, which only the project's machines have")
    row = validate_sequence(trained, read_sequence(SHARED / "davis", "soapbox", frames=8))
    assert row["J"]["mean"] > 0.8
