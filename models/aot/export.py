"""Graphs without weights: `python -m models.aot.export`.

Writes beside this file each graph in float32 (`encode_key.onnx`, ...) and in float16 (`encode_key.fp16.onnx`, ...) and
`metadata.json`. Every tensor of the official state dict is an initialiser with external data: its `location` is its
key, its offset 0, so that the browser hands over each tensor of the official file under its own key. Nothing else is
external, and no weight is in the files.
"""

import argparse
import hashlib
import json
import warnings
from pathlib import Path
from typing import Literal

import onnx
import torch

from models.aot.checkpoint import UNUSED
from models.aot.cost import macs_of_480p_frame
from models.aot.decoder import IDENTITIES
from models.aot.graphs import FLOAT32_TENSORS, EncodeKey, EncodeReference, EncodeValue, Read, Step, seeded_inputs
from models.aot.memory import INTERVAL
from models.aot.network import DEVIATION, MEAN, OBJECTS, R50AOTL
from models.aot.pictures import LONGEST_SIDE, STRIDE
from models.aot.reference import reference_network
from models.common.external_weights import as_text, weights_of, without_weights

FOLDER = Path(__file__).parent
OPSET = 17
LARGEST_BYTES = 600_000  # of the graphs together, both precisions

Precision = Literal["fp32", "fp16"]
PRECISIONS: dict[Precision, torch.dtype] = {"fp32": torch.float32, "fp16": torch.float16}


def _at(stride: str, *leading: str | None) -> dict[int, str]:
    """Names of a tensor's free axes: those of the leading axes (None: fixed), then height and width at this stride."""
    names = (*leading, f"height{stride}", f"width{stride}")
    return {axis: name for axis, name in enumerate(names) if name}


AXES = {
    "image": _at("", None, None),
    "labels": _at("", None, None),
    "feature16": _at("16", None, None),
    "skip16": _at("16", None, None),
    "skip8": _at("8", None, None),
    "skip4": _at("4", None, None),
    "memory_key": _at("16", "capacity", None, None),
    "memory_value": _at("16", "capacity", None, None),
    "memory_valid": {0: "capacity"},
    "previous_key": _at("16", None, None, None),
    "previous_value": _at("16", None, None, None),
    "logits": _at("4", None, None),
    "key": _at("16", None, None, None),
    "state": _at("16", None, None, None),
    "value": _at("16", None, None, None),
}
FEATURES = ("feature16", "skip16", "skip8", "skip4")
OUTPUT_SIZES = {"logits": (1, IDENTITIES)}  # where the exporter does not find them
MEMORY = ("memory_key", "memory_value", "memory_valid", "previous_key", "previous_value")
# Graph, inputs, outputs.
GRAPHS: dict[str, tuple[type[Step], tuple[str, ...], tuple[str, ...]]] = {
    "encode_key": (EncodeKey, ("image",), FEATURES),
    "encode_reference": (EncodeReference, ("feature16", "labels"), ("key", "value")),
    "read": (Read, (*FEATURES, *MEMORY), ("logits", "key", "state")),
    "encode_value": (EncodeValue, ("state", "labels"), ("value",)),
}


def onnx_file(name: str, precision: Precision = "fp32", folder: Path = FOLDER) -> Path:
    return folder / (f"{name}.onnx" if precision == "fp32" else f"{name}.{precision}.onnx")


def export_onnx(network: R50AOTL, name: str, precision: Precision, path: Path) -> None:
    """Writes one graph. Which weights `network` has does not matter."""
    step, inputs, outputs = GRAPHS[name]
    # Sizes that all differ: a size that the exporter took for a constant shows up as a failure in `differences`.
    examples = seeded_inputs(network, capacity=2, height=97, width=113)
    examples = {
        key: value if key in FLOAT32_TENSORS else value.to(PRECISIONS[precision]) for key, value in examples.items()
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", torch.jit.TracerWarning)
        torch.onnx.export(
            step(network, PRECISIONS[precision]).eval(),
            tuple(examples[name] for name in inputs),
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={name: AXES[name] for name in (*inputs, *outputs)},
            opset_version=OPSET,
            # As for the other networks: the tracing exporter's operators are all ones that WebGPU has.
            dynamo=False,
            # Weights stay the tensors of the checkpoint. ONNX Runtime folds what is computed of them.
            do_constant_folding=False,
            autograd_inlining=False,
            training=torch.onnx.TrainingMode.PRESERVE,
        )
    model = without_weights(onnx.load(str(path)), network.state_dict())
    for output in model.graph.output:
        for axis, size in enumerate(output.type.tensor_type.shape.dim):
            # What the exporter is not sure of gets a name of its own; all that is free has one of ours.
            if size.dim_param not in AXES[output.name].values() and size.dim_param:
                size.dim_value = OUTPUT_SIZES[output.name][axis]
    onnx.save(model, str(path))


def export_all(network: R50AOTL, folder: Path) -> dict[str, bytes]:
    """Writes all graphs and returns their contents by file name."""
    contents = {}
    for precision in PRECISIONS:
        for name in GRAPHS:
            path = onnx_file(name, precision, folder)
            export_onnx(network, name, precision, path)
            contents[path.name] = path.read_bytes()
    size = sum(map(len, contents.values()))
    if size > LARGEST_BYTES:
        raise RuntimeError(f"the graphs have {size} bytes, more than {LARGEST_BYTES}: is there a weight in them?")
    return contents


def metadata_of(network: R50AOTL, folder: Path, contents: dict[str, bytes]) -> dict:
    weights = {name: weights_of(onnx_file(name, "fp32", folder)) for name in GRAPHS}
    shapes = {key: list(tensor.shape) for key, tensor in network.state_dict().items()}
    return {
        # These are read by the app.
        "stride": STRIDE,
        "longest_side": LONGEST_SIDE,
        "objects": OBJECTS,
        "interval": INTERVAL,
        # Those of the official checkpoint, and which graphs want each; one that old checkpoints lack and nothing uses.
        "tensors": [
            {"key": key, "shape": shape, "graphs": [name for name in GRAPHS if key in weights[name]]}
            for key, shape in shapes.items()
            if key not in UNUSED
        ],
        "optional_tensors": [{"key": key, "shape": shapes[key]} for key in sorted(UNUSED)],
        # The rest is for the record. Pictures are normalised inside `encode_key`.
        "mean": MEAN,
        "deviation": DEVIATION,
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "macs_per_480p_frame": macs_of_480p_frame(),
        "bytes": {name: len(content) for name, content in contents.items()},
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where everything is written")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    network = reference_network()
    contents = export_all(network, arguments.folder)
    metadata = metadata_of(network, arguments.folder, contents)
    (arguments.folder / "metadata.json").write_text(as_text(metadata))
    print(json.dumps({key: metadata[key] for key in ("macs_per_480p_frame", "bytes")}, indent=2))


if __name__ == "__main__":
    main()
