"""Graphs without weights: `python -m models.stcn.export`.

Writes beside this file each graph in float32 (`encode_key.onnx`, ...) and in float16 (`encode_key.fp16.onnx`, ...) and
`metadata.json`. Every tensor of the official state dict that a graph uses is an initialiser with external data: its
`location` is its key, its offset 0, so that the browser hands over each tensor of the official file under its own key.
Nothing else is external, and no weight is in the files.
"""

import argparse
import hashlib
import json
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import onnx
import torch

from models.common.external_weights import as_text, weights_of, without_weights
from models.stcn.checkpoint import COUNTERS
from models.stcn.cost import macs_of_480p_frame
from models.stcn.graphs import FLOAT32_TENSORS, EncodeKey, EncodeValue, Read, Step, seeded_inputs
from models.stcn.memory import INTERVAL
from models.stcn.network import DEVIATION, MEAN, STCN, STRIDE
from models.stcn.pictures import SHORT_SIDE
from models.stcn.reading import LARGEST, PIECES
from models.stcn.reference import reference_network

FOLDER = Path(__file__).parent
OPSET = 17
LARGEST_BYTES = 400_000  # of the graphs together, both precisions

Precision = Literal["fp32", "fp16"]
PRECISIONS: dict[Precision, torch.dtype] = {"fp32": torch.float32, "fp16": torch.float16}


def _at(stride: str, *leading: str | None) -> dict[int, str]:
    """Names of a tensor's free axes: those of the leading axes (None: fixed), then height and width at this stride."""
    names = (*leading, f"height{stride}", f"width{stride}")
    return {axis: name for axis, name in enumerate(names) if name}


AXES = {
    "image": _at("", None, None),
    "masks": _at("", "objects", None),
    "others": _at("", "objects", None),
    "key": _at("16", None, None),
    "feature16": _at("16", None, None),
    "thin16": _at("16", None, None),
    "skip8": _at("8", None, None),
    "skip4": _at("4", None, None),
    "value": {0: "height16", 1: "width16", 2: "objects"},
    "memory_key": _at("16", "frames", None),
    "memory_value": {0: "frames", 1: "height16", 2: "width16", 3: "objects"},
    "memory_valid": {0: "frames", 1: "objects"},
    "logits": _at("", "objects", None),
}
# Graph, inputs, outputs.
GRAPHS: dict[str, tuple[type[Step], tuple[str, ...], tuple[str, ...]]] = {
    "encode_key": (EncodeKey, ("image",), ("key", "feature16", "thin16", "skip8", "skip4")),
    "encode_value": (EncodeValue, ("image", "feature16", "masks", "others"), ("value",)),
    "read": (Read, ("key", "thin16", "skip8", "skip4", "memory_key", "memory_value", "memory_valid"), ("logits",)),
}


def onnx_file(name: str, precision: Precision = "fp32", folder: Path = FOLDER) -> Path:
    return folder / (f"{name}.onnx" if precision == "fp32" else f"{name}.{precision}.onnx")


def export_onnx(network: STCN, name: str, precision: Precision, path: Path) -> None:
    """Writes one graph. Which weights `network` has does not matter."""
    step, inputs, outputs = GRAPHS[name]
    # Sizes that all differ: a size that the exporter took for a constant shows up as a failure in `differences`.
    examples = seeded_inputs(network, objects=2, frames=3, height=64, width=80)
    examples = {
        key: value if key in FLOAT32_TENSORS else value.to(PRECISIONS[precision]) for key, value in examples.items()
    }
    with warnings.catch_warnings(), TemporaryDirectory() as folder:
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", torch.jit.TracerWarning)
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            step(network, PRECISIONS[precision]).eval(),
            tuple(examples[name] for name in inputs),
            str(whole),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={name: AXES[name] for name in (*inputs, *outputs)},
            opset_version=OPSET,
            # As for the other networks: the tracing exporter's operators are all ones that WebGPU has.
            dynamo=False,
            # Weights stay the tensors of the checkpoint. ONNX Runtime folds what is computed of them.
            do_constant_folding=False,
        )
        onnx.checker.check_model(str(whole), full_check=True)
        model = without_weights(onnx.load(str(whole)), network.state_dict())
    onnx.save(model, str(path))


def export_all(network: STCN, folder: Path) -> dict[str, bytes]:
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


def metadata_of(network: STCN, folder: Path, contents: dict[str, bytes]) -> dict:
    weights = {name: weights_of(onnx_file(name, "fp32", folder)) for name in GRAPHS}
    shapes = {key: list(tensor.shape) for key, tensor in network.state_dict().items()}
    return {
        # These are read by the app. `short_side` is not for DAVIS; `mean` is also the colour of the padding.
        "multiple": STRIDE,
        "short_side": SHORT_SIDE,
        "mean": MEAN,
        "deviation": DEVIATION,
        "interval": INTERVAL,
        # Those of the official checkpoint, and which graphs want each; those that nothing uses may be missing.
        "tensors": [
            {"key": key, "shape": shape, "graphs": [name for name in GRAPHS if key in weights[name]]}
            for key, shape in shapes.items()
            if not key.endswith(COUNTERS)
        ],
        "optional_tensors": [{"key": key, "shape": shape} for key, shape in shapes.items() if key.endswith(COUNTERS)],
        # The rest is for the record.
        "top_k": LARGEST,
        "pieces": PIECES,
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
