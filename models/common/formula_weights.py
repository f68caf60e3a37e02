"""Weights for tests, from a formula that `src/networks/testing/testWeights.ts` computes, too: no file is needed."""

import numpy as np


def formula_noise(key: str, count: int) -> np.ndarray:
    """Returns float64 [count], uniform between minus and plus the root of 3 (variance 1), different for each key."""
    state = np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B1) + np.uint32(_fnv1a(key))
    # The finaliser of MurmurHash3, which makes consecutive states independent.
    state ^= state >> np.uint32(16)
    state *= np.uint32(0x85EBCA6B)
    state ^= state >> np.uint32(13)
    state *= np.uint32(0xC2B2AE35)
    state ^= state >> np.uint32(16)
    return (state / 2**31 - 1) * np.sqrt(3)


def _fnv1a(text: str) -> int:
    """Computes the 32-bit hash of Fowler, Noll and Vo."""
    state = 0x811C9DC5
    for byte in text.encode():
        state = ((state ^ byte) * 0x01000193) & 0xFFFFFFFF
    return state
