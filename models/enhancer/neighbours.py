"""Selects the other frames of the decoded video that help to enhance a frame.

x265 predicts a frame from the previous one, which therefore has no information that the frame lacks. Later frames do
(their residuals correct it), and so do other groups of pictures, which begin with a key frame. The model card has the
measurements on davis-train.
"""

from typing import NamedTuple

import numpy as np


class Neighbours(NamedTuple):
    """Frame indices; the frame's own where the video has no such frame."""

    following: int  # the next frame that is not a key frame: t + 1 or t + 2
    next_key: int  # the next key frame, which begins the next group of pictures; in the last one, the key frame before
    group_before: int  # the last frame of the group of pictures before


NEIGHBOURS = len(Neighbours._fields)


def neighbours_of(time: int, keys: np.ndarray) -> Neighbours:
    """Returns the neighbours of frame `time`. keys: [frames] bool, True for key frames; the first frame is one."""
    later_keys = time + 1 + np.flatnonzero(keys[time + 1 :])
    group = int(np.flatnonzero(keys[: time + 1])[-1])
    earlier_keys = np.flatnonzero(keys[:group])
    key_before = int(earlier_keys[-1]) if len(earlier_keys) else time
    next_key = int(later_keys[0]) if len(later_keys) else key_before
    following = time + 2 if next_key == time + 1 else time + 1
    return Neighbours(
        following=following if following < len(keys) else time,
        next_key=next_key,
        group_before=group - 1 if group else time,
    )
