"""Visualize just before the net: the very tensors of a batch, decoded back (recipe 2.13)."""

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from ..contract import Structured
from .style import bare, canvas, save, shortened, style

PICTURES, ROWS = 24, 6  # how many examples fit a page, as pictures and as bars


def just_before_the_net(batch: Any, inputs: Any, target: Any, path: str | Path) -> str:
    """Draw x with `inputs.draw` and name y with `target.describe`: no file is opened again.

    A mask, boxes or tags are drawn onto x by `target.draw`.

    Look for: the wrong label, a mirrored or cut picture, swapped colours, a column in the
    wrong unit, everything in one corner of the range.
    """
    flat = len(inputs.shape) == 1
    count = min(len(batch.x), ROWS if flat else PICTURES)
    across = min(count, 2 if flat else 8)
    down = -(-count // across)
    with style():
        width, height = (4.8, 2.0) if flat else (1.15, 1.45)
        figure, grid = canvas(
            width * across, height * down, down, across, squeeze=False
        )
        for axes, i in zip(grid.flat, range(count), strict=False):
            inputs.draw(batch.x[i], axes)
            if isinstance(target, Structured):
                target.draw(batch.y[i], axes)
            answer = shortened(target.describe(batch.y[i]), 36 if flat else 14)
            axes.set_title(answer, fontsize=9 if flat else 8, pad=4, loc="left")
            dress(axes, batch.ids[i], flat)
        for axes in grid.flat[count:]:
            bare(axes)
        if flat:
            lines = max(len(axes.get_yticks()) for axes in grid.flat[:count])
            figure.set_size_inches(width * across, (0.75 + 0.165 * lines) * down)
        return save(figure, path)


def dress(axes: Axes, id: str, flat: bool) -> None:
    """Small print: the id of the example below it, so that it can be found again."""
    if not flat:
        bare(axes)
    axes.tick_params(labelsize=7)
    axes.set_xlabel(shortened(id, 40 if flat else 18), fontsize=6.5)
