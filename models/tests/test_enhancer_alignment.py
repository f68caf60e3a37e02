"""The enhancer's neighbours and their alignment."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch

from models.data.compression import CRFS, load_compressed_sequences, through_x265_with_packets
from models.data.yuv import split_planes
from models.enhancer.aligned import aligned_neighbour, load_aligned_sequences
from models.enhancer.alignment import MULTIPLE, Alignment, find_motion
from models.enhancer.neighbours import Neighbours, neighbours_of
from models.enhancer.planes import LUMA_PHASES, from_network, interleave_phases, pack_planes, to_network

HEIGHT, WIDTH = 192, 256
KEYS = np.arange(30) % 8 == 0  # of a video with key frames 0, 8, 16 and 24


def texture(across: float = 0.0, down: float = 0.0, seed: int = 1) -> np.ndarray:
    """A blurred random luma plane, shifted right and down, in pixels."""
    random = np.random.default_rng(seed)
    noise = random.uniform(-1, 1, (HEIGHT + 160, WIDTH + 160)).astype(np.float32)
    # Coarse and fine texture, for the coarse-to-fine search.
    scales = [cv2.GaussianBlur(noise, (0, 0), sigma) for sigma in (3, 20)]
    large = 128 + np.sum([scale * (28 / scale.std()) for scale in scales], axis=0)
    move = np.array([[1, 0, across - 80], [0, 1, down - 80]], np.float32)
    return np.clip(cv2.warpAffine(large, move, (WIDTH, HEIGHT), flags=cv2.INTER_CUBIC), 0, 255).astype(np.uint8)


def network_planes(luma: np.ndarray) -> torch.Tensor:
    grey = np.full((HEIGHT // 2, WIDTH // 2), 128, np.uint8)
    return torch.from_numpy(to_network(pack_planes(luma, grey, grey), MULTIPLE))[None]


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        (11, Neighbours(following=12, next_key=16, group_before=7)),
        (15, Neighbours(following=17, next_key=16, group_before=7)),
        (16, Neighbours(following=17, next_key=24, group_before=15)),
        (0, Neighbours(following=1, next_key=8, group_before=0)),
        (3, Neighbours(following=4, next_key=8, group_before=3)),
        (29, Neighbours(following=29, next_key=16, group_before=23)),  # in the last group, the key frame before
    ],
)
def test_neighbours_have_what_the_frame_lacks(time: int, expected: Neighbours) -> None:
    assert neighbours_of(time, KEYS) == expected


def test_a_single_frame_is_its_own_neighbour() -> None:
    assert set(neighbours_of(0, np.array([True]))) == {0}


def test_a_single_group_has_no_other_key_frame() -> None:
    assert neighbours_of(1, np.array([True, False, False])) == Neighbours(following=2, next_key=1, group_before=1)


@pytest.mark.parametrize(("across", "down"), [(0, 0), (3, -2), (-1.5, 0.5), (14, 9), (-32, 18)])
def test_motion_of_a_shifted_picture_is_found(across: float, down: float) -> None:
    motion = find_motion(network_planes(texture()), network_planes(texture(across, down)))[0].numpy()
    inner = motion[:, 30:-30, 30:-30]  # half-size pixels: matches beyond the edge cannot be found
    assert np.abs(np.median(inner[0]) - across / 2) < 0.1
    assert np.abs(np.median(inner[1]) - down / 2) < 0.1


def test_a_shifted_picture_is_aligned() -> None:
    frame, other = texture(), texture(6.5, -3)
    aligned = Alignment()(network_planes(frame), network_planes(other))[0].numpy()
    luma = interleave_phases(from_network(aligned), WIDTH, HEIGHT)
    inner = (slice(32, -32), slice(32, -32))
    error = np.abs(luma[inner].astype(float) - frame[inner]).mean()
    assert error < 2
    assert error < np.abs(other[inner].astype(float) - frame[inner]).mean() / 10


def test_the_frame_itself_stays_where_it_is() -> None:
    planes = network_planes(texture())
    torch.testing.assert_close(Alignment()(planes, planes), planes[:, :LUMA_PHASES], atol=1e-3, rtol=0)


def test_neighbours_are_aligned_independently() -> None:
    frame, one, two = (network_planes(texture(across)) for across in (0, 5, -8))
    together = Alignment()(frame, torch.cat((one, two)))
    torch.testing.assert_close(together[:1], Alignment()(frame, one), atol=1e-3, rtol=0)
    torch.testing.assert_close(together[1:], Alignment()(frame, two), atol=1e-3, rtol=0)


def moving_video(frames: int) -> np.ndarray:
    grey = np.full(HEIGHT * WIDTH // 2, 128, np.uint8)
    return np.stack([np.concatenate((texture(2.0 * time).ravel(), grey)) for time in range(frames)])


def test_x265_begins_a_group_of_pictures_every_eight_frames() -> None:
    decoded, packets = through_x265_with_packets(moving_video(18), WIDTH, HEIGHT, crf=45)
    assert decoded.shape == (18, HEIGHT * WIDTH * 3 // 2)
    assert np.flatnonzero(packets.keys).tolist() == [0, 8, 16]
    assert packets.sizes[8] > packets.sizes[7] > 0


def test_training_data_is_computed_once(tmp_path: Path) -> None:
    source = tmp_path / "train"
    (source / "video").mkdir(parents=True)
    (source / "Annotations" / "moving").mkdir(parents=True)
    video = moving_video(10)
    writer = cv2.VideoWriter(
        str(source / "video" / "moving.mkv"), cv2.VideoWriter.fourcc(*"FFV1"), 25, (WIDTH, HEIGHT), isColor=False
    )
    for time, frame in enumerate(video):
        writer.write(split_planes(frame, WIDTH, HEIGHT)[0])
        mask = np.zeros((HEIGHT, WIDTH), np.uint8)
        mask[40:80, 50:90] = 255
        cv2.imwrite(str(source / "Annotations" / "moving" / f"{time:05d}.png"), mask)
    writer.release()
    (sequence,) = load_aligned_sequences(source, tmp_path / "cache")
    compressed = sequence.compressed
    assert compressed.original.shape == compressed.decoded[45].shape == video.shape
    assert [int(sequence.kept[crf][0]) for crf in CRFS] == [0, 1, 2, 0, 1, 2]
    aligned = sequence.aligned[45]
    assert [array.shape for array in aligned] == [(4, HEIGHT, WIDTH)] * len(Neighbours._fields)
    np.testing.assert_array_equal(aligned[1][1], aligned_neighbour(compressed, 45, 3, "next_key"))
    files = {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").iterdir()}
    load_compressed_sequences(source, tmp_path / "cache")
    load_aligned_sequences(source, tmp_path / "cache")
    assert files == {path: path.stat().st_mtime_ns for path in (tmp_path / "cache").iterdir()}
