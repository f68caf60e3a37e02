"""Exports a training checkpoint for the browser: `python -m models.enhancer.export --checkpoint FILE`.

Writes next to this file: `weights.pt` (the averaged weights, float32), `enhancer.onnx` and `enhancer.fp16.onnx` (the
same weights), `metadata.json`, and `reference.json` for the browser's tests. Without `--checkpoint`, `weights.pt` is
exported again. `--folder` puts all of it elsewhere: for an unfinished run.
"""

from pathlib import Path
from typing import Any

from models.common.export import TrainedExport, parameter_count
from models.enhancer.alignment import MULTIPLE
from models.enhancer.cost import count_alignment, count_grid_filter, count_macs
from models.enhancer.graph import GRAPHS, seeded_inputs
from models.enhancer.network import Enhancer, load_enhancer
from models.enhancer.reference import write_reference

PADDED_480P = (240, 432)  # half height, half width of 854x480, padded
LARGEST_MACS = 6_000_000_000


def metadata(network: Enhancer) -> dict[str, Any]:
    alignment = count_alignment(*PADDED_480P)
    macs = count_macs(network, *PADDED_480P) + alignment + count_grid_filter(network, *PADDED_480P)
    if macs > LARGEST_MACS:
        raise RuntimeError(f"a frame takes {macs:,} MAC, more than {LARGEST_MACS:,}")
    return {
        "multiple": MULTIPLE,  # the browser pads half height and half width to it
        "parameters": parameter_count(network),
        "macs_480p": macs,
        "macs_480p_alignment": alignment,
    }


EXPORT = TrainedExport(
    folder=Path(__file__).parent,
    graphs=GRAPHS,
    load_network=load_enhancer,
    metadata=metadata,
    write_reference=write_reference,
    largest_bytes=3_000_000,
    example=lambda _network: seeded_inputs(64, 80),
    other_sizes=lambda _network: seeded_inputs(96, 160),
)

if __name__ == "__main__":
    EXPORT.main(__doc__)
