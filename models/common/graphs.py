"""Describes the graphs of a network: their inputs and outputs, free axes, precisions and files.

Each graph comes in float32 (`NAME.onnx`) and in float16 (`NAME.fp16.onnx`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor, nn

Precision = Literal["fp32", "fp16"]
PRECISIONS: dict[Precision, torch.dtype] = {"fp32": torch.float32, "fp16": torch.float16}
STRIDES = (1, 2, 4, 8, 16)
Axes = dict[int, str]  # names of a tensor's free axes


@dataclass(frozen=True)
class Graph:
    step: Callable[..., nn.Module]  # from the network to the module that is exported
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class GraphSet:
    """All graphs of a network."""

    graphs: Mapping[str, Graph]
    axes: Mapping[str, Axes]  # by tensor; other tensors have fixed sizes
    float32: frozenset[str]  # tensors that are float32 in the float16 graphs, too

    def inputs(self, name: str, feeds: Mapping[str, Tensor], precision: Precision) -> dict[str, Tensor]:
        """Selects one graph's inputs from float32 tensors for all graphs, in the given precision."""
        return {
            key: feeds[key] if key in self.float32 else feeds[key].to(PRECISIONS[precision])
            for key in self.graphs[name].inputs
        }

    def files(self, folder: Path) -> list[Path]:
        return [onnx_file(folder, name, precision) for precision in PRECISIONS for name in self.graphs]


def onnx_file(folder: Path, name: str, precision: Precision = "fp32") -> Path:
    return folder / (f"{name}.onnx" if precision == "fp32" else f"{name}.{precision}.onnx")


def spatial_axes(stride: str, *leading: str | None) -> Axes:
    """Names the free axes of a tensor at a stride ("" for 1): the leading ones (None: fixed), then height and width."""
    names = (*leading, f"height{stride}", f"width{stride}")
    return {axis: name for axis, name in enumerate(names) if name}


def spatial_sizes(height: int, width: int, **others: int) -> dict[str, int]:
    """Returns the sizes, rounded up, of the axes of `spatial_axes` for a picture of height x width; plus `others`."""
    sizes = dict(others)
    for stride in STRIDES:
        suffix = "" if stride == 1 else str(stride)
        sizes |= {f"height{suffix}": -(-height // stride), f"width{suffix}": -(-width // stride)}
    return sizes
