"""The networks' inputs: colours, sizes, clips, and the cache of training sequences."""

import shutil
import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

from models.data.clips import SLOW_GAP, ClipShape, frame_indices, random_clip
from models.data.compression import frame_bytes
from models.data.davis_train import TrainingSequence, load_training_sequences
from models.data.yuv import area_average, network_size, pad_to_multiple, planes_to_rgb, split_planes
from models.tests.synthetic import moving_disk

# ITU-R BT.601, limited range: the 100% colour bars.
COLOURS = {
    "black": ((16, 128, 128), (0, 0, 0)),
    "white": ((235, 128, 128), (1, 1, 1)),
    "red": ((81, 90, 240), (1, 0, 0)),
    "green": ((145, 54, 34), (0, 1, 0)),
    "blue": ((41, 240, 110), (0, 0, 1)),
    "yellow": ((210, 16, 146), (1, 1, 0)),
    "grey": ((126, 128, 128), (0.502, 0.502, 0.502)),
}


@pytest.mark.parametrize("name", COLOURS)
def test_known_colours(name: str) -> None:
    samples, expected = COLOURS[name]
    planes = [np.full(size, sample, np.uint8) for size, sample in zip(((4, 6), (2, 3), (2, 3)), samples, strict=True)]
    rgb = planes_to_rgb(*planes, width=3, height=2)
    assert rgb.shape == (2, 3, 3)
    assert rgb.dtype == np.float32
    np.testing.assert_allclose(rgb, np.broadcast_to(expected, rgb.shape), atol=1.5 / 255)
    assert rgb.min() >= 0
    assert rgb.max() <= 1


def test_colours_outside_the_range_are_clipped() -> None:
    rgb = planes_to_rgb(*(np.full((1, 1), sample, np.uint8) for sample in (255, 255, 0)), width=1, height=1)
    assert rgb.min() >= 0
    assert rgb.max() <= 1


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((854, 480), (427, 240)),
        ((853, 479), (427, 240)),
        ((480, 854), (240, 427)),
        ((910, 480), (455, 240)),
        ((1152, 480), (576, 240)),
        ((721, 481), (360, 240)),
    ],
)
def test_the_short_side_becomes_240(size: tuple[int, int], expected: tuple[int, int]) -> None:
    assert network_size(*size) == expected


@pytest.mark.parametrize(("width", "height"), [(8, 6), (7, 5), (1, 1)])
def test_planes_of_a_packed_frame(width: int, height: int) -> None:
    frame = np.arange(frame_bytes(width, height)).astype(np.uint8)
    y, u, v = split_planes(frame, width, height)
    assert y.shape == (height, width)
    assert u.shape == v.shape == ((height + 1) // 2, (width + 1) // 2)
    np.testing.assert_array_equal(np.concatenate([plane.ravel() for plane in (y, u, v)]), frame)


def test_half_resolution_is_the_mean_of_four() -> None:
    plane = np.random.default_rng(1).integers(0, 256, (6, 8), np.uint8)
    expected = plane.reshape(3, 2, 4, 2).mean(axis=(1, 3))
    np.testing.assert_allclose(area_average(plane, 4, 3), expected, atol=1e-4)


@pytest.mark.parametrize(("width", "height"), [(853, 479), (7, 5), (9, 3)])
def test_half_resolution_of_odd_sizes_keeps_the_mean(width: int, height: int) -> None:
    plane = np.random.default_rng(1).integers(0, 256, (height, width), np.uint8)
    small = area_average(plane, (width + 1) // 2, (height + 1) // 2)
    assert small.shape == ((height + 1) // 2, (width + 1) // 2)
    assert small.mean() == pytest.approx(plane.mean(), abs=1e-2)


def test_odd_cells_are_weighted_by_what_they_cover() -> None:
    """With three pixels, each of two cells covers one pixel and half of the middle one."""
    np.testing.assert_allclose(area_average(np.array([[0, 90, 30]], np.uint8), 2, 1), [[30, 50]], atol=1e-4)


def test_padding_repeats_the_last_row_and_column() -> None:
    picture = np.random.default_rng(1).random((5, 9, 3), np.float32)
    padded = pad_to_multiple(picture)
    assert padded.shape == (8, 16, 3)
    np.testing.assert_array_equal(padded[:5, :9], picture)
    np.testing.assert_array_equal(padded[5:, 9:], np.broadcast_to(picture[-1, -1], (3, 7, 3)))
    np.testing.assert_array_equal(pad_to_multiple(padded), padded)


def test_clips_are_in_range() -> None:
    random = np.random.default_rng(1)
    sequences = [moving_disk("left", 1), moving_disk("right", 2)]
    counts = set()
    for _ in range(40):
        clip = random_clip(sequences, ClipShape(frames=4, height=48, width=64, largest_gap=4), random)
        assert clip.frames.shape == (4, 3, 48, 64)
        assert clip.masks.shape == (len(clip.masks), 4, 1, 48, 64)
        assert clip.frames.dtype == clip.masks.dtype == np.float32
        assert clip.frames.min() >= 0
        assert clip.frames.max() <= 1
        assert clip.masks.min() >= 0
        assert clip.masks.max() <= 1
        assert clip.masks.sum(axis=0).max() <= 1 + 1e-5  # objects do not overlap
        assert (clip.masks[:, 0].mean(axis=(1, 2, 3)) > 0.004).all()  # each is visible at first
        counts.add(len(clip.masks))
    assert counts == {1, 2, 3}


def test_clips_repeat_with_their_seed() -> None:
    sequences, shape = [moving_disk("left", 1), moving_disk("right", 2)], ClipShape(3, 32, 32, 3)
    first, second = (random_clip(sequences, shape, np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first.frames, second.frames)
    np.testing.assert_array_equal(first.masks, second.masks)


def test_a_share_of_clips_comes_from_compressed_frames() -> None:
    original = moving_disk("disk", 1)
    black = np.zeros_like(original.frames)
    sequence = TrainingSequence("disk", original.frames, original.masks, {45: black, 51: black})
    shape, random = ClipShape(3, 32, 32, 3), np.random.default_rng(1)
    brightest = np.array([random_clip([sequence], shape, random, 0.5).frames.max() for _ in range(60)])
    assert 15 < (brightest < 0.2).sum() < 45  # black but for the brightness jitter
    assert all(random_clip([sequence], shape, random).frames.max() > 0.2 for _ in range(20))


def test_later_frames_of_slow_clips_are_close_together() -> None:
    shape, random = ClipShape(frames=4, height=32, width=32, largest_gap=25), np.random.default_rng(1)
    gaps = np.abs([np.diff(frame_indices(100, shape, random, real=True)) for _ in range(400)])
    assert gaps.min() == 1
    assert gaps.max() <= 25
    assert gaps[:, 0].mean() > 10
    slow = (gaps[:, 1:] <= SLOW_GAP).all(axis=1).mean()
    assert 0.4 < slow < 0.65


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="needs ffmpeg")
def test_training_sequences_are_decoded_once(tmp_path: Path) -> None:
    videos, annotations = tmp_path / "train/video", tmp_path / "train/Annotations/disk"
    videos.mkdir(parents=True)
    annotations.mkdir(parents=True)
    label_map = cv2.circle(np.zeros((480, 640), np.uint8), (320, 240), 100, 255, -1)
    for time in range(3):
        cv2.imwrite(str(annotations / f"{time:05d}.png"), label_map)
    red = np.repeat(np.array([81, 90, 240], np.uint8), [640 * 480, 320 * 240, 320 * 240]).tobytes() * 3
    command = ["ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-video_size", "640x480", "-i", "-"]
    subprocess.run([*command, "-c:v", "ffv1", str(videos / "disk.mkv")], input=red, check=True)

    (sequence,) = load_training_sequences(tmp_path / "train", tmp_path / "cache")
    assert sequence.name == "disk"
    assert sequence.frames.shape == (3, 240, 320, 3)
    assert sequence.masks.shape == (3, 240, 320)
    np.testing.assert_allclose(sequence.frames, np.broadcast_to([255, 0, 0], sequence.frames.shape), atol=2)
    assert sequence.masks[0, 120, 160] == 255
    assert sequence.masks[0, 0, 0] == 0

    (compressed,) = load_training_sequences(tmp_path / "train", tmp_path / "cache", crfs=(51,))
    assert compressed.compressed[51].shape == compressed.frames.shape
    np.testing.assert_allclose(compressed.compressed[51].mean(axis=(0, 1, 2)), [255, 0, 0], atol=12)

    (videos / "disk.mkv").write_bytes(b"")  # the cache is enough
    load_training_sequences(tmp_path / "train", tmp_path / "cache", crfs=(51,))
    (again,) = load_training_sequences(tmp_path / "train", tmp_path / "cache")
    np.testing.assert_array_equal(again.frames, sequence.frames)
    with pytest.raises(FileNotFoundError, match="--davis-train"):
        load_training_sequences(tmp_path, tmp_path / "cache")
