"""Use backprop to chart dependencies: which input does each output feel? (recipe 2.15)"""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.colors import LogNorm

from .style import SEQUENTIAL, canvas, numbers, save, style


def dependency_matrix(
    matrix: Any,
    path: str | Path,
    *,
    output: str = "output of example",
    of: str = "input of example",
) -> str:
    """`matrix[i, j]`: how strongly output i feels input j. Only the diagonal may be lit.

    Exact zeros stay blank; anything else is drawn on a log scale, however small.
    """
    values = numbers(matrix)
    lit = np.ma.masked_equal(np.abs(values), 0)
    low, high = (float(lit.min()), float(lit.max())) if lit.count() else (1.0, 1.0)
    with style():
        figure, axes = canvas(4.6, 3.8)
        axes.grid(False)
        scale = LogNorm(min(low, 1e-3 * high), high)
        image = axes.imshow(lit, cmap=SEQUENTIAL, norm=scale)
        axes.set(xlabel=of, ylabel=output)
        axes.set_title("Who feels whom: blank is exactly 0")
        bar = figure.colorbar(image, ax=axes, pad=0.02, label="size of the gradient")
        bar.outline.set_visible(False)
        return save(figure, path)
