"""How sure a number is: the range it would move in, had the split held other windows."""

from typing import Any

import torch
from torch import Tensor

RESAMPLES = 1000
LEVELS = torch.tensor([0.025, 0.975], dtype=torch.float64)  # 95 of 100 lie between


def intervals(found: Any) -> dict[str, tuple[float, float]]:
    """The percentile bootstrap: all numbers anew from n windows drawn with replacement.

    Neighbours forecast the same values and are hardly separate evidence: they are drawn in
    runs as long as a forecast (the circular block bootstrap of Politis and Romano 1992).
    """
    generator, n = torch.Generator().manual_seed(0), len(found.ids)
    draws = (runs(n, found.target.outputs, generator) for _ in range(RESAMPLES))
    rows = [list(found.values(chosen).values()) for chosen in draws]
    drawn = torch.tensor(rows, dtype=torch.float64)  # [resamples, numbers]
    drawn = drawn.where(drawn.isfinite(), torch.nan)  # undefined in that draw
    ranges = zip(*drawn.nanquantile(LEVELS, 0).tolist(), strict=True)
    return dict(zip(found.values(), ranges, strict=True))


def runs(n: int, length: int, generator: torch.Generator) -> Tensor:
    """n indices with replacement, in runs of neighbours; after the last comes the first."""
    starts = torch.randint(n, (-(-n // length), 1), generator=generator)
    return ((starts + torch.arange(length)) % n).flatten()[:n]
