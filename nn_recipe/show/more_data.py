"""The error against the number of examples, and what more of them would give."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import FuncFormatter, NullFormatter

from .style import BLUE, GREY, ORANGE, canvas, save, style

if TYPE_CHECKING:
    from ..stage4_regularize.more_real_data import Curve

FURTHER = 4  # times the data: farther no line can be trusted


def more_real_data(curve: "Curve", path: str | Path) -> str:
    """Both axes in logarithms: a dot for each training, the line, its prediction interval."""
    law = curve.law
    with style():
        figure, axes = canvas(9, 3.6)
        for size, some in zip(law.sizes, law.errors, strict=True):
            axes.plot(
                [size] * len(some), some, "o", color=GREY, alpha=0.7, markersize=4
            )
        grid = np.geomspace(law.sizes[0], FURTHER * law.sizes[-1], 100)
        middle, low, high = np.array([law.predicted(n) for n in grid]).T
        axes.fill_between(grid, low, high, color=BLUE, alpha=0.15, linewidth=0)
        inside = grid <= law.sizes[-1]
        axes.plot(grid[inside], middle[inside], color=BLUE)
        axes.plot(grid[~inside], middle[~inside], color=BLUE, linestyle=":")
        twice = 2 * law.sizes[-1]
        value, low, high = law.predicted(twice)
        axes.errorbar(
            [twice], [value], [[value - low], [high - value]], fmt="D", color=ORANGE
        )
        axes.annotate(
            f"twice the data: {curve.metric} {curve.of(value):.3g}",
            (twice, high),
            (0, 6),
            textcoords="offset points",
            color=ORANGE,
            ha="center",
            parse_math=False,
        )
        axes.set(xscale="log", yscale="log", xlabel="training examples")
        plain = FuncFormatter(lambda value, _: f"{value:,.4g}")
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(plain)
            axis.set_minor_formatter(NullFormatter())
        axes.set_xticks([*law.sizes, twice, FURTHER * law.sizes[-1]])
        axes.minorticks_off()
        missing = f"1 - {curve.metric}" if curve.sign > 0 else curve.metric
        axes.set_ylabel(missing, parse_math=False)
        axes.set_title("More data, less error; shaded: 95 % for a new training")
        return save(figure, path)
