"""Times the exported graphs: `python -m models.aot.bench`.

Runs the scenes of `reference.py` through ONNX Runtime (one thread), as the browser does, and prints the share of labels
that agree with the official code's; then times each graph at 480p, for memories of several lengths.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from models.aot.decoder import Skips
from models.aot.export import EXPORT
from models.aot.graphs import GRAPHS
from models.aot.network import DEVIATION, MEAN, Features
from models.aot.pictures import network_size
from models.aot.reference import FIXTURE, SCENES, reference_state, results_of, sparse_labels
from models.aot.transformer import Memory
from models.common.graphs import PRECISIONS, Precision, onnx_file, spatial_sizes
from models.common.sessions import fixed_session, with_weights

MEMORIES = (1, 4, 20)  # frames
Result = TypeVar("Result")


class GraphNetwork:
    """The steps of `R50AOTL`, computed by the exported graphs, for pictures of one size."""

    def __init__(self, folder: Path, precision: Precision, height: int, width: int) -> None:
        self.precision = PRECISIONS[precision]
        sizes = spatial_sizes(height, width)
        self.sessions = {name: fixed_session(onnx_file(folder, name, precision), sizes) for name in GRAPHS.graphs}

    def encode_key(self, image: Tensor) -> Features:
        # `Run` hands over normalised pictures; the graph normalises them itself.
        mean, deviation = (torch.tensor(numbers)[None, :, None, None] for numbers in (MEAN, DEVIATION))
        feature16, *skips = self._run("encode_key", image=image * deviation + mean)
        return Features(feature16, Skips(*skips))

    def encode_reference(self, feature16: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        key, value = self._run("encode_reference", feature16=feature16, labels=labels)
        return key, value

    def read(self, features: Features, memory: Memory) -> tuple[Tensor, Tensor, Tensor]:
        skips = {f"skip{name.removeprefix('at')}": skip for name, skip in features.skips._asdict().items()}
        valid = {"memory_valid": memory.valid, "memory_key": memory.key, "memory_value": memory.value}
        previous = {"previous_key": memory.previous_key, "previous_value": memory.previous_value}
        logits, key, state = self._run("read", feature16=features.feature16, **skips, **valid, **previous)
        return logits, key, state

    def encode_value(self, state: Tensor, labels: Tensor) -> Tensor:
        return self._run("encode_value", state=state, labels=labels)[0]

    def _run(self, name: str, **inputs: Tensor) -> tuple[Tensor, ...]:
        outputs = self.sessions[name].run(None, {key: tensor.numpy() for key, tensor in inputs.items()})
        return tuple(map(torch.from_numpy, outputs))


def label_agreement(folder: Path, precision: Precision, davis: Path, scene_name: str) -> list[float]:
    """Returns, for each frame, the share of label pixels that equal the fixture's."""
    scene = next(scene for scene in SCENES if scene.name == scene_name)
    width, height = network_size(*(scene.size or (854, 480)))
    found = sparse_labels(results_of(GraphNetwork(folder, precision, height, width), scene, davis), scene)
    return (found == np.load(FIXTURE)[f"{scene.name}/labels"]).mean(axis=(1, 2)).tolist()


def milliseconds(folder: Path, precision: Precision, width: int, height: int, frames: int) -> dict[str, float]:
    """Times each graph for a frame of this size and a memory of `frames` frames; returns the faster of two runs."""
    width, height = network_size(width, height)
    network = GraphNetwork(folder, precision, height, width)
    labels = torch.randint(0, 3, (1, 1, height, width)).float()
    took: dict[str, float] = {}

    def timed(name: str, step: Callable[[], Result]) -> Result:
        for _ in range(2):
            start = time.perf_counter()
            step()
            took[name] = min(took.get(name, float("inf")), round((time.perf_counter() - start) * 1000))
        return step()

    image = torch.rand(1, 3, height, width)
    features = timed("encode_key", lambda: network.encode_key(image))
    key, value = timed("encode_reference", lambda: network.encode_reference(features.feature16, labels))
    memory_key, memory_value = (tensor.repeat(frames, 1, 1, 1, 1) for tensor in (key, value))
    memory = Memory(memory_key, memory_value, torch.ones(frames), key, value)
    _, _, state = timed("read", lambda: network.read(features, memory))
    timed("encode_value", lambda: network.encode_value(state, labels))
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--precision", choices=list(PRECISIONS), default="fp32")
    parser.add_argument("--davis", type=Path, help="also segment the scenes: ../shared/davis")
    parser.add_argument("--size", default="854x480", help="of the frames to time")
    parser.add_argument("--memories", type=int, nargs="*", default=MEMORIES, help="frames in the memory")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    width, height = map(int, arguments.size.split("x"))
    with with_weights(reference_state(), GRAPHS.files(EXPORT.folder)) as folder:
        for scene in SCENES if arguments.davis else ():
            agreement = label_agreement(folder, arguments.precision, arguments.davis, scene.name)
            print(scene.name, "equal labels:", [round(share, 5) for share in agreement], flush=True)
        for frames in arguments.memories:
            took = milliseconds(folder, arguments.precision, width, height, frames)
            # The whole process's peak so far, hence that of the longest memory measured so far.
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(frames, "frames, ms:", json.dumps(took), "peak MiB:", peak, flush=True)


if __name__ == "__main__":
    main()
