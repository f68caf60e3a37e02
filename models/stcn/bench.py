"""Measures milliseconds of each step and peak memory in ONNX Runtime, one thread: `python -m models.stcn.bench`.

Runs one picture of 854x480 with random weights and inputs. Each step is measured in its own process, which loads one
graph and not PyTorch; Linux only.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import onnxruntime

HEIGHT, WIDTH = 480, 864
STEPS = (("encode_key", 1, 1), ("encode_value", 1, 1), *(("read", 1, frames) for frames in (1, 5, 20)), ("read", 2, 5))
RUNS = 3  # after a warm-up; the fastest counts


def measure(name: str, folder: Path, objects: int, frames: int) -> None:
    sizes = {"objects": objects, "frames": frames}
    for stride in (1, 4, 8, 16):
        suffix = "" if stride == 1 else str(stride)
        sizes |= {f"height{suffix}": HEIGHT // stride, f"width{suffix}": WIDTH // stride}
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads, options.log_severity_level = 1, 3
    for axis, size in sizes.items():
        options.add_free_dimension_override_by_name(axis, size)
    session = onnxruntime.InferenceSession(str(folder / f"{name}.onnx"), options)
    random = np.random.default_rng(1)
    feeds = {
        given.name: random.random([sizes[side] if side in sizes else int(side) for side in given.shape], np.float32)
        for given in session.get_inputs()
    }
    feeds |= {name: np.ones_like(feed) for name, feed in feeds.items() if name == "memory_valid"}
    before = peak_megabytes()
    times = []
    for _ in range(1 + RUNS):
        start = time.perf_counter()
        session.run(None, feeds)
        times.append(time.perf_counter() - start)
    print(
        f"{name:12} objects {objects} frames {frames:2}: {min(times[1:]) * 1000:6.0f} ms, "
        f"peak {peak_megabytes():5.0f} MB, loading {before:5.0f} MB",
        flush=True,
    )


def peak_megabytes() -> float:
    """Returns the peak memory of this process since its start."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--step", nargs=4, help=argparse.SUPPRESS)  # name, folder, objects, frames
    arguments = parser.parse_args()
    if arguments.step:
        name, folder, objects, frames = arguments.step
        measure(name, Path(folder), int(objects), int(frames))
        return
    # Imported here, since the measured processes must not load PyTorch.
    from models.common.sessions import with_weights  # noqa: PLC0415
    from models.stcn.export import EXPORT  # noqa: PLC0415
    from models.stcn.reference import reference_state  # noqa: PLC0415

    with with_weights(reference_state(), EXPORT.graphs.files(EXPORT.folder)) as folder:
        for name, objects, frames in STEPS:
            step = [name, str(folder), str(objects), str(frames)]
            subprocess.run([sys.executable, "-m", "models.stcn.bench", "--step", *step], check=True)


if __name__ == "__main__":
    main()
