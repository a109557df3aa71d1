"""A sentence as a strip of cells: words on one line, what is said of them on the line below."""

from collections.abc import Sequence
from typing import Any

ACROSS, CELL = 6, 9  # cells of a line, letters of a cell
SIZE = 6.5  # points
MOST = 36  # cells that are drawn; more would be too small to read


def draw(said: Sequence[str], axes: Any, below: bool = False) -> None:
    """Each in the cell of its place, so that a slip by one is seen."""
    style = {"family": "monospace", "size": SIZE, "va": "top"}
    for row in range(0, min(len(said), MOST), ACROSS):
        cells = [cell(one) for one in said[row : row + ACROSS]]
        height = 1 - (2 * row / ACROSS + below) / (2 * MOST / ACROSS)
        colour = "tab:orange" if below else "black"
        axes.text(0, height, "".join(cells), color=colour, **style)
    if len(said) > MOST and below:
        axes.text(1, 0, f"and {len(said) - MOST} more", size=SIZE, ha="right", va="top")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_visible(False)


def cell(text: str) -> str:
    short = text if len(text) < CELL else text[: CELL - 2] + "…"
    return short.replace("$", r"\$").ljust(CELL + short.count("$"))
