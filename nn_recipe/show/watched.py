"""The metric that picks the weights, over training, below or above the people who did the same."""

from collections.abc import Mapping
from pathlib import Path

from matplotlib.axes import Axes

from .curves import Curve, draw_curve, draw_references
from .style import BLUE, ORANGE, canvas, end_labels, save, style

Ends = tuple[float, float, float]  # value, low, high


def watched_metric(
    validation: Curve,
    metric: str,
    path: str | Path,
    references: Mapping[str, float] | None = None,
    people: Mapping[str, Ends] | None = None,
) -> str:
    """Validation metric over the steps; `people` are scores of persons, with 95 % intervals.

    A person is always in sight, however far off: what is left to gain is what is asked (2.8).
    """
    people = people or {}
    with style():
        figure, axes = canvas(9, 3.2)
        draw_curve(axes, validation, BLUE)
        end_labels(axes, [(validation[0][-1], validation[1][-1], "validation", BLUE)])
        for name, ends in people.items():
            draw_person(axes, name, ends)
        draw_references(axes, references or {})
        axes.set(xlabel="step", ylabel=metric)
        axes.set_title(f"Validation {metric}" + (", and people" if people else ""))
        return save(figure, path)


def draw_person(axes: Axes, name: str, ends: Ends) -> None:
    """A line across all steps, the interval shaded."""
    value, low, high = ends
    axes.axhline(value, color=ORANGE, linewidth=1.4)
    axes.axhspan(low, high, color=ORANGE, alpha=0.12, linewidth=0)
    axes.annotate(
        name,
        (0.005, value),
        xycoords=("axes fraction", "data"),
        xytext=(0, 3),
        textcoords="offset points",
        color=ORANGE,
        fontsize=8,
    )
