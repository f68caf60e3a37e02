"""Context model of the mask stream's entropy coder: a perceptron on a pixel's neighbourhood, run in fixed point.

The TypeScript side is `src/masks/entropy/contextNetwork.ts`; `src/masks/entropy/neighbourhood.ts` defines the features.
"""

import torch
from torch import nn

# Activations are clipped to 127 in units of 1/32, logits as in the coder.
MOST_ACTIVATION = 127 / 32
MOST_LOGIT = 11.0
# Fixed-point units: first layer, later layers, and the sums of the later layers.
FIRST_STEP, LATER_STEP, SUM_STEP = 1024, 64, 2048


class ContextNetwork(nn.Module):
    """Maps binary features [N, features] to the logit [N] that a pixel's label differs from its prediction."""

    def __init__(self, features: int, hidden: tuple[int, int] = (32, 16)) -> None:
        super().__init__()
        self.first = nn.Linear(features, hidden[0])
        self.second = nn.Linear(hidden[0], hidden[1])
        self.last = nn.Linear(hidden[1], 1)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        active = self.first(features).clamp(0, MOST_ACTIVATION)
        active = self.second(active).clamp(0, MOST_ACTIVATION)
        return self.last(active)[:, 0].clamp(-MOST_LOGIT, MOST_LOGIT)

    def quantized(self) -> dict:
        """Returns the weights in fixed point, in the format of TypeScript's `ContextNetworkWeights`."""

        def rounded(tensor: torch.Tensor, step: int) -> list[int]:
            return torch.round(tensor.detach() * step).flatten().int().tolist()

        return {
            "features": self.first.in_features,
            "hidden": [self.first.out_features, self.second.out_features],
            "bias1": rounded(self.first.bias, FIRST_STEP),
            "weight1": rounded(self.first.weight.t(), FIRST_STEP),
            "bias2": rounded(self.second.bias, SUM_STEP),
            "weight2": rounded(self.second.weight.t(), LATER_STEP),
            "bias3": rounded(self.last.bias, SUM_STEP)[0],
            "weight3": rounded(self.last.weight, LATER_STEP),
        }
