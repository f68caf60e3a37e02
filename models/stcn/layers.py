"""The layers of STCN; weights stay float32 (`models/common/layers.py`)."""

from torch import Tensor, nn

from models.common import layers


class Conv2d(layers.Conv2d):
    """A convolution that keeps the size, or divides it by its stride."""

    def __init__(self, inputs: int, outputs: int, size: int, stride: int = 1, bias: bool = True) -> None:
        super().__init__(inputs, outputs, size, stride=stride, padding=size // 2, bias=bias)


class BatchNorm2d(nn.BatchNorm2d):
    """Batch normalisation that always uses the checkpoint's statistics."""

    def forward(self, input: Tensor) -> Tensor:
        assert self.running_mean is not None
        assert self.running_var is not None
        return layers.batch_norm(input, self.weight, self.bias, self.running_mean, self.running_var, self.eps)
