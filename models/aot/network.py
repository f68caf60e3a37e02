"""R50-AOTL (Yang et al., "Associating Objects with Transformers for Video Object Segmentation", NeurIPS 2021).

Our own definition, with the official module names, so that it loads official state dicts and computes the same. Up to
ten objects are segmented at once, each with an identity from a learned bank.

Pictures have sides of 16 k + 1 pixels: H, h4 = (H - 1) / 4 + 1, and so on. N = h16 w16 positions.
"""

from typing import NamedTuple, Protocol

import torch
from torch import Tensor, nn

from models.aot.attention import CHANNELS
from models.aot.backbone import ResNet50
from models.aot.decoder import IDENTITIES, Decoder, Skips
from models.aot.transformer import LongShortTermTransformer, Memory, to_sequence
from models.common.layers import Conv2d

OBJECTS = IDENTITIES - 1  # per pass
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of ImageNet's RGB, 0..1


class Features(NamedTuple):
    """A picture's features, for all objects."""

    feature16: Tensor  # [1, 256, h16, w16]
    skips: Skips


class Steps(Protocol):
    """The steps that an inference calls: those of R50AOTL, or of its exported graphs."""

    def encode_key(self, image: Tensor) -> Features: ...

    def encode_reference(self, feature16: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]: ...

    def read(self, features: Features, memory: Memory) -> tuple[Tensor, Tensor, Tensor]: ...

    def encode_value(self, state: Tensor, labels: Tensor) -> Tensor: ...


class R50AOTL(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = ResNet50()
        self.encoder_projector = Conv2d(1024, CHANNELS, 1)
        self.LSTT = LongShortTermTransformer()
        self.decoder = Decoder()
        # An identity reaches one position beyond its patch, so that patches meet at the corners.
        self.patch_wise_id_bank = Conv2d(IDENTITIES, CHANNELS, 17, stride=16, padding=8)

    def encode_key(self, image: Tensor) -> Features:
        """Maps a picture [1, 3, H, W] RGB, normalised, to its features."""
        at4, at8, at16 = self.encoder(image)
        return Features(self.encoder_projector(at16), self.decoder.skips(at4, at8, at16))

    def encode_reference(self, feature16: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        """Returns key and value [1, 3, 256, h16, w16] of a frame whose labels [1, 1, H, W] were given, 0 to 10."""
        found = self.LSTT(feature16, None, self.identity(labels, feature16))
        return found.key, found.value

    def read(self, features: Features, memory: Memory) -> tuple[Tensor, Tensor, Tensor]:
        """Returns logits [1, 11, h4, w4], background first, and this frame's key and state [1, 3, 256, h16, w16]."""
        found = self.LSTT(features.feature16, memory)
        logits = self.decoder([features.feature16, *found.features], features.skips)
        return logits, found.key, found.value

    def encode_value(self, state: Tensor, labels: Tensor) -> Tensor:
        """Returns the value [1, 3, 256, h16, w16] of a segmented frame, given its labels [1, 1, H, W]."""
        return self.LSTT.with_identity(state, self.identity(labels, state))

    def identity(self, labels: Tensor, like: Tensor) -> Tensor:
        """Sums the identities of the labels [1, 1, H, W], integers 0 to 10, around each position."""
        numbers = torch.arange(IDENTITIES, device=labels.device, dtype=labels.dtype)[None, :, None, None]
        one_hot = torch.relu(1 - (labels - numbers).abs())  # [1, 11, H, W]
        return to_sequence(self.patch_wise_id_bank(one_hot.to(like.dtype)))


def normalised(image: Tensor) -> Tensor:
    """Normalises a picture [1, 3, H, W] RGB, 0..1, as in the backbone's training."""
    mean, deviation = (image.new_tensor(numbers)[None, :, None, None] for numbers in (MEAN, DEVIATION))
    return (image - mean) / deviation
