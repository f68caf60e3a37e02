"""Graphs without weights: `python -m models.aot.export`.

Writes next to this file each graph in float32 (`encode_key.onnx`, ...) and in float16 (`encode_key.fp16.onnx`, ...),
and `metadata.json`. Every tensor of the official state dict is an initializer with external data: its `location` is its
key and its offset is 0, so that the browser hands over each tensor of the official file under its own key. Nothing else
is external, and the files contain no weights.
"""

from pathlib import Path
from typing import Any

from torch.onnx import TrainingMode

from models.aot.checkpoint import is_optional
from models.aot.cost import macs_of_480p_frame
from models.aot.decoder import IDENTITIES
from models.aot.graphs import GRAPHS, seeded_inputs
from models.aot.memory import INTERVAL
from models.aot.network import DEVIATION, MEAN, OBJECTS, R50AOTL
from models.aot.pictures import LONGEST_SIDE, STRIDE
from models.aot.reference import reference_network
from models.common.export import parameter_count
from models.common.external_weights import ExternalWeightsExport


def record() -> dict[str, Any]:
    return {
        "mean": MEAN,  # pictures are normalised inside `encode_key`
        "deviation": DEVIATION,
        "parameters": parameter_count(R50AOTL()),
        "macs_per_480p_frame": macs_of_480p_frame(),
    }


EXPORT = ExternalWeightsExport(
    folder=Path(__file__).parent,
    graphs=GRAPHS,
    reference_network=reference_network,
    example=lambda network: seeded_inputs(network, capacity=2, height=97, width=113),
    metadata={"stride": STRIDE, "longest_side": LONGEST_SIDE, "objects": OBJECTS, "interval": INTERVAL},
    record=record,
    optional=is_optional,
    largest_bytes=600_000,
    output_sizes={"logits": (1, IDENTITIES)},
    options={"autograd_inlining": False, "training": TrainingMode.PRESERVE},
)

if __name__ == "__main__":
    EXPORT.main(__doc__)
