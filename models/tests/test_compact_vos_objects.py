"""Rendered sequences of several objects, and swapped ids."""

import numpy as np

from models.compact_vos.validate_objects import HIDDEN, swapped_frames
from models.data.rendered import OBJECTS, Cutout, RenderedSequence, render

FRAMES = 24


def _disk_cutout(grey: int) -> Cutout:
    y, x = np.mgrid[:60, :80]
    masks = np.stack([(x - 40) ** 2 + (y - 30) ** 2 < (12 + time) ** 2 for time in range(5)])
    return Cutout(np.where(masks[..., None], grey, 0).astype(np.uint8).repeat(3, axis=3), masks)


def _rendered(seed: int) -> RenderedSequence:
    ground = np.full((3, 120, 200, 3), 10, np.uint8)
    cutouts = [_disk_cutout(grey) for grey in (80, 140, 220)]
    return render(ground, cutouts, FRAMES, np.random.default_rng(seed))


def test_rendered_objects_show_their_own_pixels_where_they_are_labelled() -> None:
    sequence = _rendered(1)
    assert sequence.frames.shape == (FRAMES, 120, 200, 3)
    assert sequence.label_maps.shape == (FRAMES, 120, 200)
    for number, grey in enumerate((80, 140, 220), start=1):
        pixels = sequence.frames[sequence.label_maps == number]
        assert abs(np.median(pixels) - grey) < 3
    # Away from all objects there is the ground (edges are blended).
    assert np.median(sequence.frames[sequence.label_maps == 0]) == 10


def test_nearer_objects_occlude_farther_ones_and_the_nearest_is_never_occluded() -> None:
    hidden = np.stack([_rendered(seed).hidden for seed in range(6)])
    assert hidden.min() >= 0
    assert hidden.max() <= 1
    assert (hidden[..., -1] == 0).all()
    assert (hidden[..., 0].max(axis=1) > HIDDEN).any()


def test_a_seed_gives_the_same_sequence_again_and_another_seed_another_one() -> None:
    first, again, other = _rendered(1), _rendered(1), _rendered(2)
    assert (first.frames == again.frames).all()
    assert (first.label_maps == again.label_maps).all()
    assert (first.label_maps != other.label_maps).any()


def test_ids_are_swapped_only_where_a_visible_object_is_predicted_on_another_one() -> None:
    truth = np.zeros((4, 10, 30), np.uint8)
    for number in range(1, OBJECTS + 1):
        truth[:, 2:8, 10 * number - 8 : 10 * number - 2] = number
    hidden = np.zeros((4, OBJECTS))
    hidden[1, 0] = 0.9  # the first object, in the second frame
    sequence = RenderedSequence(np.zeros((4, 10, 30, 3), np.uint8), truth, hidden)
    exchanged = truth[0].copy()
    exchanged[truth[0] == 2], exchanged[truth[0] == 3] = 3, 2
    lost = np.where(truth[0] == 2, 0, truth[0])
    assert swapped_frames(sequence, list(truth)) == []
    assert swapped_frames(sequence, [truth[0], truth[1], lost, truth[3]]) == []  # lost, but not swapped
    assert swapped_frames(sequence, [truth[0], truth[1], exchanged, truth[3]]) == [2]
    assert swapped_frames(sequence, [exchanged, truth[1], truth[2], truth[3]]) == []  # before anything was hidden
