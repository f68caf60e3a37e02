"""Exports a training checkpoint for the browser: `python -m models.mask_refiner.export --checkpoint FILE`.

Writes next to this file: `weights.pt` (the averaged weights, float32), `mask_refiner.onnx` and `mask_refiner.fp16.onnx`
(the same weights), `metadata.json`, and `reference.json` for the browser's tests. Without `--checkpoint`, `weights.pt`
is exported again. `--folder` puts all of it elsewhere: for an unfinished run.
"""

from pathlib import Path
from typing import Any

from models.common.export import TrainedExport, parameter_count
from models.common.macs import convolution_macs
from models.mask_refiner.graph import GRAPHS, seeded_inputs
from models.mask_refiner.network import MULTIPLE, MaskRefiner, load_refiner
from models.mask_refiner.reference import write_reference

PADDED_480P = (240, 428)  # half height, half width of 854x480, padded


def count_macs(network: MaskRefiner, half_height: int, half_width: int) -> int:
    """Counts the multiply-accumulates of all convolutions for one object of a frame."""
    return convolution_macs(network, lambda: network(**seeded_inputs(half_height, half_width)))


def metadata(network: MaskRefiner) -> dict[str, Any]:
    return {
        "multiple": MULTIPLE,  # the browser pads half height and half width to it
        "parameters": parameter_count(network),
        "macs_480p_object": count_macs(network, *PADDED_480P),
    }


EXPORT = TrainedExport(
    folder=Path(__file__).parent,
    graphs=GRAPHS,
    load_network=load_refiner,
    metadata=metadata,
    write_reference=write_reference,
    largest_bytes=1_000_000,
    example=lambda _network: seeded_inputs(20, 28),
    other_sizes=lambda _network: seeded_inputs(96, 160),
)

if __name__ == "__main__":
    EXPORT.main(__doc__)
