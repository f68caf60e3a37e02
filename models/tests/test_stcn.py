"""STCN compared with the official code: the same tensors, and the same results with the same weights."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from models.common.official_checkpoint import unwrapped
from models.stcn.checkpoint import load_network
from models.stcn.inference import Run, segment
from models.stcn.memory import Memory, MemoryFrame
from models.stcn.network import STCN, normalised
from models.stcn.pictures import grid_of, image_of, label_map_of, masks_of
from models.stcn.reference import (
    FIXTURE,
    SCENES,
    Scene,
    reference_network,
    reference_state,
    results_of,
    sparse_labels,
    sparse_logits,
    tensor_list,
)

DAVIS = Path("../shared/davis")
needs_davis = pytest.mark.skipif(not DAVIS.exists(), reason="../shared/davis is not there")

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def network() -> STCN:
    return reference_network()


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stcn") / "stcn.pth"
    torch.save(reference_state(), path)
    return path


def test_tensors_are_those_of_the_official_network(network: STCN) -> None:
    assert tensor_list(network.state_dict()) == np.load(FIXTURE)["tensors"].tolist()
    assert sum(parameter.numel() for parameter in network.parameters()) == 54_434_180


@needs_davis
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_finds_what_the_official_code_finds(network: STCN, scene: Scene) -> None:
    fixture, found = np.load(FIXTURE), results_of(network, scene, DAVIS)
    for key, logits in sparse_logits(found, scene).items():
        assert np.abs(logits - fixture[key]).max() < 1e-3, key
    labels = sparse_labels(found, scene)
    assert (labels == fixture[f"{scene.name}/labels"]).mean() > 0.999
    # The scene must not be all background.
    assert set(np.unique(labels[-1])) == {0, 1, 2}


def test_checkpoints_load_alone_and_wrapped(checkpoint: Path, network: STCN, tmp_path: Path) -> None:
    state = network.state_dict()
    assert same(load_network(checkpoint), state)
    resumable = tmp_path / "retrain_checkpoint.pth"  # as the official training saves it, and with DataParallel's prefix
    torch.save({"it": 3, "network": {f"module.{key}": tensor for key, tensor in state.items()}}, resumable)
    assert same(load_network(resumable), state)


def test_counters_and_the_others_mask_may_be_missing(network: STCN, tmp_path: Path) -> None:
    state = {key: tensor for key, tensor in network.state_dict().items() if "num_batches" not in key}
    masks = "value_encoder.conv1.weight"
    torch.save(state | {masks: state[masks][:, :4].clone()}, tmp_path / "s0.pth")
    loaded = load_network(tmp_path / "s0.pth").state_dict()[masks]
    assert torch.equal(loaded[:, :4], state[masks][:, :4])
    assert not loaded[:, 4].any()


def test_a_checkpoint_that_does_not_fit_is_refused(network: STCN, tmp_path: Path) -> None:
    state = dict(network.state_dict())
    state["decoder.pred.bias"] = torch.zeros(2)
    state["surplus"] = state.pop("key_comp.bias")
    torch.save(state, tmp_path / "other.pth")
    with pytest.raises(
        ValueError, match=r"1 tensors missing \(first \['key_comp.bias'\]\), 1 unexpected .* 1 of another"
    ):
        load_network(tmp_path / "other.pth")


def test_wrapped_state_dicts_are_unwrapped() -> None:
    weight = torch.ones(1)
    for content in ({"a": weight}, {"state_dict": {"a": weight}}, {"network": {"module.a": weight}}):
        assert unwrapped(content) == {"a": weight}


def test_memory_keeps_every_fifth_frame_after_the_latest_memory_frame() -> None:
    memory = Memory()
    memory.memorize(memory_frame(0, given=True))
    run_through(memory, range(1, 7))
    memory.memorize(memory_frame(7, objects=2, given=True))
    run_through(memory, range(8, 18))
    assert [frame.number for frame in memory.frames] == [0, 5, 7, 12, 17]
    assert memory.inputs()["memory_valid"].tolist() == [[1, 0], [1, 0], [1, 1], [1, 1], [1, 1]]


def test_the_previous_frame_stays_until_the_next() -> None:
    memory = Memory(previous_too=True)
    memory.memorize(memory_frame(0, given=True))
    run_through(memory, range(1, 5))
    assert memory.previous
    assert memory.previous.number == 4
    assert len(memory.inputs()["memory_key"]) == 2
    run_through(memory, range(5, 6))
    assert memory.previous is None
    assert len(memory.inputs()["memory_key"]) == 2


def test_a_bounded_memory_keeps_given_frames_and_the_latest() -> None:
    memory = Memory(capacity=4)
    memory.memorize(memory_frame(0, given=True))
    run_through(memory, range(1, 8))
    memory.memorize(memory_frame(8, given=True))
    run_through(memory, range(9, 40))
    assert [frame.number for frame in memory.frames] == [0, 8, 33, 38]


def test_pictures_lie_in_the_middle_of_padding_that_becomes_0() -> None:
    grid = grid_of(427, 240, None)
    assert (grid.padded_width, grid.padded_height, grid.left, grid.top) == (432, 240, 2, 0)
    picture = normalised(image_of(np.full((240, 427, 3), 255, np.uint8), grid))
    assert not picture[..., :2].any()
    assert not picture[..., 429:].any()
    assert picture[..., 2:429].all()


def test_other_sizes_are_scaled_to_480_and_back() -> None:
    grid = grid_of(1280, 720, 480)
    assert (grid.content_width, grid.content_height, grid.padded_width, grid.padded_height) == (853, 480, 864, 480)
    label_map = np.zeros((720, 1280), np.uint8)
    label_map[100:300, 200:500] = 7
    masks = masks_of(label_map, [7], grid)
    back = label_map_of(torch.cat((1 - masks, masks)), [7], grid)
    assert (back == label_map).mean() > 0.995


def test_without_objects_there_is_only_background(network: STCN) -> None:
    frames = [np.zeros((64, 64, 3), np.uint8)] * 2
    assert not any(label_map.any() for label_map in segment(network, frames, {}))


def test_an_object_is_given_once(network: STCN) -> None:
    run, frame, given = Run(network, Memory()), np.zeros((64, 80, 3), np.uint8), np.zeros((64, 80), np.uint8)
    given[:20, :20] = 4
    assert run.step(frame, given)[:20, :20].all()
    with pytest.raises(ValueError, match=r"objects \[4\] were given before"):
        run.step(frame, given)


def same(network: STCN, state: dict[str, Tensor]) -> bool:
    return all(torch.equal(tensor, state[key]) for key, tensor in network.state_dict().items())


def memory_frame(number: int, objects: int = 1, given: bool = False) -> MemoryFrame:
    return MemoryFrame(number, torch.zeros(1, 64, 2, 2), torch.zeros(2, 2, objects, 512), given)


def run_through(memory: Memory, numbers: range) -> None:
    """Memorizes frames as an inference without new objects does."""
    objects = memory.inputs()["memory_value"].shape[3]
    for number in numbers:
        if memory.takes(number):
            memory.memorize(memory_frame(number, objects))
