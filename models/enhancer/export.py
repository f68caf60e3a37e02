"""From a training checkpoint to what the browser loads: `python -m models.enhancer.export --checkpoint FILE`.

Writes beside this file: `weights.pt` (the averaged weights, float32), `enhancer.onnx` (the same weights) and
`metadata.json`; then prints how far ONNX Runtime and PyTorch are apart. Without `--checkpoint`, `weights.pt` is
exported again.
"""

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

from models.enhancer.network import MULTIPLE, Enhancer, count_macs
from models.enhancer.planes import PLANES
from models.enhancer.validate import WEIGHTS, load_enhancer

FOLDER = Path(__file__).parent
ONNX_FILE = FOLDER / "enhancer.onnx"
METADATA_FILE = FOLDER / "metadata.json"
OPSET = 17
HALF_480P = (240, 427)  # rows, columns


def export_onnx(network: Enhancer, path: Path) -> None:
    """Inputs `planes`, `crf`, `mask`, output `enhanced`, as in `Enhancer.forward` with n = 1."""
    network = network.to(memory_format=torch.contiguous_format)
    spatial = {2: "half_height", 3: "half_width"}
    torch.onnx.export(
        network,
        seeded_inputs(8, 12),
        str(path),
        input_names=["planes", "crf", "mask"],
        output_names=["enhanced"],
        dynamic_axes={name: spatial for name in ("planes", "mask", "enhanced")},
        opset_version=OPSET,
        # The tracing exporter leaves constant shapes alone and adds no operator that WebGPU lacks.
        dynamo=False,
    )
    onnx.checker.check_model(str(path), full_check=True)


def seeded_inputs(half_height: int, half_width: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Smooth waves with noise, CRF 45, and a box as mask."""
    random = np.random.default_rng(45)
    rows, columns = np.mgrid[:half_height, :half_width]
    waves = [0.5 + 0.3 * np.sin(rows / (5 + plane) + plane) * np.cos(columns / (9 - plane)) for plane in range(PLANES)]
    planes = np.clip(np.stack(waves) + random.normal(0, 0.03, (PLANES, half_height, half_width)), 0, 1)
    mask = (abs(rows - half_height / 2) < half_height / 4) & (abs(columns - half_width / 2) < half_width / 4)
    return (
        torch.from_numpy(planes[None]).float(),
        torch.tensor([45.0]),
        torch.from_numpy(mask[None, None]).float(),
    )


@torch.no_grad()
def largest_difference(network: Enhancer, path: Path, half_height: int = 96, half_width: int = 160) -> float:
    """Between PyTorch and ONNX Runtime (processor) on `seeded_inputs`, of samples 0..1."""
    inputs = seeded_inputs(half_height, half_width)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    feeds = dict(zip(("planes", "crf", "mask"), (value.numpy() for value in inputs), strict=True))
    return float(np.abs(session.run(["enhanced"], feeds)[0] - network(*inputs).numpy()).max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, help="of models.enhancer.train")
    arguments = parser.parse_args()
    trained = {}
    if arguments.checkpoint:
        state = torch.load(arguments.checkpoint, map_location="cpu", weights_only=True)
        torch.save(state["average"], WEIGHTS)
        trained = {"training_steps": state["step"], "training_minutes": round(state["seconds"] / 60, 1)}
    elif METADATA_FILE.exists():
        known = json.loads(METADATA_FILE.read_text())
        trained = {key: known[key] for key in ("training_steps", "training_minutes") if key in known}

    network = load_enhancer()
    export_onnx(network, ONNX_FILE)
    content = ONNX_FILE.read_bytes()
    metadata = {
        "multiple": MULTIPLE,  # the browser pads half height and half width to it
        "parameters": sum(parameter.numel() for parameter in network.parameters()),
        "macs_480p": count_macs(network, *HALF_480P),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        **trained,
    }
    METADATA_FILE.write_text(json.dumps(metadata, indent=2) + "\n")
    operators = sorted({node.op_type for node in onnx.load(ONNX_FILE).graph.node})
    print(json.dumps(metadata, indent=2))
    print("operators:", ", ".join(operators))
    print(f"largest difference between ONNX Runtime and PyTorch: {largest_difference(network, ONNX_FILE):.2e}")


if __name__ == "__main__":
    main()
