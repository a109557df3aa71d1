"""Loss curves, with the learning rate under them and the dumb answers across them."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from .style import (
    BLUE,
    COLOURS,
    GREEN,
    GREY,
    ORANGE,
    canvas,
    end_labels,
    numbers,
    save,
    shortened,
    style,
)

Curve = tuple[Sequence[float], Sequence[float]]  # steps, values


def loss_curves(
    training: Curve,
    validation: Curve,
    learning_rate: Curve,
    path: str | Path,
    references: Mapping[str, float] | None = None,
) -> str:
    """Training and validation loss over the steps; `references` are losses of dumb answers."""
    with style():
        figure, (top, bottom) = canvas(
            9, 4.4, 2, 1, sharex=True, height_ratios=(3.4, 1)
        )
        draw_curve(top, training, BLUE)
        draw_curve(top, validation, ORANGE)
        bottom.plot(*learning_rate, color=GREEN)
        ends = ((training, "training", BLUE), (validation, "validation", ORANGE))
        end_labels(
            top,
            [(s[-1], v[-1], name, colour) for (s, v), name, colour in ends if len(s)],
        )
        draw_references(top, references or {})
        top.set(ylabel="loss")
        top.set_title("Loss")
        bottom.set(xlabel="step", ylabel="learning rate", ylim=(0, None))
        return save(figure, path)


def first_overfit(
    training: Curve, validation: Curve, floor: float, path: str | Path
) -> str:
    """Both losses in evaluation mode, the gap between them shaded; training nears the floor (3.1)."""
    with style():
        figure, axes = canvas(9, 3.6)
        draw_curve(axes, training, BLUE)
        draw_curve(axes, validation, ORANGE)
        axes.fill_between(
            training[0], training[1], validation[1], color=GREY, alpha=0.15
        )
        ends = ((training, "training", BLUE), (validation, "validation", ORANGE))
        end_labels(axes, [(s[-1], v[-1], name, c) for (s, v), name, c in ends])
        axes.axhline(floor, color=GREEN, linewidth=1, linestyle=(0, (4, 3)))
        axes.annotate(
            "floor",
            (training[0][0], floor),
            (0, 3),
            color=GREEN,
            fontsize=8,
            textcoords="offset points",
        )
        axes.set(xlabel="step", ylabel="loss")
        axes.set_title("First overfit the training set")
        return save(figure, path)


def all_runs(
    validation: Mapping[str, Curve],
    path: str | Path,
    references: Mapping[str, float] | None = None,
) -> str:
    """The validation loss of each run, by name; the newest, which is the last, stands out."""
    with style():
        figure, axes = canvas(9, 3.6)
        *_, newest = validation
        ends = []
        for (name, (steps, losses)), colour in zip(
            validation.items(), cycle(COLOURS), strict=False
        ):
            width = 2.2 if name == newest else 1.2
            axes.plot(steps, losses, color=colour, linewidth=width)
            ends.append((steps[-1], losses[-1], shortened(name), colour))
        end_labels(axes, ends)
        draw_references(axes, references or {})
        axes.set(xlabel="step", ylabel="validation loss")
        axes.set_title("Every run")
        return save(figure, path)


def draw_curve(axes: Axes, curve: Curve, colour: str) -> None:
    """A line, with a dot for each value while they can be told apart."""
    axes.plot(
        *curve, color=colour, marker="o" if len(curve[0]) < 40 else "", markersize=3
    )


def draw_references(axes: Axes, references: Mapping[str, float]) -> None:
    """A dashed line for each dumb answer that lies in sight; the others are left to the ladder."""
    low, high = axes.get_ylim()
    for name, value in references.items():
        if low - 0.15 * (high - low) <= value <= high + 0.15 * (high - low):
            axes.axhline(
                value, color=GREY, linewidth=0.9, linestyle=(0, (2, 3)), zorder=1
            )
            axes.annotate(
                name,
                (0.995, value),
                xycoords=("axes fraction", "data"),
                xytext=(0, 3),
                textcoords="offset points",
                ha="right",
                color=GREY,
                fontsize=7.5,
            )


def two_starts(
    default: Sequence[float],
    well: Sequence[float],
    path: str | Path,
    expected: float | None = None,
) -> str:
    """Losses of the first steps from torch's own init and from the recipe's (2.6).

    Init well and the hockey stick is gone: no steps are spent on learning the bias.
    """
    with style():
        figure, axes = canvas(9, 3)
        ends = []
        for losses, colour, name in (
            (default, GREY, "default init"),
            (well, BLUE, "init well"),
        ):
            values = numbers(losses)
            axes.plot(values, color=colour, alpha=0.25, linewidth=1)
            axes.plot(moving_mean(values), color=colour)
            ends.append((len(values) - 1, moving_mean(values)[-1], name, colour))
        end_labels(axes, ends)
        if expected is not None:
            draw_references(axes, {"expected at init": expected})
        axes.set(xlabel="step", ylabel="training loss")
        axes.set_title("The same net from two starts")
        return save(figure, path)


def moving_mean(values: Any, share: float = 0.06) -> np.ndarray:
    """Mean over a centred window of `share` of the curve; shorter at both ends."""
    half = max(1, round(share * len(values) / 2))
    sums = np.concatenate([[0.0], np.cumsum(values)])
    places = np.arange(len(values))
    first, last = np.maximum(0, places - half), np.minimum(
        len(values), places + half + 1
    )
    return (sums[last] - sums[first]) / (last - first)
