"""From a training checkpoint to what the browser loads: `python -m models.enhancer.export --checkpoint FILE`.

Writes beside this file: `weights.pt` (the averaged weights, float32), `enhancer.onnx` and `enhancer.fp16.onnx` (the
same weights), `metadata.json` and `reference.json` for the browser's test; then prints how far ONNX Runtime and PyTorch
are apart. Without `--checkpoint`, `weights.pt` is exported again. `--folder` puts all of it elsewhere: a look at an unfinished run.
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

from models.common.training import take_average
from models.enhancer.alignment import MULTIPLE
from models.enhancer.cost import count_alignment, count_macs
from models.enhancer.graph import FRAME_INPUTS, INPUTS, OUTPUT, EnhancerGraph, seeded_inputs
from models.enhancer.network import Enhancer
from models.enhancer.reference import write_reference
from models.enhancer.weights import WEIGHTS, load_enhancer

FOLDER = Path(__file__).parent
OPSET = 17
PADDED_480P = (240, 432)  # half height, half width of 854x480, padded
LARGEST_BYTES = 2_000_000
LARGEST_MACS = 6_000_000_000

Precision = Literal["fp32", "fp16"]
METADATA_FILE = FOLDER / "metadata.json"
PRECISIONS: tuple[Precision, ...] = ("fp32", "fp16")


def onnx_file(precision: Precision = "fp32", folder: Path = FOLDER) -> Path:
    return folder / ("enhancer.onnx" if precision == "fp32" else f"enhancer.{precision}.onnx")


def export_onnx(network: Enhancer, precision: Precision, path: Path) -> None:
    """Writes one graph; `network` is in float32 and stays so."""
    network = copy.deepcopy(network).to(memory_format=torch.contiguous_format)
    spatial = {2: "half_height", 3: "half_width"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.onnx.export(
            EnhancerGraph(network.half() if precision == "fp16" else network),
            # Sizes that all differ: one that the exporter took for a constant shows up in `largest_difference`.
            tuple(seeded_inputs(64, 80)[name] for name in INPUTS),
            str(path),
            input_names=list(INPUTS),
            output_names=[OUTPUT],
            dynamic_axes={name: spatial for name in (*FRAME_INPUTS, "mask", OUTPUT)},
            opset_version=OPSET,
            # The tracing exporter leaves constant shapes alone and adds no operator that WebGPU lacks.
            dynamo=False,
        )
    onnx.checker.check_model(str(path), full_check=True)


@torch.no_grad()
def largest_difference(network: Enhancer, path: Path, half_height: int = 96, half_width: int = 160) -> float:
    """Between PyTorch in float32 and ONNX Runtime (processor) on `seeded_inputs`, of samples 0..1."""
    feeds = seeded_inputs(half_height, half_width)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    expected = EnhancerGraph(network)(*(feeds[name] for name in INPUTS)).numpy()
    computed = session.run([OUTPUT], {name: value.numpy() for name, value in feeds.items()})[0]
    return float(np.abs(computed - expected).max())


def export_all(network: Enhancer, folder: Path) -> dict[str, bytes]:
    """Writes the graphs and returns their contents by file name."""
    contents = {}
    for precision in PRECISIONS:
        path = onnx_file(precision, folder)
        export_onnx(network, precision, path)
        contents[path.name] = path.read_bytes()
    for name, content in contents.items():
        if len(content) > LARGEST_BYTES:
            raise RuntimeError(f"{name} has {len(content)} bytes, more than {LARGEST_BYTES}: make the network smaller")
    return contents


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, help="of models.enhancer.train")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where everything is written")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    weights, metadata_file = arguments.folder / WEIGHTS.name, arguments.folder / METADATA_FILE.name
    trained = take_average(arguments.checkpoint, weights, metadata_file)
    network = load_enhancer(weights)
    macs, alignment = count_macs(network, *PADDED_480P), count_alignment(*PADDED_480P)
    if macs + alignment > LARGEST_MACS:
        raise RuntimeError(f"a frame takes {macs + alignment:,} MAC, not {LARGEST_MACS:,}: make the network smaller")
    contents = export_all(network, arguments.folder)
    metadata = {
        "multiple": MULTIPLE,  # the browser pads half height and half width to it
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "macs_480p": macs + alignment,
        "macs_480p_alignment": alignment,
        "bytes": {name: len(content) for name, content in contents.items()},
        "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
        **trained,
    }
    metadata_file.write_text(json.dumps(metadata, indent=2) + "\n")
    print(json.dumps(metadata, indent=2))
    write_reference(network, arguments.folder)
    for precision in PRECISIONS:
        path = onnx_file(precision, arguments.folder)
        operators = sorted({node.op_type for node in onnx.load(path).graph.node} - {"Constant"})
        print(f"{path.name}: {', '.join(operators)}")
        print(f"  largest difference between ONNX Runtime and PyTorch: {largest_difference(network, path):.2e}")


if __name__ == "__main__":
    main()
