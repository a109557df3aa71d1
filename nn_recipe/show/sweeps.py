"""Sweeps: the loss against the learning rate, the loss against the width."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from .style import BLUE, GREEN, GREY, ORANGE, canvas, numbers, save, style


def learning_rate_range(
    rates: Sequence[float],
    losses: Sequence[float],
    path: str | Path,
    marks: Mapping[str, float],
) -> str:
    """The range test of 3.3: one rate per step, rising. `marks` are rates and their names."""
    with style():
        figure, axes = canvas(9, 3.2)
        axes.semilogx(rates, losses, color=BLUE)
        shown = numbers(losses)
        axes.set_ylim(shown.min() - 0.08 * span(shown), shown[0] + 0.6 * span(shown))
        named = zip(marks.items(), (ORANGE, GREEN), (0.97, 0.87), strict=False)
        for (name, rate), colour, height in named:
            axes.axvline(rate, color=colour, linewidth=1.2)
            axes.text(
                rate,
                height,
                f" {name} {rate:.2g} ",
                color=colour,
                transform=axes.get_xaxis_transform(),
                va="top",
                ha="left" if rate == max(marks.values()) else "right",
            )
        axes.set(xlabel="learning rate", ylabel="loss of the same examples")
        axes.set_title("Learning-rate range test")
        return save(figure, path)


def span(values) -> float:
    """From the first value down to the lowest."""
    return max(float(values[0] - values.min()), 1e-12)


def capacity(
    losses: Mapping[int, Sequence[float]], path: str | Path, knob: str = "width"
) -> str:
    """Training loss against the net's width, a dot per seed: more capacity must reach lower."""
    with style():
        figure, axes = canvas(9, 3.2)
        widths = list(losses)
        means = [float(numbers(losses[width]).mean()) for width in widths]
        axes.plot(widths, means, color=BLUE)
        for width in widths:
            seeds = losses[width]
            axes.plot(
                [width] * len(seeds), seeds, "o", color=GREY, alpha=0.7, markersize=4
            )
        axes.set_xscale("log", base=2)
        axes.set_xticks(widths, [str(width) for width in widths])
        axes.set(xlabel=knob, ylabel="training loss")
        axes.set_title("More capacity, lower training loss")
        return save(figure, path)
