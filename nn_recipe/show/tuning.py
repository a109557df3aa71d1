"""The trials of a study: the best so far, and what each knob had to do with it."""

from collections.abc import Sequence
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


def tuning(
    knobs: Sequence["Knob"],
    trials: Sequence["FrozenTrial"],
    metric: str,
    facts: dict[str, Any],
    path: str | Path,
) -> str:
    """A dot for each trial; blue is config.py as it is, orange the best."""
    down = -(-(1 + len(knobs)) // ACROSS)
    with style():
        figure, grid = canvas(9, 2.5 * down, down, ACROSS, squeeze=False, sharey=True)
        first, *others = grid.flat
        whole = near([t for t in trials if t.state.name == "COMPLETE"], facts)
        so_far(first, whole, trials, facts["best trial"])
        for axes, knob in zip(others, knobs, strict=False):
            over(axes, knob, [t for t in whole if knob.name in t.params], facts)
        for axes in others[len(knobs) :]:
            axes.set_axis_off()
        for axes in grid[:, 0]:
            axes.set_ylabel(shortened(metric), parse_math=False)
        return save(figure, path)


def near(trials: Sequence["FrozenTrial"], facts: dict[str, Any]) -> list["FrozenTrial"]:
    """Without those so bad that they alone would fill the axis; config.py and the best stay."""
    values = np.array([t.value for t in trials], dtype=float)
    best = facts["best of all"]
    far = 4 * float(np.quantile(abs(values - best), 0.75)) or np.inf
    kept = (0, facts["best trial"])
    return [
        t
        for t, value in zip(trials, values, strict=True)
        if t.number in kept or abs(value - best) <= far
    ]


def dots(
    axes: Axes, xs: Sequence[float], trials: Sequence["FrozenTrial"], best: int
) -> None:
    for x, trial in zip(xs, trials, strict=True):
        mark: dict[str, Any] = {"color": GREY, "alpha": 0.7, "markersize": 3.5}
        if trial.number == 0:
            mark = {"color": BLUE, "markersize": 6, "zorder": 3}
        if trial.number == best:
            mark = {"color": ORANGE, "markersize": 6, "zorder": 4}
        axes.plot(
            [x], [trial.value or 0.0], "D" if trial.number in (0, best) else "o", **mark
        )


def so_far(
    axes: Axes,
    whole: Sequence["FrozenTrial"],
    trials: Sequence["FrozenTrial"],
    best: int,
) -> None:
    """In the order of their numbers; a cross for what failed or is far off."""
    number = {t.number: t.value or 0.0 for t in whole}
    values = [number[t.number] for t in whole]
    more = number[best] >= max(values)
    steps = (np.maximum if more else np.minimum).accumulate(np.array(values))
    axes.step([t.number for t in whole], steps, color=ORANGE, where="post", alpha=0.6)
    dots(axes, [t.number for t in whole], whole, best)
    failed = [t.number for t in trials if t.number not in number]
    if failed:
        low = [min(values)] * len(failed) if more else [max(values)] * len(failed)
        axes.plot(failed, low, "x", color=GREY, markersize=5)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    lost = f", x: {len(failed)} failed or far off" if failed else ""
    axes.set_title(f"Best so far; blue: config.py{lost}")


def over(
    axes: Axes, knob: "Knob", trials: Sequence["FrozenTrial"], facts: dict[str, Any]
) -> None:
    """One knob on the scale it is drawn on."""
    dots(axes, [t.params[knob.name] for t in trials], trials, facts["best trial"])
    if knob.scale == "one of":
        places = range(len(knob.values))[:: -(-len(knob.values) // TICKS)]
        names = [shortened(ascii(knob.values[i]).strip("'"), 12) for i in places]
        axes.set_xticks(list(places), names, parse_math=False)
        axes.set_xlim(-0.5, len(knob.values) - 0.5)
    else:
        ranged(axes, knob)
    share = facts["importance"].get(knob.name)
    said = "" if share is None else f", {share:.0%} of the variance"
    if share is not None and knob.name not in facts["beyond chance"]:
        said = ", as chance would have it"
    axes.set_title(shortened(knob.name) + said, parse_math=False)


def ranged(axes: Axes, knob: "Knob") -> None:
    """The whole range, so that one sees what was not tried."""
    low, high = knob.lowest, knob.values[1]
    if knob.scale == "uniform":
        edge = (high - low) / 20 or 0.5
        axes.set_xlim(low - edge, high + edge)
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=knob.whole))
        return
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
