"""Overfit one batch: the loss on its way to the floor, labels and predictions in one plot."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from .style import BLUE, GREEN, GREY, ORANGE, canvas, numbers, save, shortened, style


def overfit_one_batch(
    losses: Sequence[float],
    floor: float,
    labels: Sequence[str],
    predictions: Sequence[str],
    path: str | Path,
    *,
    label_values: Sequence[float] | None = None,
    prediction_values: Sequence[float] | None = None,
) -> str:
    """`losses` of every step; labels and predictions in the user's words, in the same order.

    Where the answers are numbers give the values as well: they are drawn to scale.
    """
    with style():
        figure, (left, right) = canvas(9, 3.2, 1, 2, width_ratios=(1.1, 1))
        draw_loss(left, numbers(losses), floor)
        if label_values is not None and prediction_values is not None:
            draw_values(right, numbers(label_values), numbers(prediction_values))
        else:
            draw_words(right, labels, predictions)
        return save(figure, path)


def draw_loss(axes: Axes, losses: Any, floor: float) -> None:
    """Distance to the floor on a log axis: a straight way down, with no bend on the way."""
    distance = (losses - floor).clip(min=1e-9)
    axes.semilogy(distance, color=BLUE)
    axes.axhline(0.01 * distance[0], color=ORANGE, linewidth=1, linestyle=(0, (4, 3)))
    axes.text(len(losses), 0.013 * distance[0], "1 % left", color=ORANGE, ha="right")
    axes.set(xlabel="step", ylabel=f"loss − floor ({floor:.4g})")
    axes.set_title("Loss above its floor")


def draw_words(axes: Axes, labels: Sequence[str], predictions: Sequence[str]) -> None:
    """Two columns of words: every pair has to agree."""
    axes.set_axis_off()
    axes.set_title("Label and prediction")
    rows = list(zip(labels, predictions, strict=True))[:16]
    axes.set(xlim=(0, 1), ylim=(len(rows) + 0.5, -0.5))
    for x, word in ((0.0, "label"), (0.5, "prediction")):
        axes.text(x, -0.1, word, color=GREY, fontsize=8)
    for i, (label, prediction) in enumerate(rows, start=1):
        right = str(label) == str(prediction)
        axes.text(0.0, i, shortened(label, 24), va="center")
        axes.text(
            0.5,
            i,
            shortened(prediction, 24),
            va="center",
            color=GREEN if right else ORANGE,
        )
        axes.text(
            0.95,
            i,
            "✓" if right else "✗",
            va="center",
            color=GREEN if right else ORANGE,
        )


def draw_values(axes: Axes, labels: Any, predictions: Any) -> None:
    """Ring for the label, dot for the prediction: every dot has to sit in its ring."""
    places = range(len(labels))
    axes.vlines(places, labels, predictions, color=ORANGE, linewidth=1)
    rings = {"s": 90, "facecolor": "none", "edgecolor": GREY, "linewidth": 1.3}
    axes.scatter(places, labels, label="label", **rings)
    axes.scatter(places, predictions, s=22, color=BLUE, label="prediction")
    axes.set(xlabel="example of the batch", ylabel="answer", xticks=list(places))
    axes.set_title("Label and prediction")
    axes.legend(loc="lower right", fontsize=8, bbox_to_anchor=(1, 1), ncols=2)
