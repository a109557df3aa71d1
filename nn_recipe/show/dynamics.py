"""Visualize prediction dynamics: a fixed batch, followed through training (recipe 2.14)."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from .style import BLUE, SEQUENTIAL, canvas, numbers, save, shortened, style

MOST = 40  # examples that can still be told apart


def prediction_dynamics(
    steps: Sequence[int],
    ids: Sequence[str],
    watch: Any,
    truth: Sequence[str],
    path: str | Path,
    name: str = "watched value",
) -> str:
    """`watch` is [step, example]: one number per example and look, as `Target.watch` gives it.

    Lines that settle are learning. Lines that never come to rest: the learning rate is too
    high. Lines that hardly leave the start: too low.
    """
    values = numbers(watch)[:, :MOST]
    with style():
        height = 2.6 + 0.17 * values.shape[1]
        ratios = (2.2, height - 2.2)
        figure, (top, bottom) = canvas(
            9, height, 2, 1, sharex=True, height_ratios=ratios
        )
        top.plot(steps, values, color=BLUE, alpha=0.35, linewidth=1)
        top.set(ylabel=name)
        top.set_title("How the predictions of a fixed batch move: one line per example")
        draw_strips(figure, bottom, numbers(steps), values)
        labels = [
            f"{shortened(t, 18)}  {shortened(i, 22)}"
            for t, i in zip(truth, ids, strict=True)
        ]
        bottom.set_yticks(range(values.shape[1]), labels[:MOST], fontsize=6.5)
        bottom.set(xlabel="step")
        return save(figure, path)


def draw_strips(figure: Any, axes: Axes, steps: Any, values: Any) -> None:
    """The same numbers as colours, one strip per example."""
    axes.grid(False)
    mesh = axes.pcolormesh(
        steps,
        range(values.shape[1]),
        values.T,
        cmap=SEQUENTIAL,
        shading="nearest",
        rasterized=True,
    )
    axes.invert_yaxis()
    bar = figure.colorbar(mesh, ax=axes, pad=0.01, aspect=30)
    bar.outline.set_visible(False)
