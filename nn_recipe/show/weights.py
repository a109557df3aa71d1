"""First-layer weights: as initialised, as trained, and what training added (recipe 4.13)."""

from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from .style import DIVERGING, bare, canvas, numbers, save, style

FILTERS, INPUTS = 64, 120  # the first so many are drawn


def first_layer_weights(before: Any, after: Any, path: str | Path) -> str:
    """`[outputs, channels, height, width]` as little pictures, `[outputs, inputs]` as heat maps.

    Look for structure in the trained and in the update panel. Noise that looks like the
    first panel has learned nothing.
    """
    before, after = numbers(before), numbers(after)
    update = after - before
    change = np.linalg.norm(update) / max(float(np.linalg.norm(before)), 1e-12)
    titles = ("initialised", "trained", f"update: {change:.0%} of the initial norm")
    drawn = draw_filters if are_pictures(before) else draw_matrix
    with style():
        figure, axes = canvas(9, 3.4, 1, 3)
        figure.set_layout_engine("compressed", w_pad=0.15, h_pad=0.05)
        for axis, title, weights in zip(
            axes, titles, (before, after, update), strict=True
        ):
            drawn(axis, weights)
            axis.set_title(title)
        return save(figure, path)


def are_pictures(weights: np.ndarray) -> bool:
    return (
        weights.ndim == 4 and weights.shape[1] in (1, 3) and min(weights.shape[2:]) > 1
    )


def draw_filters(axes: Axes, weights: np.ndarray) -> None:
    """A sheet of filters, each from its own lowest to its own highest value."""
    bare(axes)
    # [filters, height, width, channels]
    chosen = weights[:FILTERS].transpose(0, 2, 3, 1)
    low = chosen.min((1, 2, 3), keepdims=True)
    span = chosen.max((1, 2, 3), keepdims=True) - low
    tiles = (chosen - low) / np.where(span > 0, span, 1)
    axes.imshow(sheet(tiles).squeeze(), cmap="gray", vmin=0, vmax=1)


def sheet(tiles: np.ndarray) -> np.ndarray:
    """[filters, height, width, channels] -> [rows * height, columns * width, channels]"""
    count, height, width, channels = tiles.shape
    columns = int(np.ceil(np.sqrt(count)))
    rows = -(-count // columns)
    page = np.full(
        (rows * (height + 1) - 1, columns * (width + 1) - 1, channels), np.nan
    )
    for i, tile in enumerate(tiles):
        top, left = (i // columns) * (height + 1), (i % columns) * (width + 1)
        page[top : top + height, left : left + width] = tile
    return page if channels == 1 else np.nan_to_num(page, nan=1.0)


def draw_matrix(axes: Axes, weights: np.ndarray) -> None:
    """One row per output and one column per input; zero is white."""
    flat = weights.reshape(len(weights), -1)[:FILTERS, :INPUTS]
    reach = float(np.abs(flat).max()) or 1.0
    axes.grid(False)
    axes.imshow(flat, cmap=DIVERGING, vmin=-reach, vmax=reach, aspect="auto")
    axes.set(xlabel="input", ylabel="output")
