"""How sure a number is: the range it would move in, had the split held other examples."""

from typing import Any

import torch

RESAMPLES = 1000
LEVELS = torch.tensor([0.025, 0.975], dtype=torch.float64)  # 95 of 100 lie between


def intervals(found: Any) -> dict[str, tuple[float, float]]:
    """The percentile bootstrap: all numbers anew from n examples drawn with replacement.

    Right for F1 and AUROC, too, which are no means. Without an error among n examples it has
    no width: the true rate may still be 3 / n.
    """
    generator, n = torch.Generator().manual_seed(0), len(found.ids)
    draws = (torch.randint(n, (n,), generator=generator) for _ in range(RESAMPLES))
    rows = [found.values(chosen) for chosen in draws]
    ranges = {}
    for name in rows[0]:
        column = torch.tensor([row[name] for row in rows], dtype=torch.float64)
        column = column.where(column.isfinite(), torch.nan)  # undefined in that draw
        low, high = column.nanquantile(LEVELS).tolist()
        ranges[name] = (low, high)
    return ranges
