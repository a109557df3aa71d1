"""The trials of a study: the best so far, and what each knob had to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter

from .style import BLUE, GREY, ORANGE, canvas, save, shortened, style

if TYPE_CHECKING:
    from optuna.trial import FrozenTrial

    from ..stage5_tune.knob import Knob

ACROSS = 3  # panels side by side
TICKS = 8  # choices that have their names on an axis


@dataclass(frozen=True)
class Dots:
    """How high each trial stands: what failed or is far off is a cross at the edge."""

    trials: Sequence["FrozenTrial"]
    best: int
    heights: dict[int, float]
    crosses: set[int]

    def draw(self, axes: Axes, xs: dict[int, float]) -> None:
        """x by the number of the trial; blue is config.py as it is, orange the best."""
        for number, x in xs.items():
            mark: dict[str, Any] = {"color": GREY, "alpha": 0.7, "markersize": 3.5}
            if number in (0, self.best):
                colour = ORANGE if number == self.best else BLUE
                mark = {"color": colour, "markersize": 6, "zorder": 3 + (number > 0)}
            sign = "x" if number in self.crosses else "D" if "zorder" in mark else "o"
            axes.plot([x], [self.heights[number]], sign, **mark)


def placed(trials: Sequence["FrozenTrial"], best: int) -> Dots:
    """Far off: four times as far from the best as three quarters of the others."""
    values = {t.number: t.value for t in trials if t.state.name == "COMPLETE"}
    found = {n: float(v) for n, v in values.items() if v is not None}
    apart = {n: abs(v - found[best]) for n, v in found.items()}
    far = 4 * float(np.quantile(list(apart.values()), 0.75)) or np.inf
    near = {n: v for n, v in found.items() if apart[n] <= far or n == 0}
    edge = max(near.values(), key=lambda v: abs(v - found[best]))
    ended = [t.number for t in trials if t.state.is_finished()]
    return Dots(trials, best, {n: near.get(n, edge) for n in ended}, {*ended} - {*near})


def tuning(
    knobs: Sequence["Knob"],
    trials: Sequence["FrozenTrial"],
    metric: str,
    facts: dict[str, Any],
    path: str | Path,
) -> str:
    """A panel for the trials in their order, one for each knob."""
    down, dots = -(-(1 + len(knobs)) // ACROSS), placed(trials, facts["best trial"])
    with style():
        figure, grid = canvas(9, 2.5 * down, down, ACROSS, squeeze=False, sharey=True)
        first, *others = grid.flat
        so_far(first, dots)
        for axes, knob in zip(others, knobs, strict=False):
            over(axes, knob, dots, facts)
        for axes in others[len(knobs) :]:
            axes.set_axis_off()
        for axes in grid[:, 0]:
            axes.set_ylabel(shortened(metric), parse_math=False)
        return save(figure, path)


def so_far(axes: Axes, dots: Dots) -> None:
    """In the order of their numbers."""
    heights = dots.heights
    whole = [n for n in heights if n not in dots.crosses]
    values = np.array([heights[n] for n in whole])
    more = heights[dots.best] >= values.max()
    steps = (np.maximum if more else np.minimum).accumulate(values)
    axes.step(whole, steps, color=ORANGE, where="post", alpha=0.6)
    dots.draw(axes, {n: n for n in heights})
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    lost = "; x: far off, failed" if dots.crosses else ""
    axes.set_title(f"Best so far{lost}")


def over(axes: Axes, knob: "Knob", dots: Dots, facts: dict[str, Any]) -> None:
    """One knob on the scale it is drawn on, and its whole range: one sees what was not tried."""
    known = [t for t in dots.trials if t.number in dots.heights]
    dots.draw(
        axes, {t.number: t.params[knob.name] for t in known if knob.name in t.params}
    )
    if knob.scale == "one of":
        places = range(len(knob.values))[:: -(-len(knob.values) // TICKS)]
        names = [shortened(ascii(knob.values[i]).strip("'"), 12) for i in places]
        axes.set_xticks(list(places), names, parse_math=False)
        axes.set_xlim(-0.5, len(knob.values) - 0.5)
    elif knob.scale == "uniform":
        low, high = knob.values
        edge = (high - low) / 20 or 0.5
        axes.set_xlim(low - edge, high + edge)
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=knob.whole))
    else:
        in_decades(axes, knob)
    share, sure = facts["importance"].get(knob.name), facts["beyond chance"]
    said = "" if share is None else ", as chance would have it"
    if knob.name in sure:
        said = f", {share:.0%} of the variance"
    axes.set_title(shortened(knob.name, 24) + said, parse_math=False)


def in_decades(axes: Axes, knob: "Knob") -> None:
    """Shaded is what counts as 0."""
    low, high = knob.lowest, knob.values[1]
    edge = (high / low) ** 0.05 if high > low else 2
    axes.set(xscale="log", xlim=(low / edge, high * edge))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:.3g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    if knob.scale == "log or 0":
        least = knob.values[0]
        axes.axvspan(low / edge, least, color=GREY, alpha=0.15, linewidth=0)
        ticks = [t for t in axes.get_xticks() if least <= t <= high]
        names = [f"{t:.3g}" for t in ticks]
        axes.set_xticks([float(np.sqrt(low * least)), *ticks], ["0", *names])
