"""Runs the network on a batch of clips, frame by frame, as at inference."""

import numpy as np
import torch
from torch import Tensor

from models.compact_vos.corruption import corrupt, drop
from models.compact_vos.network import CompactVOS, Features
from models.compact_vos.reading import aggregate, squared_distances
from models.data.clips import Clip


class Batch:
    """Clips: frames [T, B, 3, H, W], masks [T, I, 1, H, W] of all objects, and each object's clip [I]."""

    def __init__(self, clips: list[Clip]) -> None:
        self.frames = torch.from_numpy(np.stack([clip.frames for clip in clips], axis=1))
        self.masks = torch.from_numpy(np.concatenate([clip.masks for clip in clips]).swapaxes(0, 1).copy())
        self.counts = [len(clip.masks) for clip in clips]
        self.owner = torch.repeat_interleave(torch.arange(len(clips)), torch.tensor(self.counts))
        self.place = torch.cat([torch.arange(count) for count in self.counts])  # [I], index of an object in its clip

    def to(self, device: torch.device) -> "Batch":
        self.frames, self.masks, self.owner, self.place = (
            value.to(device, non_blocking=True) for value in (self.frames, self.masks, self.owner, self.place)
        )
        return self


def unroll(network: CompactVOS, batch: Batch) -> tuple[Tensor, Tensor]:
    """Returns logits and aggregated probabilities [T - 1, I, 1, H, W] of all frames after the first.

    As at inference, frames are memorized with their predictions, but here all frames are. In training mode, some
    predictions are corrupted first (`corruption.py`).
    """
    steps, _clips = batch.frames.shape[:2]
    together = network.encode_key(batch.frames.flatten(0, 1).contiguous(memory_format=torch.channels_last))
    features = [Features(*frame) for frame in zip(*(level.chunk(steps) for level in together), strict=True)]
    height, width = together.key.shape[2:]
    distances = squared_distances(height, width, batch.frames)
    keys = [frame.key.flatten(2) for frame in features]
    masks, values, read_values, all_logits, all_probabilities = batch.masks[0], [], [], [], []
    for step in range(1, steps):
        value = network.encode_value(features[step - 1].feature8, masks, _others(masks, batch), batch.owner)
        values.append(value)
        read_values.append(_by_clip(value, batch))  # [B, h8 w8, objects 16]
        kept = max(1, step - 1)  # without the previous frame, unless it is the first
        readings = network.reader(
            keys[step].transpose(1, 2),
            torch.cat(keys[:kept], dim=2),
            torch.cat(read_values[:kept], dim=1),
            torch.zeros(1, device=masks.device),
            keys[step - 1],
            read_values[step - 1],
            distances,
        )
        by_appearance, near = (_by_object(reading, batch, value.shape) for reading in readings)
        previous = drop(near, value) if network.training else [near, value]
        logits = network.decode(torch.cat((by_appearance, *previous), dim=1), features[step], batch.owner).float()
        masks = torch.cat([aggregate(objects[:, 0])[1:, None] for objects in logits.split(batch.counts)])
        all_logits.append(logits)
        all_probabilities.append(masks)
        if network.training:
            masks = corrupt(masks)
    return torch.stack(all_logits), torch.stack(all_probabilities)


def _others(masks: Tensor, batch: Batch) -> Tensor:
    """Returns, for each object, the sum of its clip's other masks: [I, 1, H, W]."""
    totals = torch.zeros_like(masks[: len(batch.counts)]).index_add(0, batch.owner, masks)
    return (totals[batch.owner] - masks).clamp(0, 1)


def _by_clip(value: Tensor, batch: Batch) -> Tensor:
    """Rearranges values [I, V, h, w] to [B, h w, objects V]; zero for clips with fewer objects."""
    padded = value.new_zeros(len(batch.counts), max(batch.counts), *value.shape[1:])
    padded = padded.index_put((batch.owner, batch.place), value)
    return padded.flatten(1, 2).flatten(2).transpose(1, 2)


def _by_object(reading: Tensor, batch: Batch, shape: torch.Size) -> Tensor:
    """The inverse of `_by_clip`: [B, h w, objects V] to [I, V, h, w]."""
    channels, height, width = shape[1:]
    apart = reading.transpose(1, 2).unflatten(1, (max(batch.counts), channels))
    return apart[batch.owner, batch.place].unflatten(2, (height, width))
