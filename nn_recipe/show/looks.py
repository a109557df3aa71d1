"""Validation at each look of a run, with the best one and the trend at the end."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .style import BLUE, GREY, ORANGE, canvas, save, shortened, style

if TYPE_CHECKING:
    from ..stage6_squeeze.leave_it_training import Trend


def looks(trends: Sequence["Trend"], path: str | Path) -> str:
    """A dot per look, a ring around the best, the line through the last ones."""
    with style():
        figure, grid = canvas(4.5 * len(trends), 3, 1, len(trends), squeeze=False)
        for axes, one in zip(grid[0], trends, strict=True):
            axes.plot(one.steps, one.values, "o-", color=BLUE, markersize=4)
            best = one.steps[one.best], one.values[one.best]
            axes.plot(*best, "o", color=ORANGE, markersize=10, fillstyle="none")
            slope, _, _, start = one.line()
            ends = one.steps[one.first], 2 * one.steps[-1] - one.steps[one.first]
            line = [one.sign * (start + slope * step) for step in ends]
            axes.plot(ends, line, "--", color=ORANGE)
            axes.axvline(one.steps[-1], color=GREY, linewidth=1)
            axes.set(xlabel="steps; it stopped at the line")
            side = "less" if one.sign < 0 else "more"
            axes.set_title(
                f"{shortened(one.metric)}: {side} is better", parse_math=False
            )
        return save(figure, path)
