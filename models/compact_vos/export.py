"""Exports a training checkpoint for the browser: `python -m models.compact_vos.export --checkpoint FILE`.

Writes next to this file: `weights.pt` (the averaged weights, float32), each graph in float32 (`encode_key.onnx`, ...)
and in float16 (`encode_key.fp16.onnx`, ...), `metadata.json`, and `reference.json` for the browser's tests. Without
`--checkpoint`, `weights.pt` is exported again. `--folder` puts all of it elsewhere: for a second set of weights, or
an unfinished run.
"""

from pathlib import Path
from typing import Any

from models.common.export import TrainedExport, parameter_count
from models.compact_vos.cost import macs_per_frame
from models.compact_vos.graphs import GRAPHS, seeded_inputs
from models.compact_vos.memory import CAPACITY, INTERVAL
from models.compact_vos.network import MULTIPLE, CompactVOS, load_network
from models.compact_vos.reference import write_reference
from models.data.yuv import SHORT_SIDE

PADDED_480P = (240, 432)  # height, width of 854x480 at half resolution, padded


def metadata(network: CompactVOS) -> dict[str, Any]:
    return {
        # The app reads these four.
        "short_side": SHORT_SIDE,
        "multiple": MULTIPLE,
        "capacity": CAPACITY,
        "interval": INTERVAL,
        "parameters": parameter_count(network),
        "macs_per_480p_frame": macs_per_frame(network, *PADDED_480P),
    }


EXPORT = TrainedExport(
    folder=Path(__file__).parent,
    graphs=GRAPHS,
    load_network=load_network,
    metadata=metadata,
    write_reference=write_reference,
    largest_bytes=12_000_000,
    example=lambda network: seeded_inputs(network, objects=2, capacity=3, height=32, width=48),
    other_sizes=lambda network: seeded_inputs(network, objects=2, capacity=CAPACITY, height=96, width=144),
)

if __name__ == "__main__":
    EXPORT.main(__doc__)
