"""From a training checkpoint to what the browser loads: `python -m models.compact_vos.export --checkpoint FILE`.

Writes beside this file: `weights.pt` (the averaged weights, float32), `encode_key.onnx`, `encode_value.onnx` and
`read.onnx` (the same weights) and `metadata.json`; then prints how far ONNX Runtime and PyTorch are apart, and which
operators are left when a frame's size is known. Without `--checkpoint`, `weights.pt` is exported again.
"""

import argparse
import hashlib
import json
import os
import tempfile
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

from models.compact_vos.cost import macs_per_frame
from models.compact_vos.graphs import EncodeKey, EncodeValue, Read, seeded_inputs
from models.compact_vos.inference import MULTIPLE
from models.compact_vos.memory import CAPACITY, INTERVAL
from models.compact_vos.network import CompactVOS
from models.compact_vos.weights import WEIGHTS, load_network
from models.data.yuv import SHORT_SIDE

FOLDER = Path(__file__).parent
METADATA_FILE = FOLDER / "metadata.json"
OPSET = 17
PADDED_480P = (240, 432)  # height, width of 854x480 at half resolution, padded
LARGEST_BYTES = 12_000_000  # of the three graphs together


def _at(stride: str, *leading: str | None) -> dict[int, str]:
    """Names of a tensor's free axes: those of the leading axes (None: fixed), then height and width at this stride."""
    names = (*leading, f"height{stride}", f"width{stride}")
    return {axis: name for axis, name in enumerate(names) if name}


AXES = {
    "image": _at("", None, None),
    "masks": _at("", "objects", None),
    "key": _at("8", None, None),
    "feature8": _at("8", None, None),
    "feature4": _at("4", None, None),
    "feature2": _at("2", None, None),
    "value": _at("8", "objects", None),
    "memory_key": _at("8", "capacity", None),
    "memory_value": _at("8", "capacity", "objects", None),
    "memory_valid": {0: "capacity"},
    "probabilities": _at("", "classes"),
}
# Graph, inputs, outputs.
GRAPHS: dict[str, tuple[type[nn.Module], tuple[str, ...], tuple[str, ...]]] = {
    "encode_key": (EncodeKey, ("image",), ("key", "feature8", "feature4", "feature2")),
    "encode_value": (EncodeValue, ("image", "feature8", "masks"), ("value",)),
    "read": (
        Read,
        ("key", "memory_key", "memory_value", "memory_valid", "feature8", "feature4", "feature2"),
        ("probabilities",),
    ),
}


def onnx_file(name: str) -> Path:
    return FOLDER / f"{name}.onnx"


def export_onnx(network: CompactVOS, name: str, path: Path) -> None:
    graph, inputs, outputs = GRAPHS[name]
    # Sizes that all differ: a size that the exporter took for a constant shows up as a failure in `differences`.
    examples = seeded_inputs(network, objects=2, capacity=3, height=32, width=40)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            graph(network),
            tuple(examples[name] for name in inputs),
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={name: AXES[name] for name in (*inputs, *outputs)},
            opset_version=OPSET,
            # As for the enhancer: the tracing exporter's operators are all ones that WebGPU has.
            dynamo=False,
        )
    onnx.checker.check_model(str(path), full_check=True)


@torch.no_grad()
def differences(
    network: CompactVOS, objects: int = 2, capacity: int = CAPACITY, height: int = 96, width: int = 136
) -> dict[str, float]:
    """Largest absolute difference between PyTorch and ONNX Runtime (processor) of each output, on `seeded_inputs`."""
    feeds = seeded_inputs(network, objects, capacity, height, width)
    found = {}
    for name, (graph, inputs, outputs) in GRAPHS.items():
        expected = graph(network)(*(feeds[name] for name in inputs))
        session = onnxruntime.InferenceSession(str(onnx_file(name)), _session_options())
        computed = session.run(list(outputs), {name: feeds[name].numpy() for name in inputs})
        for output, one, other in zip(
            outputs, expected if isinstance(expected, tuple) else (expected,), computed, strict=True
        ):
            found[output] = float(np.abs(one.numpy() - other).max())
    return found


def operators_when_fixed(name: str, height: int, width: int, objects: int, capacity: int | None = CAPACITY) -> set[str]:
    """Operators that are left when ONNX Runtime knows the sizes, as in the browser; `capacity` may stay free."""
    options = _session_options()
    sizes = {"objects": objects} | ({} if capacity is None else {"capacity": capacity})
    for stride in (1, 2, 4, 8):
        suffix = "" if stride == 1 else str(stride)
        sizes |= {f"height{suffix}": height // stride, f"width{suffix}": width // stride}
    for axis, size in sizes.items():
        options.add_free_dimension_override_by_name(axis, size)
    # The level that all execution providers share; later levels fuse operators for the processor only.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    with tempfile.TemporaryDirectory() as folder:
        options.optimized_model_filepath = os.path.join(folder, "optimised.onnx")
        onnxruntime.InferenceSession(str(onnx_file(name)), options)
        return {node.op_type for node in onnx.load(options.optimized_model_filepath).graph.node}


def _session_options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return options


def _training_record(checkpoint: Path | None) -> dict[str, float]:
    """Writes `weights.pt` from the checkpoint; how long its weights were trained, or what is known of that."""
    if checkpoint:
        state = torch.load(checkpoint, map_location="cpu", weights_only=True)
        torch.save({name: value.contiguous() for name, value in state["average"].items()}, WEIGHTS)
        return {"training_steps": state["step"], "training_minutes": round(state["elapsed"] / 60, 1)}
    known = json.loads(METADATA_FILE.read_text()) if METADATA_FILE.exists() else {}
    return {key: known[key] for key in ("training_steps", "training_minutes") if key in known}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, help="of models.compact_vos.train")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    trained = _training_record(arguments.checkpoint)
    network = load_network()
    contents = {}
    for name in GRAPHS:
        export_onnx(network, name, onnx_file(name))
        contents[f"{name}.onnx"] = onnx_file(name).read_bytes()
    size = sum(map(len, contents.values()))
    if size > LARGEST_BYTES:
        raise RuntimeError(f"the three graphs have {size} bytes, more than {LARGEST_BYTES}: make the network smaller")
    metadata = {
        # These four are read by the app.
        "short_side": SHORT_SIDE,
        "multiple": MULTIPLE,
        "capacity": CAPACITY,
        "interval": INTERVAL,
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "macs_per_480p_frame": macs_per_frame(network, *PADDED_480P),
        "bytes": {name: len(content) for name, content in contents.items()},
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
        **trained,
    }
    METADATA_FILE.write_text(json.dumps(metadata, indent=2) + "\n")
    print(json.dumps(metadata, indent=2))
    for name in GRAPHS:
        print(f"{name}: {', '.join(sorted(operators_when_fixed(name, *PADDED_480P, objects=2)))}")
    for output, difference in differences(network).items():
        print(f"{output}: ONNX Runtime and PyTorch differ by at most {difference:.2e}")


if __name__ == "__main__":
    main()
