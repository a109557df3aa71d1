"""Visualize just before the net: the very tensors of a batch, decoded back (recipe 2.13)."""

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from ..additions import Drawn
from .style import bare, canvas, save, shortened, style

# by axes of x: examples on a page, how many of them across, inches of each
LAYOUTS = {1: (6, 2, 4.8, 2.0), 2: (12, 3, 3.2, 1.7)}  # bars of a table, curves
PICTURES = (24, 8, 1.15, 1.45)


def just_before_the_net(batch: Any, inputs: Any, target: Any, path: str | Path) -> str:
    """Draw x with `inputs.draw` and name y with `target.describe`: no file is opened again.

    A mask, boxes or tags are drawn onto x by `target.draw`.

    Look for: the wrong label, a mirrored or cut picture, swapped colours, a column in the
    wrong unit, everything in one corner of the range.
    """
    rank = len(inputs.shape)
    most, across, width, height = LAYOUTS.get(rank, PICTURES)
    count, flat = min(len(batch.x), most), rank in LAYOUTS
    across = min(count, across)
    down = -(-count // across)
    marks = bool(isinstance(target, Drawn))
    with style():
        figure, grid = canvas(
            width * across, height * down, down, across, squeeze=False
        )
        for axes, i in zip(grid.flat, range(count), strict=False):
            answer = shortened(target.describe(batch.y[i]), 36 if flat else 14)
            inputs.draw(batch.x[i], axes)
            if marks:
                target.draw(batch.y[i], axes)
            axes.set_title(answer, fontsize=9 if flat else 8, pad=4, loc="left")
            dress(axes, batch.ids[i], flat)
        for axes in grid.flat[count:]:
            bare(axes)
        if rank == 1:
            lines = max(len(axes.get_yticks()) for axes in grid.flat[:count])
            figure.set_size_inches(width * across, (0.75 + 0.165 * lines) * down)
        return save(figure, path)


def dress(axes: Axes, id: str, flat: bool) -> None:
    """Small print: the id of the example below it, so that it can be found again."""
    if not flat:
        bare(axes)
    axes.tick_params(labelsize=7)
    axes.set_xlabel(shortened(id, 40 if flat else 18), fontsize=6.5)
