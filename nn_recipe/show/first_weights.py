"""The first layer's weights, before and after training (recipe 4.13)."""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from .style import DIVERGING, bare, canvas, numbers, save, style

MOST = 64  # filters
ACROSS = 8


def first_weights(before: Any, after: Any, path: str | Path) -> str:
    """[units, ...] each: filters as small pictures, else a row per unit. Look for structure in
    what training added, not for noise.

    Smooth is not yet meaningful: a net that learns answers dealt at random gets smooth there, too.
    """
    one, other = numbers(before), numbers(after)
    panels = {"initialised": one, "trained": other, "added": other - one}
    filters = one.ndim == 4 and min(one.shape[2:]) > 1
    with style():
        figure, places = canvas(9, 4, 1, 3)
        for axes, (name, weights) in zip(places, panels.items(), strict=True):
            (as_filters if filters else as_rows)(axes, weights)
            axes.set_title(name)
        return save(figure, path)


def as_rows(axes: Axes, weights: np.ndarray) -> None:
    weights = weights.reshape(len(weights), -1)
    reach = np.abs(weights).max()
    axes.imshow(weights, cmap=DIVERGING, vmin=-reach, vmax=reach, aspect="auto")
    axes.grid(False)
    axes.set(xlabel="input", ylabel="unit")


def as_filters(axes: Axes, weights: np.ndarray) -> None:
    """[filters, channels, height, width], each filter in its own range; of 3 channels in colour."""
    weights = weights[:MOST]
    colour = weights.shape[1] == 3
    tiles = weights if colour else weights.mean(1, keepdims=True)
    reach = np.abs(tiles).max((1, 2, 3), keepdims=True)
    tiles = 0.5 + tiles / np.where(reach > 0, 2 * reach, 1)
    count, channels, height, width = tiles.shape
    down = -(-count // ACROSS)
    shape = (down * (height + 1) - 1, ACROSS * (width + 1) - 1, channels)
    sheet = np.full(shape, np.nan)
    for i, tile in enumerate(tiles):
        y, x = (i // ACROSS) * (height + 1), (i % ACROSS) * (width + 1)
        sheet[y : y + height, x : x + width] = tile.transpose(1, 2, 0)
    if colour:
        axes.imshow(np.where(np.isnan(sheet), 1.0, sheet))
    else:
        axes.imshow(sheet[..., 0], cmap=DIVERGING, vmin=0, vmax=1)
    bare(axes)
