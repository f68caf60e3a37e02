"""Compact VOS: memory readout, values, and training."""

import time
from pathlib import Path

import numpy as np
import pytest
import torch

from models.common.training import Clock
from models.common.weights import write_average
from models.compact_vos.corruption import corrupt, drop
from models.compact_vos.graphs import EncodeKey, EncodeValue, Read, seeded_inputs
from models.compact_vos.inference import track
from models.compact_vos.losses import mean_overlap, near_boundary, segmentation_loss
from models.compact_vos.network import CompactVOS, l2_normalised, load_network
from models.compact_vos.reading import Reader, aggregate, squared_distances
from models.compact_vos.train import PHASES, SCHEDULE, loss_of, new_run, phase
from models.compact_vos.unroll import Batch, unroll
from models.data.clips import ClipShape, random_clip
from models.tests.synthetic import moving_disk

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def trained() -> CompactVOS:
    return load_network()


def _batch(clips: int, shape: ClipShape, seed: int) -> Batch:
    random = np.random.default_rng(seed)
    sequences = [moving_disk("left", 1), moving_disk("right", 2)]
    return Batch([random_clip(sequences, shape, random) for _ in range(clips)])


def test_invalid_slots_do_not_influence_the_reading(trained: CompactVOS) -> None:
    feeds = seeded_inputs(trained, objects=2, capacity=4, height=32, width=48)
    assert feeds["memory_valid"].tolist() == [[1, 0], [1, 1], [1, 1], [0, 0]]
    del feeds["image"], feeds["masks"]

    def read(slots: int) -> torch.Tensor:
        memory = {name: feeds[name][:slots] for name in ("memory_key", "memory_value", "memory_valid")}
        with torch.no_grad():
            return Read(trained)(**(feeds | memory))

    torch.testing.assert_close(read(4), read(3), rtol=0, atol=1e-5)
    assert (read(2) - read(3)).abs().max() > 1e-5  # the test can tell


def test_frames_in_which_an_object_is_unknown_do_not_influence_its_reading() -> None:
    torch.manual_seed(1)
    reader, positions, channels = Reader(), 12, 16
    keys = l2_normalised(torch.randn(3, 64, 3, 4)).flatten(2)  # two memory frames, then the previous one
    values = torch.randn(2, positions, 2 * channels)
    values[0, :, channels:] = 0  # of the second object, on the frame in which it is unknown
    query, previous = (
        l2_normalised(torch.randn(1, 64, 3, 4)).flatten(2).transpose(1, 2),
        torch.randn(1, positions, 2 * channels),
    )
    distances, valid = squared_distances(3, 4, keys), torch.zeros(1)

    def read(slots: slice, known: torch.Tensor | None) -> torch.Tensor:
        memory_key, memory_value = keys[:2][slots].transpose(0, 1).flatten(1)[None], values[slots].flatten(0, 1)[None]
        with torch.no_grad():
            return reader(query, memory_key, memory_value, valid, keys[2:], previous, distances, known)[0]

    found = read(slice(0, 2), torch.tensor([[1.0, 0.0], [1.0, 1.0]]))
    torch.testing.assert_close(found[..., :channels], read(slice(0, 2), None)[..., :channels])
    torch.testing.assert_close(found[..., channels:], read(slice(1, 2), None)[..., channels:])


def test_the_readouts_find_the_most_similar_position_and_the_same_one() -> None:
    torch.manual_seed(1)
    reader = Reader()
    with torch.no_grad():
        reader.sharpness.fill_(5.0)  # e^5: far sharper than at the start
        reader.locality.fill_(3.0)
    height, width, positions = 3, 4, 12
    memory_key = l2_normalised(torch.randn(1, 64, height, width)).flatten(2)
    previous_key = torch.zeros_like(memory_key)  # like no query, so that only positions matter
    memory_value, previous_value = torch.randn(1, positions, 16), torch.randn(1, positions, 16)
    distances = squared_distances(height, width, memory_key)
    query, all_valid = memory_key.transpose(1, 2), torch.zeros(1)
    with torch.no_grad():
        by_appearance, near = reader(
            query, memory_key, memory_value, all_valid, previous_key, previous_value, distances
        )
    torch.testing.assert_close(by_appearance, memory_value, rtol=0, atol=1e-3)
    torch.testing.assert_close(near, previous_value, rtol=0, atol=1e-3)


def test_distances_are_between_rows_and_columns() -> None:
    distances = squared_distances(2, 3, torch.zeros(1))
    assert distances[0].tolist() == [0, 1, 4, 1, 2, 5]  # from the top left corner
    torch.testing.assert_close(distances, distances.T)


def test_keys_have_norm_one() -> None:
    torch.manual_seed(1)
    key = l2_normalised(torch.randn(2, 64, 3, 4) * 30)
    torch.testing.assert_close(key.norm(dim=1), torch.ones(2, 3, 4))


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


def test_values_of_an_object_depend_on_the_others(trained: CompactVOS) -> None:
    feeds = seeded_inputs(trained, objects=2, capacity=1, height=32, width=48)
    with torch.no_grad():
        both = EncodeValue(trained)(feeds["feature8"], feeds["masks"])
        alone = EncodeValue(trained)(feeds["feature8"], feeds["masks"][:1])
    assert (both[0] - alone[0]).abs().max() > 1e-3


def test_a_training_step_reaches_every_layer_but_the_first() -> None:
    torch.manual_seed(1)
    batch = _batch(4, ClipShape(frames=3, height=64, width=64, largest_gap=3), seed=1)
    network = CompactVOS()
    logits, probabilities = unroll(network, batch)
    assert logits.shape == probabilities.shape == batch.masks[1:].shape
    loss = segmentation_loss(logits, probabilities, batch.masks[1:], hard_share=0.25)
    loss.backward()
    assert torch.isfinite(loss)
    for name, parameter in network.named_parameters():
        if name.startswith("trunk.conv1"):
            assert parameter.grad is None
            continue
        assert parameter.grad is not None, name
        assert torch.isfinite(parameter.grad).all(), name
        assert parameter.grad.abs().max() > 0, name


def test_training_unrolls_as_inference_does(trained: CompactVOS) -> None:
    """Compares a batch of clips with one to three objects with each clip frame by frame through the three graphs."""
    batch = _batch(4, ClipShape(frames=4, height=64, width=80, largest_gap=2), seed=3)
    assert len(set(batch.counts)) > 1
    with torch.no_grad():
        _, unrolled = unroll(trained.eval(), batch)
    for clip in range(len(batch.counts)):
        mine = batch.owner == clip
        pictures = (frame[clip : clip + 1] for frame in batch.frames)
        tracked = [probabilities[1:] for probabilities in track(trained, pictures, batch.masks[0, mine], 4, interval=1)]
        torch.testing.assert_close(torch.stack(tracked), unrolled[:, mine, 0], rtol=0, atol=1e-4)


def test_training_corrupts_some_memorized_masks() -> None:
    torch.manual_seed(1)
    masks = torch.full((200, 1, 20, 30), 0.5)
    changed = corrupt(masks)
    touched = (changed != masks).flatten(1).any(dim=1).float().mean()
    assert 0.2 < touched < 0.4
    assert set(changed.unique().tolist()) == {0.0, 0.5, 1.0}
    near, value = drop(torch.ones(200, 16, 2, 3), torch.ones(200, 16, 2, 3))
    torch.testing.assert_close(near, value)  # together or not at all
    assert 0.75 < near[:, 0, 0, 0].mean() < 0.95


def test_loss_is_small_for_the_truth_and_weighs_boundaries_more() -> None:
    batch = _batch(2, ClipShape(frames=2, height=64, width=64, largest_gap=1), seed=1)
    truth = (batch.masks[1:] > 0.5).float()
    sure = (truth - 0.5) * 40
    assert segmentation_loss(sure, truth, truth, hard_share=0.25) < 0.01
    assert segmentation_loss(-sure, 1 - truth, truth, hard_share=0.25) > 10
    assert mean_overlap(truth, truth) == 1
    assert mean_overlap(1 - truth, truth) < 0.01
    band = near_boundary(truth)
    assert 0 < band.mean() < 0.5
    assert band[0, 0, 0, 0, 0] == 0  # a corner of the background


def test_the_schedule_grows_clips_and_ends_slowly() -> None:
    shapes = [phase(progress) for progress in (0.0, 0.5, 0.9)]
    assert [shape.frames for _, shape in shapes] == [4, 6, 7]
    assert [shape.largest_gap for _, shape in shapes] == [5, 25, 25]
    assert all(height % 16 == 0 and width % 16 == 0 for _, _, _, height, width in PHASES)
    assert SCHEDULE.rate_factor(0, 0.0) < 0.01 < SCHEDULE.rate_factor(10_000, 0.99)
    assert SCHEDULE.rate_factor(10_000, 0.99) < SCHEDULE.rate_factor(10_000, 0.3) == 1


def test_a_run_may_leave_out_the_beginning_of_the_schedule() -> None:
    half_over = time.time() - 30
    assert Clock(half_over, seconds=60).progress() == pytest.approx(0.5, abs=0.01)
    assert Clock(half_over, seconds=60, begin=0.8).progress() == pytest.approx(0.9, abs=0.01)


def test_training_resumes_from_its_checkpoint(tmp_path: Path) -> None:
    checkpoint = tmp_path / "checkpoint.pt"
    torch.manual_seed(1)
    batch = _batch(2, ClipShape(frames=2, height=32, width=32, largest_gap=1), seed=1)
    first = new_run(CompactVOS(), torch.device("cpu"))
    first.update(loss_of(first.network, batch, 0.1).value, 0.1)
    first.seconds = 12.0
    first.save(checkpoint)

    again = new_run(CompactVOS(), torch.device("cpu"))
    again.resume(checkpoint)
    assert (again.step, again.seconds) == (1, 12.0)
    for run in (first, again):
        torch.manual_seed(2)  # of the corruption of predictions
        run.update(loss_of(run.network, batch, 0.2).value, 0.2)
    for one, other in zip(first.network.parameters(), again.network.parameters(), strict=True):
        torch.testing.assert_close(one, other)
    for one, other in zip(first.average.parameters(), again.average.parameters(), strict=True):
        torch.testing.assert_close(one, other)
    weights = load_network(checkpoint)
    with torch.no_grad():
        assert EncodeKey(weights)(batch.frames[0, :1])[0].shape == (1, 64, 4, 4)


def test_checkpoints_of_earlier_versions_are_resumed_and_exported(tmp_path: Path) -> None:
    checkpoint, weights = tmp_path / "checkpoint.pt", tmp_path / "weights.pt"
    run = new_run(CompactVOS(), torch.device("cpu"))
    run.step, run.seconds = 7, 90.0
    run.save(checkpoint)
    state = torch.load(checkpoint, weights_only=True)
    names = {"optimizer": "optimiser", "step": "steps", "seconds": "elapsed"}
    torch.save({names.get(key, key): value for key, value in state.items()}, checkpoint)

    again = new_run(CompactVOS(), torch.device("cpu"))
    again.resume(checkpoint)
    assert (again.step, again.seconds) == (7, 90.0)
    trained = write_average(checkpoint, weights, tmp_path / "metadata.json")
    assert trained == {"training_steps": 7, "training_minutes": 1.5}
    assert torch.equal(load_network(weights).key.weight, run.average.key.weight)


def test_a_step_without_a_finite_gradient_changes_no_weight() -> None:
    run = new_run(CompactVOS(), torch.device("cpu"))
    before = run.network.key.weight.clone()
    run.update(run.network.key.weight.sum() * float("nan"), 0.5)
    assert torch.equal(run.network.key.weight, before)
    assert run.step == 1
