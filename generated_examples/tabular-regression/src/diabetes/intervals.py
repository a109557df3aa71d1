"""How sure a number is: the range it would move in, had the split held other examples."""

from collections.abc import Callable

import torch
from torch import Tensor

RESAMPLES = 1000
LEVELS = torch.tensor([0.025, 0.975], dtype=torch.float64)  # 95 of 100 lie between


def intervals(
    values: Callable[[Tensor], dict[str, float]], n: int
) -> dict[str, tuple[float, float]]:
    """The percentile bootstrap: n examples are drawn again and again, with replacement.

    `values` computes every number anew from the examples drawn: right for F1 and AUROC, too,
    which are no means. With no error among n examples the interval has no width: the true
    rate may still be 3 / n.
    """
    generator = torch.Generator().manual_seed(0)
    draws = (torch.randint(n, (n,), generator=generator) for _ in range(RESAMPLES))
    rows = [values(chosen) for chosen in draws]
    found = {}
    for name in rows[0]:
        column = torch.tensor([row[name] for row in rows], dtype=torch.float64)
        low, high = column[column.isfinite()].quantile(LEVELS).tolist()
        found[name] = (low, high)
    return found
