"""What the app advises for a custom network whose weights are in another file."""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


def test_saving_as_advised_puts_the_weights_into_the_graph(tmp_path: Path) -> None:
    weight = numpy_helper.from_array(np.ones((64, 64), np.float32), "weight")
    tensor = [1, 64]
    graph = helper.make_graph(
        [helper.make_node("MatMul", ["key", "weight"], ["masks"])],
        "read",
        [helper.make_tensor_value_info("key", TensorProto.FLOAT, tensor)],
        [helper.make_tensor_value_info("masks", TensorProto.FLOAT, tensor)],
        [weight],
    )
    path = tmp_path / "read.onnx"
    onnx.save(
        helper.make_model(graph),
        path,
        save_as_external_data=True,
        location="read.bytes",
        size_threshold=0,
    )
    # The entry that the app looks for.
    assert b"\n\x08location\x12\x0aread.bytes" in path.read_bytes()

    onnx.save(onnx.load(path), path)

    assert b"location" not in path.read_bytes()
    (tmp_path / "read.bytes").unlink()
    loaded = onnx.load(path).graph.initializer[0]
    assert np.array_equal(numpy_helper.to_array(loaded), np.ones((64, 64)))
