"""R50-AOTL compared with the official code, whose results `models/aot/official.py` wrote to `reference.npz`."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from models.aot.attention import MASKED, Attend
from models.aot.checkpoint import UNUSED, load_network
from models.aot.inference import Run, merged, segment
from models.aot.local_attention import REACH, WINDOW, LocalAttention, to_columns, to_offsets
from models.aot.memory import LongTermMemory
from models.aot.network import R50AOTL
from models.aot.pictures import image_of, labels_of, network_size
from models.aot.reference import FIXTURE, SCENES, Scene, reference_network, results_of, sparse_labels, sparse_logits

DAVIS = Path("../shared/davis")

torch.set_num_threads(1)


@pytest.fixture(scope="module")
def network() -> R50AOTL:
    return reference_network()


@pytest.mark.skipif(not DAVIS.exists(), reason="needs the frames of ../shared/davis")
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_finds_what_the_official_code_finds(network: R50AOTL, scene: Scene) -> None:
    official, found = np.load(FIXTURE), results_of(network, scene, DAVIS)
    for key, logits in sparse_logits(found, scene).items():
        difference = np.abs(official[key] - logits)
        if scene.name == "two passes":
            # Merged logits are log-odds of probabilities up to 1 - 1e-5, where float32 has seven bits.
            difference = np.abs(_sigmoid(official[key]) - _sigmoid(logits))
        # Rounding differs with the processor: 1.006e-3 was measured on another machine.
        assert difference.max() < 2e-3, key
    assert (official[f"{scene.name}/labels"] == sparse_labels(found, scene)).mean() > 0.999


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-logits))


def test_state_dict_is_the_official_one() -> None:
    found = {f"{key} {list(tensor.shape)}" for key, tensor in R50AOTL().state_dict().items()}
    assert found == set(np.load(FIXTURE)["state"].tolist())
    assert sum(parameter.numel() for parameter in R50AOTL().parameters()) == 14_909_923


@pytest.mark.parametrize("wrapped", ["bare", "state_dict", "module.", "of 2021"])
def test_loads_wrapped_checkpoints(tmp_path: Path, wrapped: str) -> None:
    state = R50AOTL().state_dict()
    if wrapped == "of 2021":
        state = {key: tensor for key, tensor in state.items() if key not in UNUSED}
    if wrapped == "module.":
        state = {f"module.{key}": tensor for key, tensor in state.items()}
    torch.save({"state_dict": state, "optimizer": {"state": {}}} if wrapped == "state_dict" else state, tmp_path / "it")
    loaded = load_network(tmp_path / "it").state_dict()
    assert torch.equal(loaded["decoder.conv_out.weight"], state[next(k for k in state if "conv_out.weight" in k)])


def test_refuses_another_network(tmp_path: Path) -> None:
    state = R50AOTL().state_dict()
    state["decoder.conv_out.weight"] = torch.zeros(12, 128, 1, 1)
    del state["decoder.conv_out.bias"]
    torch.save(state, tmp_path / "it")
    with pytest.raises(ValueError, match=r"1 tensors missing .*conv_out.bias.* 1 of another shape"):
        load_network(tmp_path / "it")


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((854, 480), (849, 481)),
        ((910, 480), (913, 481)),
        ((1152, 480), (1041, 433)),
        ((1280, 720), (1041, 577)),
        ((720, 1280), (577, 1041)),
        ((1041, 577), (1041, 577)),
        ((10, 10), (17, 17)),
    ],
)
def test_sides_become_multiples_of_16_and_one_more(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert network_size(*size) == expected


def test_pictures_are_resized_as_pytorch_would() -> None:
    frame = np.random.default_rng(1).integers(0, 256, (48, 70, 3), np.uint8)
    tensor = torch.from_numpy(frame.transpose(2, 0, 1)[None].astype(np.float32)) / 255
    again = functional.interpolate(tensor, size=(49, 65), mode="bicubic", align_corners=False)
    assert (image_of(frame, 65, 49) - again).abs().max() < 1e-4


def test_labels_are_those_of_the_nearest_pixel_above_and_left() -> None:
    assert labels_of(torch.arange(6.0)[None], 4, 1).flatten().tolist() == [0, 1, 3, 4]


def test_attention_in_chunks_is_attention() -> None:
    query, key, value = torch.randn(8, 50, 36), torch.randn(8, 36, 90), torch.randn(8, 90, 32)
    whole = torch.softmax(query @ key, dim=2) @ value
    assert torch.allclose(Attend.apply(query, key, value, 7), whole, atol=1e-5)


@pytest.mark.parametrize(("height", "width"), [(3, 5), (9, 4), (20, 17)])
def test_local_attention_is_that_of_windows(height: int, width: int) -> None:
    """Compares with `unfold`, where positions outside the picture are masked."""
    attention = LocalAttention().requires_grad_(False)
    attention.load_state_dict({key: torch.randn(value.shape) / 8 for key, value in attention.state_dict().items()})
    positions = height * width
    query, key, value = torch.randn(positions, 256), torch.randn(256, height, width), torch.randn(256, height, width)
    assert torch.allclose(attention(query, key, value), _by_windows(attention, query, key, value), atol=1e-4)


def _by_windows(attention: LocalAttention, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    height, width = key.shape[1:]

    def windows(picture: Tensor) -> Tensor:
        """Unfolds [C, h, w] to [8, C / 8, 225, N]."""
        cut = functional.unfold(picture[None], WINDOW, padding=REACH)
        return cut.view(8, picture.shape[0] // 8, WINDOW**2, height * width)

    picture = query.T.view(1, 256, height, width)
    relative = attention.relative_emb_k(picture).view(8, WINDOW**2, height * width)
    by_head = query.T.view(8, 32, 1, height * width)
    scores = (by_head / 32**0.5 * windows(key)).sum(dim=1) + relative
    inside = windows(torch.ones(8, height, width))[:, 0]
    weights = torch.softmax(scores + (1 - inside) * MASKED, dim=1)
    read = (weights[:, None] * (windows(value) + attention.relative_emb_v[..., None])).sum(dim=2)
    return attention.projection(read.reshape(256, -1).T)


def test_skewing_and_its_inverse_change_nothing_inside() -> None:
    by_offset = torch.rand(4, 2, 6, WINDOW, WINDOW)
    back = to_offsets(to_columns(by_offset).flatten(3)).view(by_offset.shape)
    offsets = torch.arange(WINDOW) - REACH
    columns = torch.arange(6)[:, None] + offsets
    inside = ((columns >= 0) & (columns < 6))[None, None, :, None].expand(by_offset.shape)
    assert torch.equal(back[inside], by_offset[inside])
    assert (back[~inside] == 0).all()


def test_memory_keeps_every_fifth_frame_at_once() -> None:
    memory = LongTermMemory()
    memory.add_reference(0, _frame(0), _frame(0))
    seen = []
    for frame in range(1, 12):
        seen.append([*memory.contents().key.flatten().tolist(), memory.contents().previous_key.item()])
        if frame == 7:  # an object appears
            memory.add_reference(frame, _frame(frame), _frame(frame))
        else:
            memory.memorize(frame, _frame(frame), _frame(frame))
    assert seen[0] == [0, 0]
    assert seen[4] == [0, 4]
    assert seen[5] == [0, 5, 5]
    assert seen[7] == [0, 5, 7, 7]
    assert memory.contents().key.flatten().tolist() == [0, 5, 7]
    memory.memorize(12, _frame(12), _frame(12))
    assert memory.contents().key.flatten().tolist() == [0, 5, 7, 12]


def test_bounded_memory_keeps_references() -> None:
    memory = LongTermMemory(capacity=3)
    memory.add_reference(0, _frame(0), _frame(0))
    for frame in range(1, 30):
        memory.memorize(frame, _frame(frame), _frame(frame))
    assert memory.contents().key.flatten().tolist() == [0, 20, 25]


def _frame(number: int) -> Tensor:
    return torch.full((1, 1, 1, 1, 1), float(number))


def test_before_the_first_object_all_is_background(network: R50AOTL) -> None:
    frames = np.random.default_rng(2).integers(0, 256, (3, 50, 60, 3), np.uint8)
    label_map = np.zeros((50, 60), np.uint8)
    label_map[10:40, 10:30] = 7
    found = list(segment(network, frames, {1: label_map}))
    assert not found[0].any()
    assert np.array_equal(found[1], label_map)
    assert set(np.unique(found[2])) <= {0, 7}


def test_passes_merge_as_independent_probabilities() -> None:
    first, second = torch.randn(11, 2, 2), torch.randn(4, 2, 2)
    joined = merged([first, second]).sigmoid()
    background = torch.softmax(first, 0)[0] * torch.softmax(second, 0)[0]
    assert joined.shape == (14, 2, 2)
    assert torch.allclose(joined[0], background, atol=1e-5)
    assert torch.allclose(joined[11:], torch.softmax(second, 0)[1:], atol=1e-5)


def test_given_ids_are_returned_unchanged(network: R50AOTL) -> None:
    run, frame = Run(network), np.zeros((50, 60, 3), np.uint8)
    label_map = np.zeros((50, 60), np.uint8)
    for number in range(12):
        label_map[number * 4 : number * 4 + 4] = 200 - 3 * number
    assert np.array_equal(run.step(frame, label_map), label_map)
    assert len(run.passes) == 2
    assert [one.objects for one in run.passes] == [10, 2]
