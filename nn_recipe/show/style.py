"""How every picture looks: quiet axes, one typeface, colours that colour-blind eyes tell apart."""

import math
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..place import relative

# Okabe and Ito's palette. The report repaints INK, GREY and FAINT on a dark page.
INK, GREY, FAINT = "#1f2328", "#6e7781", "#d8dee4"
BLUE, ORANGE, GREEN = "#0072b2", "#d55e00", "#009e73"
GOLD, PURPLE, SKY = "#e69f00", "#cc79a7", "#56b4e9"
COLOURS = (BLUE, ORANGE, GREEN, PURPLE, GOLD, SKY)
SEQUENTIAL, DIVERGING = "cividis", "RdBu_r"

STYLE: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "text.color": INK,
    "figure.facecolor": "none",
    "figure.constrained_layout.use": True,
    "savefig.facecolor": "none",
    "svg.fonttype": "none",  # text stays text: small files, and one can search in them
    "svg.hashsalt": "recipe",  # the same picture is the same file, byte for byte
    "axes.facecolor": "none",
    "axes.prop_cycle": cycler(color=COLOURS),
    "axes.edgecolor": GREY,
    "axes.labelcolor": GREY,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "axes.titlepad": 8,
    "axes.linewidth": 0.7,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.minor.size": 0,
    "ytick.minor.size": 0,
    "lines.linewidth": 1.6,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "image.interpolation": "nearest",
}


def style() -> AbstractContextManager[Any]:
    """Within it every figure looks like ours; outside nothing has changed."""
    return matplotlib.rc_context(STYLE)  # type: ignore[arg-type]


def canvas(width: float, height: float, *grid: int, **more: Any) -> tuple[Figure, Any]:
    """A figure of so many inches and its axes; no window and no global state."""
    figure = Figure(figsize=(width, height))
    return figure, figure.subplots(*grid, **more)


def save(figure: Figure, path: str | Path) -> str:
    """Write SVG or PNG, as the name ends; returns the path as seen from the project."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    when = {"Date": None} if path.suffix == ".svg" else None
    figure.savefig(path, dpi=150, metadata=when)
    return relative(path)


def numbers(values: Any) -> np.ndarray:
    """Tensors, lists and arrays alike, as float64."""
    return np.asarray(getattr(values, "tolist", lambda: values)(), dtype=float)


def bare(axes: Axes) -> None:
    """No ticks, no frame, no grid: for pictures."""
    axes.set(xticks=[], yticks=[])
    axes.grid(False)
    for spine in axes.spines.values():
        spine.set_visible(False)


def shortened(text: Any, length: int = 28) -> str:
    text = str(text)
    return text if len(text) <= length else text[: length - 1] + "…"


def end_labels(axes: Axes, ends: Sequence[tuple[float, float, str, str]]) -> None:
    """Names at the ends of lines instead of a legend: (x, y, name, colour) of each.

    Names that would overlap are pushed apart by a fourteenth of the axis.
    """
    axes.set_xlim(right=max(x for x, *_ in ends))
    low, high = axes.get_ylim()
    last = -math.inf
    for x, y, name, colour in sorted(ends, key=lambda end: end[1]):
        last = max(y, last + (high - low) / 14)
        beside = {"xytext": (5, 0), "textcoords": "offset points", "va": "center"}
        axes.annotate(
            name, (x, last), color=colour, fontsize=8, annotation_clip=False, **beside
        )
