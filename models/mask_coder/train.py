"""Trains a context model of the mask stream's coder on decisions that the coder has recorded.

    python -m models.mask_coder.train --kind inter --samples a.inter.bin b.inter.bin --minutes 8

Writes `inter.json` or `intra.json` next to this file. New weights change the bitstream: raise `MASK_STREAM_VERSION`.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from models.mask_coder.network import ContextNetwork

# Bytes of features, as `src/masks/entropy/neighbourhood.ts` lays them out, followed by one byte with the decision.
FEATURE_BYTES = {"inter": 12, "intra": 6}
BATCH = 4096
LEARNING_RATE = 3e-3
# Samples are in the order of the videos; one in twenty blocks of this length is held out.
BLOCK = 20_000


def load(files: list[Path], feature_bytes: int) -> tuple[np.ndarray, np.ndarray]:
    """Loads training and held-out samples, each [N, feature_bytes + 1]."""
    samples = np.concatenate([np.fromfile(file, np.uint8).reshape(-1, feature_bytes + 1) for file in files])
    if len(samples) < 20 * BLOCK:
        raise SystemExit(f"{len(samples)} samples are too few: {20 * BLOCK} at least. Keep a larger share.")
    held_out = (np.arange(len(samples)) // BLOCK) % 20 == 7
    return samples[~held_out], samples[held_out]


def unpack(samples: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    """Unpacks samples to features [N, 8 x bytes] and decisions [N]."""
    features = torch.from_numpy(np.unpackbits(samples[:, :-1], axis=1)).float()
    return features, torch.from_numpy(samples[:, -1]).float()


def bits_per_decision(network: ContextNetwork, samples: np.ndarray) -> float:
    with torch.no_grad():
        total = 0.0
        for start in range(0, len(samples), 50_000):
            features, decisions = unpack(samples[start : start + 50_000])
            total += functional.binary_cross_entropy_with_logits(network(features), decisions, reduction="sum").item()
    return total / len(samples) / np.log(2)


def train(training: np.ndarray, held_out: np.ndarray, seconds: float) -> ContextNetwork:
    torch.manual_seed(1)
    choose = np.random.default_rng(0)
    network = ContextNetwork(8 * (training.shape[1] - 1))
    optimizer = torch.optim.Adam(network.parameters(), LEARNING_RATE)
    start = time.monotonic()
    step = 0
    while (elapsed := (time.monotonic() - start) / seconds) < 1:
        for group in optimizer.param_groups:
            group["lr"] = LEARNING_RATE * (1 - elapsed) + 1e-5
        features, decisions = unpack(training[choose.integers(0, len(training), BATCH)])
        loss = functional.binary_cross_entropy_with_logits(network(features), decisions)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        if step % 5000 == 0:
            print(f"step {step}: {bits_per_decision(network, held_out[:400_000]):.5f} bits a decision", flush=True)
    return network


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=FEATURE_BYTES, required=True)
    parser.add_argument("--samples", type=Path, nargs="+", required=True)
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, help="default: the file that the coder reads")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    training, held_out = load(options.samples, FEATURE_BYTES[options.kind])
    print(f"{len(training)} decisions to train on, {len(held_out)} held out", flush=True)
    network = train(training, held_out, options.minutes * 60)
    print(f"{bits_per_decision(network, held_out):.5f} bits a held-out decision")
    out = options.out or Path(__file__).parent / f"{options.kind}.json"
    out.write_text(json.dumps(network.quantized()))


if __name__ == "__main__":
    main()
