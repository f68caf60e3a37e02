"""From a training checkpoint to what the browser loads: `python -m models.mask_refiner.export --checkpoint FILE`.

Writes beside this file: `weights.pt` (the averaged weights, float32), `mask_refiner.onnx` and `mask_refiner.fp16.onnx`
(the same weights), `metadata.json` and `reference.json` for the browser's test; then prints how far ONNX Runtime and
PyTorch are apart. Without `--checkpoint`, `weights.pt` is exported again.
"""

import argparse
import copy
import hashlib
import json
import warnings
from pathlib import Path
from typing import Literal

import numpy as np
import onnx
import onnxruntime
import torch

from models.common.macs import convolution_macs
from models.common.training import take_average
from models.mask_refiner.graph import INPUTS, OUTPUT, RefinerGraph, seeded_inputs
from models.mask_refiner.network import MULTIPLE, MaskRefiner
from models.mask_refiner.reference import write_reference
from models.mask_refiner.weights import WEIGHTS, load_refiner

FOLDER = Path(__file__).parent
METADATA_FILE = FOLDER / "metadata.json"
OPSET = 17
PADDED_480P = (240, 428)  # half height, half width of 854x480, padded

Precision = Literal["fp32", "fp16"]
PRECISIONS: tuple[Precision, ...] = ("fp32", "fp16")


def onnx_file(precision: Precision = "fp32") -> Path:
    return FOLDER / ("mask_refiner.onnx" if precision == "fp32" else f"mask_refiner.{precision}.onnx")


def export_onnx(network: MaskRefiner, precision: Precision, path: Path) -> None:
    """Writes one graph; `network` is in float32 and stays so."""
    network = copy.deepcopy(network)
    spatial = {2: "half_height", 3: "half_width"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            RefinerGraph(network.half() if precision == "fp16" else network),
            tuple(seeded_inputs(20, 28).values()),
            str(path),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_axes={name: spatial for name in ("planes", "mask", OUTPUT)},
            opset_version=OPSET,
            # As for the enhancer: the tracing exporter's operators are all ones that WebGPU has.
            dynamo=False,
        )
    onnx.checker.check_model(str(path), full_check=True)


@torch.no_grad()
def largest_difference(network: MaskRefiner, path: Path, half_height: int = 96, half_width: int = 160) -> float:
    """Between PyTorch in float32 and ONNX Runtime (processor) on `seeded_inputs`, of logits."""
    feeds = seeded_inputs(half_height, half_width)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    computed = session.run([OUTPUT], {name: value.numpy() for name, value in feeds.items()})[0]
    return float(np.abs(computed - network(**feeds).numpy()).max())


def count_macs(network: MaskRefiner, half_height: int, half_width: int) -> int:
    """Multiply-accumulates of all convolutions for one object of a frame."""
    return convolution_macs(network, lambda: network(**seeded_inputs(half_height, half_width)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, help="of models.mask_refiner.train")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    trained = take_average(arguments.checkpoint, WEIGHTS, METADATA_FILE)
    network = load_refiner()
    for precision in PRECISIONS:
        export_onnx(network, precision, onnx_file(precision))
    contents = {onnx_file(precision).name: onnx_file(precision).read_bytes() for precision in PRECISIONS}
    metadata = {
        "multiple": MULTIPLE,  # the browser pads half height and half width to it
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "macs_480p_object": count_macs(network, *PADDED_480P),
        "bytes": {name: len(content) for name, content in contents.items()},
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
        **trained,
    }
    METADATA_FILE.write_text(json.dumps(metadata, indent=2) + "\n")
    print(json.dumps(metadata, indent=2))
    write_reference(network)
    for precision in PRECISIONS:
        path = onnx_file(precision)
        operators = sorted({node.op_type for node in onnx.load(path).graph.node} - {"Constant"})
        print(f"{path.name}: {', '.join(operators)}")
        print(f"  largest difference between ONNX Runtime and PyTorch: {largest_difference(network, path):.2e}")


if __name__ == "__main__":
    main()
