"""Graphs without weights: every tensor of the official checkpoint stays outside, to be found under its key.

Of networks whose weights may not be shipped: the browser takes them from the file that a person brings.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import onnx
from torch import Tensor

PREFIX = "network."  # of a tensor's name in the exported steps


def without_weights(model: onnx.ModelProto, state: Mapping[str, Tensor]) -> onnx.ModelProto:
    """Every initialiser becomes external data whose `location` is its key in `state`, at offset 0; nothing else is."""
    names = {}
    for tensor in model.graph.initializer:
        key = tensor.name.removeprefix(PREFIX)
        if key not in state:
            raise RuntimeError(f"{tensor.name} is no tensor of the official state dict")
        names[tensor.name] = tensor.name = key
        tensor.ClearField("raw_data")
        tensor.data_location = onnx.TensorProto.EXTERNAL
        del tensor.external_data[:]
        size = state[key].numel() * state[key].element_size()
        for entry, text in (("location", key), ("offset", "0"), ("length", str(size))):
            tensor.external_data.add(key=entry, value=text)
    del model.graph.value_info[:]
    kept = without_repetitions(model.graph.node, names, {output.name for output in model.graph.output})
    del model.graph.node[:]
    model.graph.node.extend(kept)
    return model


def without_repetitions(
    nodes: Iterable[onnx.NodeProto], names: dict[str, str], fixed: set[str]
) -> list[onnx.NodeProto]:
    """Each computation once, and short names for what is computed, but for those that are `fixed`.

    The exporter writes a constant wherever it is used, and a size wherever it is asked for: most of the nodes. `names`
    has the new names of the graph's initialisers and gets those of the nodes' outputs.
    """
    kept, known = [], {}
    for node in nodes:
        node.input[:] = [names.get(name, name) for name in node.input]
        attributes = sorted(attribute.SerializeToString() for attribute in node.attribute)
        computation = (node.op_type, *node.input, *attributes)
        twin = known.get(computation)
        if twin and not fixed.intersection(node.output):
            names.update(zip(node.output, twin.output, strict=True))
            continue
        for index, name in enumerate(node.output):
            names[name] = node.output[index] = name if name in fixed else f"{len(names):x}"
        node.ClearField("doc_string")
        node.ClearField("name")
        known[computation] = node
        kept.append(node)
    return kept


def weights_of(path: Path) -> set[str]:
    """Key of every tensor that a graph takes from the checkpoint."""
    return {tensor.name for tensor in onnx.load(str(path), load_external_data=False).graph.initializer}


def as_text(metadata: dict) -> str:
    """JSON with a line for each entry, and for each entry of a list of objects."""

    def lines(value: object) -> str:
        if isinstance(value, list) and isinstance(value[0], dict):
            return "[\n    " + ",\n    ".join(map(json.dumps, value)) + "\n  ]"
        return json.dumps(value)

    return "{\n  " + ",\n  ".join(f'"{key}": {lines(value)}' for key, value in metadata.items()) + "\n}\n"
