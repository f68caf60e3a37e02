"""Compact VOS on whole sequences: sizes of inputs and outputs, and scores."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from models.common import scores
from models.compact_vos.held_out import held_out_overlaps
from models.compact_vos.inference import grid_of, image_of, label_map_of, masks_of, segment
from models.compact_vos.network import CompactVOS, load_network
from models.compact_vos.validate import validate_sequence
from models.data.compression import frame_bytes
from models.data.davis_validation import read_sequence
from models.data.images import read_rgb
from models.tests.synthetic import moving_disk

SHARED = Path(__file__).parents[3] / "shared"
REFERENCE = Path(__file__).parents[2] / "src/scoring/testing/stmReference.json"

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def trained() -> CompactVOS:
    return load_network()


@pytest.mark.parametrize(
    ("width", "height", "content", "padded"),
    [
        (854, 480, (427, 240), (432, 240)),
        (853, 479, (427, 240), (432, 240)),
        (479, 853, (240, 427), (240, 432)),
        (910, 480, (455, 240), (464, 240)),
        (101, 67, (101, 67), (112, 80)),
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


def test_upsampling_prefers_the_first_of_ties() -> None:
    assert not label_map_of(torch.full((3, 80, 112), 1 / 3), [3, 7], grid_of(101, 67)).any()


def test_segment_follows_two_objects_of_an_odd_sized_sequence(trained: CompactVOS) -> None:
    random = np.random.default_rng(1)
    frames = random.integers(0, 256, (3, frame_bytes(101, 67)), np.uint8)
    first_map = np.zeros((67, 101), np.uint8)
    first_map[10:40, 10:40], first_map[30:60, 60:95] = 2, 9
    label_maps = list(segment(trained, frames, first_map))
    assert len(label_maps) == 3
    np.testing.assert_array_equal(label_maps[0], first_map)
    for label_map in label_maps:
        assert label_map.shape == (67, 101)
        assert label_map.dtype == np.uint8
        assert set(np.unique(label_map)) <= {0, 2, 9}
    with pytest.raises(ValueError, match="no object"):
        next(segment(trained, frames, np.zeros_like(first_map)))


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
        [read_rgb(path).any(axis=2) for path in sorted(folder.glob("*.png"))]
        for folder in (SHARED / "davis/Annotations/480p/dog", predictions)
    ]
    pairs = list(zip(*masks, strict=True))[1:-1]
    expected = json.loads(REFERENCE.read_text())["perObject"]["dog_1"]
    for measure, score in (("J", scores.region_similarity), ("F", scores.contour_accuracy)):
        found = scores.statistics([score(*pair) for pair in pairs])
        assert vars(found) == pytest.approx(expected[measure], abs=1e-8)


def test_the_trained_network_follows_a_real_object(trained: CompactVOS) -> None:
    if not (SHARED / "davis").exists():
        pytest.skip(
            f"needs the DAVIS validation sequences in {SHARED / 'davis'}, which only the project's machines have"
        )
    row = validate_sequence(trained, read_sequence(SHARED / "davis", "soapbox", frames=8))
    assert row["J"]["mean"] > 0.8


def test_held_out_sequences_are_scored_at_half_resolution(trained: CompactVOS) -> None:
    overlaps = held_out_overlaps(trained, [moving_disk("left", 1), moving_disk("right", 2)])
    assert set(overlaps) == {"left", "right"}
    assert min(overlaps.values()) > 0.8


def test_float16_finds_the_same_object(trained: CompactVOS) -> None:
    """Runs in PyTorch, whose sums are float16, too; the app compares on the visitor's GPU."""
    sequence = [moving_disk("disk", 3)]
    half = load_network().half()
    assert abs(held_out_overlaps(half, sequence)["disk"] - held_out_overlaps(trained, sequence)["disk"]) < 0.002
