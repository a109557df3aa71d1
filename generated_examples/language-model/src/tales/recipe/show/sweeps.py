"""Sweeps: the loss against the learning rate, the loss against the width."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from .style import BLUE, GREEN, GREY, ORANGE, canvas, numbers, save, style


def learning_rate_range(
    rates: Sequence[float],
    losses: Sequence[float],
    smoothed: Sequence[float],
    path: str | Path,
    *,
    suggested: float,
    configured: float,
) -> str:
    """The range test of 3.3: one rate per step, rising; take a tenth of the smoothed minimum."""
    with style():
        figure, axes = canvas(9, 3.2)
        axes.semilogx(rates, losses, color=BLUE, alpha=0.25, linewidth=1)
        axes.semilogx(rates, smoothed, color=BLUE)
        shown = numbers(smoothed)
        axes.set_ylim(shown.min() - 0.08 * span(shown), shown[0] + 0.6 * span(shown))
        for rate, colour, name, height in (
            (configured, ORANGE, "config.py", 0.97),
            (suggested, GREEN, "suggested", 0.87),
        ):
            axes.axvline(rate, color=colour, linewidth=1.2)
            axes.text(
                rate,
                height,
                f" {name} {rate:.2g}",
                color=colour,
                transform=axes.get_xaxis_transform(),
                va="top",
            )
        axes.set(xlabel="learning rate", ylabel="loss, smoothed")
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
