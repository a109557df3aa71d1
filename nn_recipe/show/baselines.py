"""The ladder: dumb baselines, and the net that has to stand above them (recipe 2.9, 2.10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matplotlib.axes import Axes

from .style import BLUE, GREY, INK, ORANGE, canvas, save, style


@dataclass(frozen=True)
class Rung:
    """One model's score with its interval; low and high equal the value if none is known."""

    name: str
    value: float
    low: float
    high: float
    ours: bool = False  # a net of this project, not a dumb baseline
    person: bool = False  # who answered the same split


def ladder(
    rungs: Sequence[Rung], metric: str, path: str | Path, lower_is_better: bool
) -> str:
    """Best at the top. A rung whose interval overlaps yours has not been beaten yet."""
    ordered = sorted(rungs, key=lambda rung: rung.value, reverse=lower_is_better)
    with style():
        figure, axes = canvas(9, 0.9 + 0.34 * len(ordered))
        for place, rung in enumerate(ordered):
            draw_rung(axes, place, rung)
        axes.set_yticks(range(len(ordered)), [rung.name for rung in ordered], color=INK)
        axes.set(ylim=(-0.7, len(ordered) - 0.3), xlabel=metric)
        axes.margins(x=0.12)
        axes.grid(axis="y", visible=False)
        axes.spines["left"].set_visible(False)
        better = "lower" if lower_is_better else "higher"
        axes.set_title(f"Validation {metric}, {better} is better")
        return save(figure, path)


def draw_rung(axes: Axes, place: int, rung: Rung) -> None:
    colour = ORANGE if rung.person else BLUE if rung.ours else GREY
    axes.hlines(place, rung.low, rung.high, color=colour, linewidth=5, alpha=0.3)
    axes.plot(
        rung.value, place, "o", color=colour, markersize=5 if colour == GREY else 7
    )
    axes.annotate(
        f"{rung.value:.4g}",
        (rung.high, place),
        xytext=(7, 0),
        textcoords="offset points",
        va="center",
        color=colour,
        fontsize=8,
        fontweight="normal" if colour == GREY else "bold",
    )
