"""Writes an enlarged part of a frame, for the eye: original, x265's frame, then the frame as each weights enhance it.

    python -m models.enhancer.enlarge soapbox --frame 10 --at 40,320 --weights a.pt b.pt --out ../soapbox.png

Figures are means; what an enhancer invents, shifts or leaves behind must be looked at.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import torch

from models.data.compression import object_cover, through_x265_with_packets
from models.data.davis_validation import read_sequence
from models.enhancer.inference import VideoEnhancer
from models.enhancer.network import WEIGHTS, load_enhancer

FRAMES_AFTER = 9  # so that the frame has a next key frame


def enlarged(frame: np.ndarray, width: int, at: tuple[int, int], side: int, scale: int) -> np.ndarray:
    """Cuts a square at `at` (left, top) from a packed yuv420p frame: [side * scale, side * scale, 3] uint8, BGR."""
    picture = cv2.cvtColor(frame.reshape(-1, width), cv2.COLOR_YUV2BGR_I420)
    left, top = at
    cut = picture[top : top + side, left : left + side]
    return cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sequence")
    parser.add_argument("--davis", type=Path, default=Path("../shared/davis"))
    parser.add_argument("--frame", type=int, default=10)
    parser.add_argument("--crf", type=int, default=48)
    parser.add_argument("--at", default="0,0", help="left,top of the part, in luma pixels")
    parser.add_argument("--side", type=int, default=128, help="of the part, in luma pixels")
    parser.add_argument("--scale", type=int, default=4)
    parser.add_argument("--weights", type=Path, nargs="+", default=[WEIGHTS], help="weights.pt or checkpoints")
    parser.add_argument("--out", type=Path, required=True, help="a PNG outside the repository")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    sequence = read_sequence(arguments.davis, arguments.sequence, arguments.frame + FRAMES_AFTER)
    width, height, time, crf = sequence.width, sequence.height, arguments.frame, arguments.crf
    decoded, packets = through_x265_with_packets(sequence.frames, width, height, crf)
    cover = object_cover(sequence.masks[time])
    frames = [sequence.frames[time], decoded[time]]
    for weights in arguments.weights:
        video = VideoEnhancer(load_enhancer(weights), decoded, packets, width, height, crf)
        frames.append(video.enhance(time, cover))
    left, top = (int(part) for part in arguments.at.split(","))
    parts = [enlarged(frame, width, (left, top), arguments.side, arguments.scale) for frame in frames]
    if not cv2.imwrite(str(arguments.out), np.hstack(parts)):
        raise OSError(f"{arguments.out} could not be written")


if __name__ == "__main__":
    main()
