"""Seeds of our own: what a check draws is the same each time, and disturbs nobody."""

import random

import numpy as np
import torch


def fix_random_seed(*keys: int) -> None:
    """Seed torch's generators from a few whole numbers."""
    torch.manual_seed(mix(*keys))


def fix_all_seeds(seed: int) -> None:
    """Of torch, numpy and random: code of others may draw from any of them."""
    torch.manual_seed(seed)
    np.random.seed(mix(seed) % 2**32)
    random.seed(seed)


def mix(*keys: int) -> int:
    """One seed out of several, so that (1, 2) and (2, 1) share nothing (splitmix64)."""
    state = 0
    for key in keys:
        state = (state + key + 0x9E3779B97F4A7C15) % 2**64
        state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        state = (state ^ (state >> 27)) * 0x94D049BB133111EB % 2**64
        state ^= state >> 31
    return state % 2**63
