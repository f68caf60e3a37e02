"""The enhancer: planes, training, and the committed files that the browser loads."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from models.common.export import file_metadata
from models.common.graphs import PRECISIONS, Precision, onnx_file
from models.common.parity import differences
from models.common.reference import NAME, sha256_of
from models.common.training import adam_run
from models.data.compression import object_cover, through_x265_with_packets
from models.data.davis_validation import read_sequence
from models.data.yuv import planes_to_rgb, split_planes
from models.enhancer import export, validate
from models.enhancer.alignment import MULTIPLE
from models.enhancer.blend import blend
from models.enhancer.cost import count_alignment, count_grid_filter, count_macs
from models.enhancer.graph import FRAME_INPUTS, GRAPHS, INPUTS, EnhancerGraph, seeded_inputs
from models.enhancer.grid import SQUARE, without_grid
from models.enhancer.inference import VideoEnhancer
from models.enhancer.network import FRAMES, GRID_FILTER, WEIGHTS, Enhancer, load_enhancer
from models.enhancer.pattern_loss import pattern_loss
from models.enhancer.planes import PLANES, from_network, pack_planes, to_network, unpack_planes
from models.enhancer.quality import flicker, pattern, psnr, ssim, strongest_wave
from models.enhancer.reference import reference
from models.enhancer.train import SCHEDULE, load_single_frame
from models.enhancer.vos_features import COMPACT, IMAGENET, RETRAINED, View, VosFeatures
from models.enhancer.vos_features import planes_to_rgb as half_size_rgb
from models.tests.onnx_interface import Sizes, assert_interface, load_graph

FOLDER = export.EXPORT.folder
DAVIS = Path(__file__).parents[3] / "shared" / "davis"
# The operators that this network needs, all of which onnxruntime-web 1.30 runs on WebGPU (docs/webgpu-operators.md in
# its package).
WEBGPU_OPERATORS = {
    *("Abs", "Add", "AveragePool", "Cast", "Clip", "Concat", "Conv", "CumSum", "DepthToSpace", "Div", "GridSample"),
    *("Log", "Mul", "ReduceMean", "Reciprocal", "Relu", "Reshape", "Resize", "Slice", "Softmax", "Split", "Squeeze"),
    *("Sub", "Transpose", "Unsqueeze"),
}
# These operators are folded when the graph is loaded.
FOLDED_OPERATORS = {"Constant", "Identity"}


@pytest.fixture(scope="module")
def trained() -> Enhancer:
    return load_enhancer()


def picture(width: int, height: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    random = np.random.default_rng(1)
    half = ((height + 1) // 2, (width + 1) // 2)
    luma, blue, red = (random.integers(0, 256, size, np.uint8) for size in ((height, width), half, half))
    return luma, blue, red


@torch.no_grad()
def enhanced_by(network: Enhancer, feeds: dict[str, torch.Tensor]) -> torch.Tensor:
    return EnhancerGraph(network)(*(feeds[name] for name in INPUTS))


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


def test_bytes_survive_conversion_to_network_input_and_back() -> None:
    planes = pack_planes(*picture(14, 10))
    values = to_network(planes, MULTIPLE)
    assert values.shape == (PLANES, 8, 8)
    np.testing.assert_array_equal(from_network(values)[:, :5, :7], planes)
    np.testing.assert_array_equal(values[:, 5:, 7:], np.broadcast_to(values[:, 4:5, 6:7], (PLANES, 3, 1)))


def test_object_cover_counts_pixels_of_any_object() -> None:
    label_map = np.array([[0, 1, 2], [0, 0, 0], [3, 3, 3]], np.uint8)
    np.testing.assert_array_equal(object_cover(label_map), [[1, 2], [4, 4]])


def test_training_begins_at_identity() -> None:
    feeds = seeded_inputs(16, 24)
    assert torch.equal(enhanced_by(Enhancer(), feeds), feeds["planes"])


def test_training_resumes_from_its_checkpoint(tmp_path: Path) -> None:
    torch.manual_seed(1)
    run, other = (adam_run(Enhancer(), SCHEDULE, torch.device("cpu")) for _ in range(2))
    run.step, run.seconds = 7, 12.5
    run.save(tmp_path / "checkpoint.pt")
    other.load(tmp_path / "checkpoint.pt")
    assert (other.step, other.seconds) == (7, 12.5)
    assert all(torch.equal(*pair) for pair in zip(run.network.parameters(), other.network.parameters(), strict=True))
    assert load_enhancer(tmp_path / "checkpoint.pt").head.weight.shape == run.network.head.weight.shape


def test_training_can_start_from_the_single_frame_enhancer() -> None:
    """That version's only condition was the CRF; the packets' sizes are new."""
    torch.manual_seed(1)
    network = Enhancer()
    weights = {name: torch.randn_like(value) * 0.1 for name, value in network.state_dict().items()}
    single = {
        name: value[:, :1] if name.endswith((".scale.0.weight", ".shift.0.weight")) else value
        for name, value in weights.items()
        if not name.startswith("others.")
    }
    load_single_frame(network, single)
    feeds = seeded_inputs(16, 24)
    expected = enhanced_by(network, feeds)
    assert not torch.equal(expected, feeds["planes"])
    assert torch.equal(enhanced_by(network, feeds | {"packets": torch.ones(1, FRAMES)}), expected)
    assert torch.equal(enhanced_by(network, feeds | {"next_key": feeds["planes"]}), expected)
    assert not torch.equal(enhanced_by(network, feeds | {"crf": torch.tensor([37.0])}), expected)


def test_the_vos_network_sees_the_colours_that_validation_gives_it() -> None:
    luma, blue, red = picture(12, 8)
    luma = np.repeat(np.repeat(luma[::2, ::2], 2, axis=0), 2, axis=1)  # so that half size needs no interpolation
    planes = torch.from_numpy(pack_planes(luma, blue, red))[None].float() / 255
    expected = planes_to_rgb(luma, blue, red, 6, 4)
    np.testing.assert_allclose(half_size_rgb(planes)[0].permute(1, 2, 0).numpy(), expected, atol=1e-5)


def test_feature_errors_are_relative_to_those_of_compressed_pictures() -> None:
    torch.manual_seed(1)
    features = VosFeatures(torch.device("cpu"))
    original = torch.rand(2, PLANES, 32, 48)
    compressed = original + 0.1 * torch.randn_like(original)
    errors = [
        features.relative_error(enhanced, compressed, original).item()
        for enhanced in (compressed, torch.lerp(compressed, original, 0.5), original)
    ]
    assert errors[0] == pytest.approx(1)
    assert 0 < errors[1] < 1
    assert errors[2] == 0
    half = torch.lerp(compressed, original, 0.5)
    assert 0 < features.relative_error(half, compressed, original, View(5, 15, turn=6)).item() < 1


def test_views_are_all_places_and_turns_of_a_picture() -> None:
    planes = torch.arange(PLANES * 40 * 48, dtype=torch.float32).reshape(1, PLANES, 40, 48)
    assert torch.equal(View(3, 5).of(planes), planes[:, :, 3:27, 5:37])
    assert torch.equal(View(3, 5, turn=1).of(planes), planes[:, :, 3:27, 5:37].flip(2))
    assert View(0, 15, turn=7).of(planes).shape == (1, PLANES, 32, 24)
    assert len({View(0, 0, turn).of(planes)[0, 0].numpy().tobytes() for turn in range(8)}) == 8


def test_features_may_come_from_several_networks() -> None:
    torch.manual_seed(1)
    features = VosFeatures(torch.device("cpu"), (COMPACT, RETRAINED))
    original = torch.rand(1, PLANES, 32, 48)
    compressed = original + 0.1 * torch.randn_like(original)
    half = torch.lerp(compressed, original, 0.5)
    errors = {features.relative_error(half, compressed, original, network=network).item() for network in (0, 1)}
    assert len(errors) == 2
    with pytest.raises(ValueError, match="need the file"):
        VosFeatures(torch.device("cpu"), (IMAGENET,))


def test_a_blend_lies_between_two_checkpoints() -> None:
    mark = {GRID_FILTER: torch.ones(())}
    early, late = {"weight": torch.tensor([1.0])}, {"average": {"weight": torch.tensor([3.0])} | mark, "step": 9}
    assert blend(early, late, 0.75) == {"average": {"weight": torch.tensor([2.5])} | mark, "step": 9}
    assert late["average"]["weight"] == 3


def test_the_network_fits_the_browser(trained: Enhancer) -> None:
    assert export.metadata(trained)["macs_480p"] <= 6e9
    for file in GRAPHS.files(FOLDER):
        assert file.stat().st_size <= 2_000_000


@pytest.mark.parametrize("name", [name for name in INPUTS if name != "planes"])
def test_the_trained_network_depends_on_each_input(trained: Enhancer, name: str) -> None:
    feeds = seeded_inputs(24, 40)
    changed = feeds["planes"] if name in FRAME_INPUTS else feeds[name] * 0.8
    assert not torch.equal(enhanced_by(trained, feeds), enhanced_by(trained, feeds | {name: changed}))


def repeated_squares(squares: int, strength: float) -> torch.Tensor:
    """Returns planes [1, 6, h, w] that repeat every 4 half-size pixels."""
    torch.manual_seed(3)
    return (strength * torch.randn(1, PLANES, SQUARE, SQUARE)).repeat(1, 1, squares, squares)


def test_the_grid_filter_takes_a_pattern_out_and_leaves_the_rest() -> None:
    flat = torch.full((1, PLANES, 48, 48), 0.5)
    pattern_drawn = repeated_squares(12, strength=0.01)
    left = without_grid(pattern_drawn, flat)
    inside = (..., slice(16, -16), slice(16, -16))
    for planes in (slice(0, 4), slice(4, 5), slice(5, 6)):  # what is left is only their mean, a change of brightness
        assert left[:, planes].std() < 1e-6
    luma = torch.linspace(0, 0.1, 96).expand(1, 1, 96, 96)
    ramp = torch.cat((F.pixel_unshuffle(luma, 2), F.avg_pool2d(luma, 2).expand(1, 2, 48, 48)), dim=1)
    torch.testing.assert_close(without_grid(ramp, flat)[inside], ramp[inside], atol=1e-4, rtol=0)
    detail = 0.02 * torch.randn(1, PLANES, 48, 48)
    textured_frame = 0.5 + 0.1 * torch.randn(1, PLANES, 48, 48)
    assert (without_grid(detail, textured_frame) - detail).square().mean() < 0.04 * detail.square().mean()


def test_the_grid_filter_weakens_the_decoded_frames_grid_where_it_is_flat() -> None:
    decoded = 0.5 + repeated_squares(12, strength=0.002)
    enhanced = decoded + without_grid(torch.zeros_like(decoded), decoded)
    assert 0.3 < (enhanced[:, 4] - enhanced[:, 4].mean()).std() / (decoded[:, 4] - decoded[:, 4].mean()).std() < 0.7


def test_weights_tell_whether_they_need_the_grid_filter(tmp_path: Path) -> None:
    for grid_filter in (False, True):
        torch.save(Enhancer(grid_filter=grid_filter).state_dict(), tmp_path / "weights.pt")
        assert load_enhancer(tmp_path / "weights.pt").grid_filter == grid_filter
    assert load_enhancer(WEIGHTS).grid_filter


@pytest.mark.parametrize(("half_height", "half_width"), [(96, 160), (240, 432), (16, 24)])
def test_committed_onnx_computes_what_committed_weights_compute(
    trained: Enhancer, half_height: int, half_width: int
) -> None:
    # For samples 0..1. Rounding decides between equally good matches of the alignment.
    feeds = seeded_inputs(half_height, half_width)
    assert differences(GRAPHS, trained, feeds, FOLDER, "fp32")["enhancer.enhanced"] < 1e-3
    assert differences(GRAPHS, trained, feeds, FOLDER, "fp16")["enhancer.enhanced"] < 4e-3


@pytest.mark.parametrize("precision", PRECISIONS)
def test_onnx_interface_is_what_the_browser_expects(precision: Precision) -> None:
    half = ["half_height", "half_width"]
    inputs: dict[str, Sizes] = {name: [1, PLANES, *half] for name in FRAME_INPUTS}
    inputs |= {"crf": [1], "packets": [1, FRAMES], "mask": [1, 1, *half]}
    assert_interface(GRAPHS, FOLDER, precision, {"enhancer": (inputs, {"enhanced": [1, PLANES, *half]})})
    graph = load_graph(onnx_file(FOLDER, "enhancer", precision))
    assert {node.op_type for node in graph.node} <= WEBGPU_OPERATORS | FOLDED_OPERATORS


@pytest.mark.parametrize("precision", PRECISIONS)
def test_no_convolution_has_channels_that_webgpu_gets_wrong(precision: Precision) -> None:
    """For example, 15 input channels fail in onnxruntime-web 1.30: microsoft/onnxruntime issue 29651."""
    graph = load_graph(onnx_file(FOLDER, "enhancer", precision))
    weights = {value.name: value.dims for value in graph.initializer}
    shapes = [weights[node.input[1]] for node in graph.node if node.op_type == "Conv" and node.input[1] in weights]
    assert len(shapes) > 20
    assert not [shape for shape in shapes if shape[1] % 3 == 0 and shape[1] % 4 and shape[0] % 4 == 0 and shape[2] > 1]


def test_metadata_describes_the_committed_files(trained: Enhancer) -> None:
    metadata = json.loads((FOLDER / "metadata.json").read_text())
    assert metadata["multiple"] == MULTIPLE
    contents = {file.name: file.read_bytes() for file in GRAPHS.files(FOLDER)}
    assert metadata | file_metadata(contents) == metadata
    assert metadata["parameters"] == sum(parameter.numel() for parameter in trained.parameters())
    alignment = count_alignment(*export.PADDED_480P)
    grid_filter = count_grid_filter(trained, *export.PADDED_480P)
    assert metadata["macs_480p"] == count_macs(trained, *export.PADDED_480P) + alignment + grid_filter
    assert metadata["macs_480p_alignment"] == alignment


def test_ssim_and_flicker_of_a_perfect_copy() -> None:
    luma = picture(64, 48)[0]
    assert ssim(luma, luma) == pytest.approx(1)
    assert psnr(luma, luma) is None
    assert flicker((luma, luma), (luma, luma)) == 0


def test_flicker_is_change_that_the_original_lacks() -> None:
    still, brighter = np.full((16, 16), 100, np.uint8), np.full((16, 16), 103, np.uint8)
    assert flicker((still, still), (still, brighter)) == 3
    assert flicker((still, brighter), (still, brighter)) == 0
    assert ssim(still, brighter) < 1
    assert psnr(still, brighter) == pytest.approx(10 * np.log10(255**2 / 9))


def textured(period: int, strength: float) -> tuple[np.ndarray, np.ndarray]:
    """Returns a noisy plane whose left half is flat, and the same with a weak regular pattern drawn over it."""
    random = np.random.default_rng(2)
    height, width = 192, 256
    rows, columns = np.mgrid[:height, :width]
    waves = 30 * np.sin(rows / 9) * np.sin(columns / 5) * (columns >= width / 2)
    noise = waves + random.normal(0, 1.5, (height, width))
    cell = random.normal(0, strength, (period, period))
    drawn = np.tile(cell, (height // period, width // period))
    plain, patterned = ((120 + plane).round().astype(np.uint8) for plane in (noise, noise + drawn))
    return plain, patterned


@pytest.mark.parametrize("period", [4, 8])
def test_a_regular_pattern_in_flat_areas_is_measured(period: int) -> None:
    plain, patterned = textured(period, strength=1)
    assert ssim(plain, patterned) > 0.9
    assert pattern(plain, plain, period) == pytest.approx(1, abs=0.25)
    assert pattern(plain, patterned, period) > 3


def test_edges_noise_and_smooth_areas_are_no_pattern() -> None:
    plain, _ = textured(8, strength=1)
    edges = plain + (np.arange(plain.shape[0]) % 16 < 8).astype(np.uint8)[:, None] * 3
    assert pattern(plain, edges, 8) == pytest.approx(pattern(plain, plain, 8), rel=0.1)
    grey = np.full((64, 64), 100, np.uint8)
    assert pattern(grey, grey, 8) == 0


def waves(plane: np.ndarray, strength: float) -> np.ndarray:
    """Adds a wave of 3 and 13 cycles in 32 pixels, next to 4 and 12, which a grid of 8 pixels has."""
    rows, columns = np.mgrid[: plane.shape[0], : plane.shape[1]]
    return plane + strength * np.cos(2 * np.pi * (3 * rows + 13 * columns) / 32)


def test_a_wave_beside_the_grids_frequencies_is_measured() -> None:
    noise = np.random.default_rng(2).normal(120, 1.5, (192, 256))
    plain, wavy = (plane.round().astype(np.uint8) for plane in (noise, waves(noise, strength=1)))
    assert pattern(plain, wavy, 8) < 1.5
    assert strongest_wave(plain, plain) < 4
    assert strongest_wave(plain, wavy) > 20


def test_the_pattern_loss_sees_regular_waves_only() -> None:
    torch.manual_seed(1)
    compressed = 0.5 + 0.01 * torch.randn(8, PLANES, 64, 64)
    wave = torch.from_numpy(waves(np.zeros((128, 128)), strength=0.01)).float()
    drawn = torch.cat((F.pixel_unshuffle(wave[None, None], 2), torch.zeros(1, 2, 64, 64)), dim=1)
    assert pattern_loss(compressed, compressed) < 1
    enhanced = (compressed + drawn).requires_grad_()
    loss = pattern_loss(enhanced, compressed)
    assert loss > 10
    loss.backward()
    with torch.no_grad():  # along the gradient, the wave gets weaker
        assert enhanced.grad is not None
        assert (enhanced.grad * drawn).sum() > 0


def test_a_table_names_every_sequence_and_the_mean() -> None:
    rows = {
        "dog": {"all": (30.0, 30.4), "inside": (28.0, 28.5), "outside": (31.0, 31.3), "ssim": (0.8, 0.81)},
        "libby": {"all": (30.0, 30.2), "inside": (28.0, 28.3), "outside": (31.0, 31.1), "ssim": (0.8, 0.79)},
    }
    table = validate.gains_table({45: rows}).splitlines()
    assert table[0] == "| sequence | CRF 45 |"
    assert "| dog | +0.400 |" in table
    assert "| mean | +0.300 |" in table
    assert "| mean inside the object | +0.400 |" in table
    assert "| SSIM, worst sequence | -0.0100 |" in table
    assert not [line for line in table if "group of pictures" in line]


def test_a_table_tells_gains_in_the_outer_groups_of_pictures() -> None:
    row = {"all": (30.0, 30.4), "inside": (28.0, 28.5), "outside": (31.0, 31.3), "ssim": (0.8, 0.81)}
    ends = {validate.FIRST_GROUP: (30.0, 30.2), validate.LAST_GROUP: (30.0, 29.9)}
    table = validate.gains_table({45: {"dog": row | ends}}).splitlines()
    assert "| mean of the first group of pictures | +0.200 |" in table
    assert "| mean of the last group of pictures | -0.100 |" in table


def test_a_table_gives_patterns_as_mean_worst_sequence_and_largest_rise() -> None:
    row = {"all": (30.0, 30.4), "inside": (28.0, 28.5), "outside": (31.0, 31.3), "ssim": (0.8, 0.81)}
    measure = next(iter(validate.PATTERNS))
    rows = {"dog": row | {measure: (1.0, 0.8)}, "libby": row | {measure: (0.6, 0.9)}}
    table = validate.gains_table({45: rows}).splitlines()
    at = table.index(f"| {measure} | 0.80 to 0.85 |")
    assert table[at + 1 : at + 3] == [
        "| the same, worst sequence | 1.00 to 0.90 |",
        "| the same, largest rise | +0.30 |",
    ]


@pytest.mark.parametrize("name", ["scooter-black", "soapbox"])
def test_real_frames_at_crf_45_gain_luma_psnr(trained: Enhancer, name: str) -> None:
    if not DAVIS.exists():
        pytest.skip(f"needs the DAVIS validation sequences in {DAVIS}, which only the project's machines have")
    sequence = read_sequence(DAVIS, name, frames=20)
    width, height = sequence.width, sequence.height
    decoded, packets = through_x265_with_packets(sequence.frames, width, height, crf=45)
    video = VideoEnhancer(trained, decoded, packets, width, height, crf=45)
    gains = []
    for time in (0, 4, 8, 15, 19):  # 8 is a key frame, 0 and 19 lack neighbours
        enhanced = video.enhance(time, object_cover(sequence.masks[time]))
        luma, before, after = (
            split_planes(frame, width, height)[0] for frame in (sequence.frames[time], decoded[time], enhanced)
        )
        old, new = psnr(luma, before), psnr(luma, after)
        assert old is not None
        assert new is not None
        gains.append(new - old)
    assert min(gains) > 0, gains
    assert np.mean(gains) > 0.2, gains


def test_real_frames_get_no_pattern(trained: Enhancer) -> None:
    """Without the grid filter, patterns are 18 times as strong as x265's in luma, 26 and 51 times in chroma."""
    if not DAVIS.exists():
        pytest.skip(f"needs the DAVIS validation sequences in {DAVIS}, which only the project's machines have")
    sequence = read_sequence(DAVIS, "soapbox", frames=20)
    width, height = sequence.width, sequence.height
    decoded, packets = through_x265_with_packets(sequence.frames, width, height, crf=48)
    video = VideoEnhancer(trained, decoded, packets, width, height, crf=48)
    enhanced = video.enhance(10, object_cover(sequence.masks[10]))
    before, after = (split_planes(frame, width, height) for frame in (decoded[10], enhanced))
    for plane, period in ((0, 8), (0, 4), (1, 4), (2, 4)):
        assert pattern(before[plane], after[plane], period) <= pattern(before[plane], before[plane], period)


def test_reference_is_what_the_committed_weights_make(trained: Enhancer) -> None:
    committed = json.loads((FOLDER / NAME).read_text())
    assert committed["weights"] == sha256_of(WEIGHTS)
    for result, again in zip(committed["results"], reference(trained), strict=True):
        assert result["samples"] == pytest.approx(again["samples"], abs=1)
