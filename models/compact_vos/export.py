"""From a training checkpoint to what the browser loads: `python -m models.compact_vos.export --checkpoint FILE`.

Writes beside this file: `weights.pt` (the averaged weights, float32), each graph in float32 (`encode_key.onnx`, ...)
and in float16 (`encode_key.fp16.onnx`, ...), `metadata.json`, and `reference.json` for the browser's tests. Without
`--checkpoint`, `weights.pt` is exported again. `--folder` puts all of it elsewhere: a second set of weights, or a look
at an unfinished run.
"""

import argparse
import hashlib
import json
import warnings
from pathlib import Path
from typing import Literal

import onnx
import torch
from torch import nn

from models.compact_vos.checkpoint import load_state
from models.compact_vos.cost import macs_per_frame
from models.compact_vos.graphs import FLOAT32_TENSORS, EncodeKey, EncodeValue, Read, seeded_inputs
from models.compact_vos.memory import CAPACITY, INTERVAL
from models.compact_vos.network import MULTIPLE, CompactVOS
from models.compact_vos.reference import write_reference
from models.compact_vos.weights import WEIGHTS, load_network
from models.data.yuv import SHORT_SIDE

FOLDER = Path(__file__).parent
OPSET = 17
PADDED_480P = (240, 432)  # height, width of 854x480 at half resolution, padded
LARGEST_BYTES = 12_000_000  # of the graphs together, both precisions

Precision = Literal["fp32", "fp16"]
PRECISIONS: tuple[Precision, ...] = ("fp32", "fp16")


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
    "memory_valid": {0: "capacity", 1: "objects"},
    "previous_key": _at("8", None, None),
    "previous_value": _at("8", "objects", None),
    "probabilities": _at("", "classes"),
}
MEMORY_INPUTS = ("memory_key", "memory_value", "memory_valid", "previous_key", "previous_value")
# Graph, inputs, outputs.
GRAPHS: dict[str, tuple[type[nn.Module], tuple[str, ...], tuple[str, ...]]] = {
    "encode_key": (EncodeKey, ("image",), ("key", "feature8", "feature4", "feature2")),
    "encode_value": (EncodeValue, ("feature8", "masks"), ("value",)),
    "read": (Read, ("key", "feature8", "feature4", "feature2", *MEMORY_INPUTS), ("probabilities",)),
}


def onnx_file(name: str, precision: Precision = "fp32", folder: Path = FOLDER) -> Path:
    return folder / (f"{name}.onnx" if precision == "fp32" else f"{name}.{precision}.onnx")


def export_onnx(network: CompactVOS, name: str, precision: Precision, path: Path) -> None:
    """Writes one graph; `network` is in float32 and stays so."""
    graph, inputs, outputs = GRAPHS[name]
    # Sizes that all differ: a size that the exporter took for a constant shows up as a failure in `differences`.
    examples = seeded_inputs(network, objects=2, capacity=3, height=32, width=48)
    if precision == "fp16":
        examples = {key: value if key in FLOAT32_TENSORS else value.half() for key, value in examples.items()}
        network = _in_half_precision(network)
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


def export_all(network: CompactVOS, folder: Path) -> dict[str, bytes]:
    """Writes all graphs and returns their contents by file name."""
    contents = {}
    for precision in PRECISIONS:
        for name in GRAPHS:
            path = onnx_file(name, precision, folder)
            export_onnx(network, name, precision, path)
            contents[path.name] = path.read_bytes()
    size = sum(map(len, contents.values()))
    if size > LARGEST_BYTES:
        raise RuntimeError(f"the graphs have {size} bytes, more than {LARGEST_BYTES}: make the network smaller")
    return contents


def _in_half_precision(network: CompactVOS) -> CompactVOS:
    half = CompactVOS()
    half.load_state_dict(network.state_dict())
    return half.eval().requires_grad_(False).half()


def _training_record(checkpoint: Path | None, folder: Path) -> dict[str, float]:
    """Writes `weights.pt` from the checkpoint; how long its weights were trained, or what is known of that."""
    if checkpoint:
        state = load_state(checkpoint)
        torch.save({name: value.contiguous() for name, value in state.average.items()}, folder / WEIGHTS.name)
        return {"training_steps": state.steps, "training_minutes": round(state.elapsed / 60, 1)}
    metadata = folder / "metadata.json"
    known = json.loads(metadata.read_text()) if metadata.exists() else {}
    return {key: known[key] for key in ("training_steps", "training_minutes") if key in known}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, help="of models.compact_vos.train")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where everything is written")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    trained = _training_record(arguments.checkpoint, arguments.folder)
    network = load_network(arguments.folder / WEIGHTS.name)
    contents = export_all(network, arguments.folder)
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
    write_reference(network, arguments.folder)
    (arguments.folder / "metadata.json").write_text(json.dumps(metadata, indent=2) + "\n")
    print(json.dumps(metadata, indent=2))


if __name__ == "__main__":
    main()
