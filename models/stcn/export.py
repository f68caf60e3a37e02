"""Graphs without weights: `python -m models.stcn.export`.

Writes next to this file each graph in float32 (`encode_key.onnx`, ...) and in float16 (`encode_key.fp16.onnx`, ...),
and `metadata.json`. Every tensor of the official state dict that a graph uses is an initializer with external data: its
`location` is its key and its offset is 0, so that the browser hands over each tensor of the official file under its own
key. Nothing else is external, and the files contain no weights.
"""

from pathlib import Path
from typing import Any

from models.common.export import parameter_count
from models.common.external_weights import ExternalWeightsExport
from models.stcn.checkpoint import is_optional
from models.stcn.cost import macs_of_480p_frame
from models.stcn.graphs import GRAPHS, seeded_inputs
from models.stcn.memory import INTERVAL
from models.stcn.network import DEVIATION, MEAN, STCN, STRIDE
from models.stcn.pictures import SHORT_SIDE
from models.stcn.reading import CHUNKS, LARGEST
from models.stcn.reference import reference_network


def record() -> dict[str, Any]:
    return {
        "top_k": LARGEST,
        "pieces": CHUNKS,
        "parameters": parameter_count(STCN()),
        "macs_per_480p_frame": macs_of_480p_frame(),
    }


EXPORT = ExternalWeightsExport(
    folder=Path(__file__).parent,
    graphs=GRAPHS,
    reference_network=reference_network,
    example=lambda network: seeded_inputs(network, objects=2, frames=3, height=64, width=80),
    # `short_side` does not apply to DAVIS; `mean` is also the colour of the padding.
    metadata={"multiple": STRIDE, "short_side": SHORT_SIDE, "mean": MEAN, "deviation": DEVIATION, "interval": INTERVAL},
    record=record,
    optional=is_optional,
    largest_bytes=400_000,
)

if __name__ == "__main__":
    EXPORT.main(__doc__)
