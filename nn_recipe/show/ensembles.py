"""A metric against the number of nets, and what they gain over one."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from .style import BLUE, GREY, ORANGE, canvas, save, shortened, style

if TYPE_CHECKING:
    from ..stage6_squeeze.gain import Curve


def ensembles(curves: Sequence["Curve"], path: str | Path) -> str:
    """For each metric: a dot per ensemble with the mean; and the gain with its interval."""
    with style():
        figure, grid = canvas(9, 3.0 * len(curves), len(curves), 2, squeeze=False)
        for (left, right), found in zip(grid, curves, strict=True):
            sizes = range(1, found.k + 1)
            for one, value in zip(found.subsets, found.table[0], strict=True):
                left.plot([len(one)], [value], "o", color=GREY, alpha=0.5, markersize=4)
            left.plot(sizes, [found.mean(m)[0] for m in sizes], color=BLUE)
            side = "less" if found.sign < 0 else "more"
            left.set_title(
                f"{shortened(found.metric)}: {side} is better", parse_math=False
            )
            right.axhline(0, color=GREY, linewidth=1)
            gains = [found.gap(1, m).interval for m in sizes[1:]]
            middle = [g.value for g in gains]
            ends = [
                [g.value - g.low for g in gains],
                [g.high - g.value for g in gains],
            ]
            right.errorbar(sizes[1:], middle, ends, fmt="D-", color=ORANGE, capsize=3)
            right.set_title("better than one net by, with 95 %")
            for axes in (left, right):
                axes.set(xlabel="nets together", xlim=(0.7, found.k + 0.3))
                axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        return save(figure, path)
