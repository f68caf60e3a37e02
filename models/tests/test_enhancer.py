"""The enhancer: its planes, its start, and the committed files that the browser loads."""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch

from models.data.compression import object_cover, through_x265
from models.data.yuv import split_planes
from models.enhancer import export, validate
from models.enhancer.network import MULTIPLE, Enhancer, count_macs
from models.enhancer.planes import PLANES, frame_to_planes, from_network, pack_planes, to_network, unpack_planes

DAVIS = Path(__file__).parents[3] / "shared" / "davis"
# Of what onnxruntime-web 1.30 runs on WebGPU (docs/webgpu-operators.md in its package), all that this network needs.
WEBGPU_OPERATORS = {"Add", "Clip", "Concat", "Conv", "DepthToSpace", "Div", "Mul", "Relu", "Reshape", "Sub"}


@pytest.fixture(scope="module")
def trained() -> Enhancer:
    return validate.load_enhancer()


def picture(width: int, height: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    half = ((height + 1) // 2, (width + 1) // 2)
    return tuple(random.integers(0, 256, size, np.uint8) for size in ((height, width), half, half))


def random_inputs(half_height: int, half_width: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    torch.manual_seed(1)
    planes = torch.rand(1, PLANES, half_height, half_width)
    return planes, torch.tensor([45.0]), torch.rand(1, 1, half_height, half_width)


@pytest.mark.parametrize(("width", "height"), [(854, 480), (12, 8), (7, 5)])
def test_unpacked_planes_are_the_packed_frame(width: int, height: int) -> None:
    original = picture(width, height)
    packed = pack_planes(*original)
    assert packed.shape == (PLANES, (height + 1) // 2, (width + 1) // 2)
    for found, expected in zip(unpack_planes(packed, width, height), original, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_plane_y10_holds_odd_rows_and_even_columns() -> None:
    luma, blue, red = picture(8, 6)
    packed = pack_planes(luma, blue, red)
    assert packed[2, 1, 3] == luma[3, 6]
    assert packed[1, 1, 3] == luma[2, 7]


def test_bytes_survive_the_way_to_the_network_and_back() -> None:
    planes = pack_planes(*picture(14, 10))
    values = to_network(planes, MULTIPLE)
    assert values.shape == (PLANES, 8, 8)
    np.testing.assert_array_equal(from_network(values)[:, :5, :7], planes)
    np.testing.assert_array_equal(values[:, 5:, 7:], np.broadcast_to(values[:, 4:5, 6:7], (PLANES, 3, 1)))


def test_object_cover_counts_pixels_of_any_object() -> None:
    label_map = np.array([[0, 1, 2], [0, 0, 0], [3, 3, 3]], np.uint8)
    np.testing.assert_array_equal(object_cover(label_map), [[1, 2], [4, 4]])


def test_training_begins_at_identity() -> None:
    planes, crf, mask = random_inputs(8, 12)
    with torch.no_grad():
        assert torch.equal(Enhancer()(planes, crf, mask), planes)


def test_the_network_fits_the_browser(trained: Enhancer) -> None:
    assert count_macs(trained, *export.HALF_480P) <= 6e9
    assert export.ONNX_FILE.stat().st_size <= 2_000_000


def test_the_trained_network_heeds_crf_and_mask(trained: Enhancer) -> None:
    planes, crf, mask = export.seeded_inputs(24, 40)
    with torch.no_grad():
        enhanced = trained(planes, crf, mask)
        assert not torch.equal(enhanced, trained(planes, torch.tensor([37.0]), mask))
        assert not torch.equal(enhanced, trained(planes, crf, torch.zeros_like(mask)))


@pytest.mark.parametrize(("half_height", "half_width"), [(96, 160), (240, 428), (4, 8)])
def test_committed_onnx_computes_what_committed_weights_compute(
    trained: Enhancer, half_height: int, half_width: int
) -> None:
    assert export.largest_difference(trained, export.ONNX_FILE, half_height, half_width) < 1e-4


def test_onnx_interface_is_what_the_browser_expects() -> None:
    graph = onnx.load(export.ONNX_FILE).graph

    def shapes(values: list) -> dict[str, list]:
        return {
            value.name: [size.dim_param or size.dim_value for size in value.type.tensor_type.shape.dim]
            for value in values
        }

    half = ["half_height", "half_width"]
    assert shapes(graph.input) == {"planes": [1, PLANES, *half], "crf": [1], "mask": [1, 1, *half]}
    assert shapes(graph.output) == {"enhanced": [1, PLANES, *half]}
    assert {node.op_type for node in graph.node} - {"Constant"} <= WEBGPU_OPERATORS


def test_metadata_describes_the_committed_onnx(trained: Enhancer) -> None:
    metadata = json.loads(export.METADATA_FILE.read_text())
    content = export.ONNX_FILE.read_bytes()
    assert metadata["multiple"] == MULTIPLE
    assert metadata["bytes"] == len(content)
    assert metadata["sha256"] == hashlib.sha256(content).hexdigest()
    assert metadata["parameters"] == sum(parameter.numel() for parameter in trained.parameters())
    assert metadata["macs_480p"] == count_macs(trained, *export.HALF_480P)


@pytest.mark.parametrize("name", ["scooter-black", "soapbox"])
def test_real_frames_at_crf_45_gain_luma_psnr(trained: Enhancer, name: str) -> None:
    if not DAVIS.exists():
        pytest.skip(f"needs the DAVIS validation sequences in {DAVIS}, which only the project's machines have")
    originals, masks, width, height = validate.read_sequence(DAVIS, name)
    originals = originals[:13]
    decoded = through_x265(originals, width, height, crf=45)
    enhance = validate.enhance_with(trained)
    gains = []
    for time in (4, 8, 12):  # 8 is a key frame
        enhanced = enhance(frame_to_planes(decoded[time], width, height), 45, object_cover(masks[time - 1]))
        luma = split_planes(originals[time], width, height)[0]
        before = validate.psnr(luma, split_planes(decoded[time], width, height)[0])
        after = validate.psnr(luma, unpack_planes(enhanced, width, height)[0])
        gains.append(after - before)
    assert min(gains) > 0 and np.mean(gains) > 0.1, f"gains in dB at frames 4, 8 and 12: {gains}"
