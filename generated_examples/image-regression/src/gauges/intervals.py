"""How sure a number is: the range it would move in, had the split held other examples."""

from typing import Any

import torch

RESAMPLES = 1000
LEVELS = torch.tensor([0.025, 0.975], dtype=torch.float64)  # 95 of 100 lie between


def intervals(found: Any) -> dict[str, tuple[float, float]]:
    """The percentile bootstrap: all numbers anew from n examples drawn with replacement.

    Right for F1, too, which is no mean. Of n examples without an error it would have no width:
    a share of 1 reaches down to what n successes leave possible (Clopper and Pearson 1934).
    """
    generator, n = torch.Generator().manual_seed(0), len(found.ids)
    draws = (torch.randint(n, (n,), generator=generator) for _ in range(RESAMPLES))
    rows = [list(found.values(chosen).values()) for chosen in draws]
    drawn = torch.tensor(rows, dtype=torch.float64)  # [resamples, numbers]
    drawn = drawn.where(drawn.isfinite(), torch.nan)  # undefined in that draw
    low, high = drawn.nanquantile(LEVELS, 0)
    low[(drawn == 1).all(0)] = 0.025 ** (1 / n)
    ranges = zip(low.tolist(), high.tolist(), strict=True)
    return dict(zip(found.values(), ranges, strict=True))
