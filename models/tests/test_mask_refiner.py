"""The mask refiner: its samples, its loss, and the committed files that the browser loads."""

import json

import cv2
import numpy as np
import pytest
import torch

from models.common.export import file_metadata
from models.common.parity import differences
from models.common.reference import NAME, run_lengths, sha256_of
from models.data.coded_masks import CodedMasks, MaskCoding
from models.data.compression import CompressedSequence, Packets, frame_bytes
from models.mask_refiner import export
from models.mask_refiner.graph import GRAPHS, seeded_inputs
from models.mask_refiner.network import WEIGHTS, MaskRefiner, load_refiner
from models.mask_refiner.reference import SCENE, coarse, reference
from models.mask_refiner.refine import refine
from models.mask_refiner.samples import CODINGS, CRF_SHARES, Batch, CropSampler, contour
from models.mask_refiner.train import refinement_loss

FOLDER = export.EXPORT.folder


@pytest.fixture(scope="module")
def trained() -> MaskRefiner:
    return load_refiner()


def test_training_begins_at_identity() -> None:
    feeds = seeded_inputs(12, 18)
    assert torch.equal(MaskRefiner()(**feeds) > 0, feeds["mask"] > 0)


@pytest.mark.parametrize(("height", "width"), [(30, 44), (31, 45)])
def test_an_untrained_network_leaves_label_maps_of_any_size_unchanged(height: int, width: int) -> None:
    random = np.random.default_rng(1)
    ids = coarse(random.integers(0, 3, (height, width)).astype(np.uint8), 3)
    planes = random.integers(0, 256, (6, (height + 1) // 2, (width + 1) // 2)).astype(np.uint8)
    assert np.array_equal(refine(MaskRefiner().eval(), planes, ids, 3, 45), ids)


def test_a_label_map_that_was_coded_at_full_size_stays(trained: MaskRefiner) -> None:
    random = np.random.default_rng(3)
    ids = random.integers(0, 3, (30, 44)).astype(np.uint8)
    planes = random.integers(0, 256, (6, 15, 22)).astype(np.uint8)
    assert np.array_equal(refine(trained, planes, ids, 1, 45), ids)
    assert not np.array_equal(refine(trained, planes, ids, 3, 45), ids)


@pytest.mark.parametrize("name", ["planes", "mask", "scale", "crf"])
def test_the_trained_network_depends_on_each_input(trained: MaskRefiner, name: str) -> None:
    feeds = seeded_inputs(12, 18)
    changed = feeds[name] * 0.5 if name in ("scale", "crf") else 1 - feeds[name]
    assert not torch.equal(trained(**feeds), trained(**feeds | {name: changed}))


@pytest.mark.parametrize(("half_height", "half_width"), [(12, 18), (50, 76)])
def test_the_graphs_compute_what_pytorch_computes(trained: MaskRefiner, half_height: int, half_width: int) -> None:
    feeds = seeded_inputs(half_height, half_width)
    assert differences(GRAPHS, trained, feeds, FOLDER, "fp32")["mask_refiner.logits"] < 1e-4
    assert differences(GRAPHS, trained, feeds, FOLDER, "fp16")["mask_refiner.logits"] < 5e-2


def test_no_gap_opens_between_objects_that_touch(trained: MaskRefiner) -> None:
    random = np.random.default_rng(2)
    planes = random.integers(0, 256, (6, 40, 60)).astype(np.uint8)
    ids = np.repeat([[3] * 55 + [7] * 65], 80, axis=0).astype(np.uint8)
    assert set(np.unique(refine(trained, planes, ids, 3, 45))) == {3, 7}


def test_metadata_describes_the_committed_files(trained: MaskRefiner) -> None:
    metadata = json.loads((FOLDER / "metadata.json").read_text())
    contents = {file.name: file.read_bytes() for file in GRAPHS.files(FOLDER)}
    assert metadata | file_metadata(contents) == metadata
    assert metadata["macs_480p_object"] == export.count_macs(trained, *export.PADDED_480P)
    assert metadata["parameters"] == sum(parameter.numel() for parameter in trained.parameters())


def test_the_reference_is_of_the_committed_weights(trained: MaskRefiner) -> None:
    committed = json.loads((FOLDER / NAME).read_text())
    assert committed["weights"] == sha256_of(WEIGHTS)
    pixels = SCENE["width"] * SCENE["height"]
    for result, again in zip(committed["results"], reference(trained), strict=True):
        different = np.count_nonzero(_ids(result["runs"]) != _ids(again["runs"]))
        assert different <= 1e-4 * pixels
        np.testing.assert_allclose(result["logits"], again["logits"], atol=1e-4)
        # Not only the two values of an unrefined mask.
        assert len(np.unique(result["logits"])) > 20


def test_run_lengths_describe_a_whole_map() -> None:
    ids = np.array([[0, 0, 3], [3, 3, 1]], np.uint8)
    assert run_lengths(ids) == [0, 2, 3, 3, 1, 1]
    assert np.array_equal(_ids(run_lengths(ids)), ids.ravel())


def test_samples_show_contours_of_a_decoded_mask_and_its_annotation() -> None:
    height, width, frames = 104, 120, 3
    truth = np.zeros((frames, height, width), np.uint8)
    cv2.circle(truth[1], (70, 60), 20, 1, -1)
    cv2.circle(truth[2], (30, 40), 25, 1, -1)
    coded = np.stack([coarse(mask, 3) for mask in truth])
    masks = CodedMasks(
        "disc",
        width,
        np.packbits(truth, axis=2),
        {coding: np.packbits(coded, axis=2) for coding in CODINGS},
        dict.fromkeys(CODINGS, 3),
    )
    pictures = np.full((frames, frame_bytes(width, height)), 128, np.uint8)
    pictures[:, : width * height] = np.where(truth.reshape(frames, -1), 200, 50)
    sequence = CompressedSequence(
        *("disc", width, height, pictures, dict.fromkeys(CRF_SHARES, pictures)),
        {crf: Packets(np.ones(frames, np.int32), np.ones(frames, bool)) for crf in CRF_SHARES},
        np.zeros((frames, height // 2, width // 2), np.uint8),
    )
    batch = CropSampler([(sequence, masks)], 48, seed=3).batch(12)
    assert batch.planes.shape == (12, 6, 24, 24)
    assert batch.mask.shape == batch.truth.shape == batch.weight.shape == (12, 4, 24, 24)
    assert set(batch.scale.tolist()) == {3.0}
    assert set(batch.crf.tolist()) <= set(map(float, CRF_SHARES))
    # Flipped alike: the object is where the picture is brighter than elsewhere in the crop.
    luma = batch.planes[:, :4].flatten(1)
    middle = (luma.amin(1) + luma.amax(1)) / 2
    assert torch.equal(batch.truth.flatten(1) > 0, luma > middle[:, None])
    # Every crop has its own brightness.
    assert len(torch.unique(luma.amax(1))) == 12
    # No empty frames; masks near the truth, but not the same.
    assert (batch.weight.flatten(1).sum(1) > 0).all()
    wrong = (batch.mask != batch.truth).float().mean()
    assert 0 < wrong < 0.1
    assert (batch.weight[batch.mask != batch.truth] >= 1).all()


def test_the_loss_falls_where_logits_agree_with_the_annotation() -> None:
    random = torch.Generator().manual_seed(1)
    truth = (torch.rand((2, 4, 8, 8), generator=random) > 0.5).float()
    nothing = torch.zeros(2)
    batch = Batch(torch.zeros(2, 6, 8, 8), truth, nothing, nothing, truth, torch.ones_like(truth))
    signed = truth * 2 - 1
    losses = [refinement_loss(strength * signed, batch).item() for strength in (-4, 0, 4)]
    assert losses[0] > losses[1] > losses[2]


def test_contours_lie_on_both_sides() -> None:
    mask = np.zeros((6, 6), np.uint8)
    mask[:, 3:] = 1
    assert np.array_equal(np.flatnonzero(contour(mask)[2]), [2, 3])


def test_codings_have_names_of_their_own() -> None:
    assert MaskCoding(38).name == "q38"
    assert len({coding.name for coding in CODINGS}) == len(CODINGS)


def _ids(pairs: list[int]) -> np.ndarray:
    values, lengths = np.array(pairs).reshape(-1, 2).T
    return np.repeat(values, lengths)
