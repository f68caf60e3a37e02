"""Maskscope's networks: definition, training, validation and export to ONNX."""
