"""Inside the net: a row per place, a column per look (recipe 4.14)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from .style import SEQUENTIAL, canvas, save, shortened, style

MOST = 40  # rows that can be read
SHOWN = 0.005  # of the units of a place


def inside(watched: Any, path: str | Path) -> str:
    """The size of what comes out, dead units, and how far a step moves each matrix."""
    places = list(watched.seen[-1])
    of = {
        "sd of what comes out, log10": [
            (n, [logarithm(row[n].sd) for row in watched.seen]) for n in places
        ],
        "share of units that are dead": [
            (n, [row[n].dead for row in watched.seen])
            for n in places
            if any(row[n].dead >= SHOWN for row in watched.seen)
        ],
        "a step by the length of the matrix, log10": [
            (n, [logarithm(row.get(n)) for row in watched.moved])
            for n in dict.fromkeys(n for row in watched.moved for n in row)
        ],
    }
    panels = {title: rows[:MOST] for title, rows in of.items() if rows}
    heights = [0.6 + 0.19 * len(rows) for rows in panels.values()]
    with style():
        figure, axes = canvas(
            8, sum(heights) + 0.8, len(panels), 1, squeeze=False, height_ratios=heights
        )
        for place, (title, rows) in zip(axes[:, 0], panels.items(), strict=True):
            draw(figure, place, title, rows, watched.steps)
        axes[-1, 0].set(xlabel="step")
        return save(figure, path)


def logarithm(value: float | None) -> float:
    return float(np.log10(value)) if value else float("nan")


def draw(
    figure: Any, axes: Any, title: str, rows: Sequence[Any], steps: Sequence[int]
) -> None:
    """`rows` are names and the value at each step; what is not known stays empty."""
    values = np.ma.masked_invalid([row for _, row in rows])
    axes.grid(False)
    share = {"vmin": 0, "vmax": 1} if title.startswith("share") else {}
    mesh = axes.imshow(values, cmap=SEQUENTIAL, aspect="auto", **share)
    axes.set_xticks(range(len(steps)), [f"{step:,}" for step in steps])
    axes.set_yticks(
        range(len(rows)), [shortened(name, 34) for name, _ in rows], fontsize=6.5
    )
    axes.set_title(title)
    figure.colorbar(mesh, ax=axes, pad=0.01, aspect=12).outline.set_visible(False)
