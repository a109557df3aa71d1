"""A change and its pairs of trainings; several values of one field."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matplotlib.ticker import MaxNLocator

from .style import BLUE, FAINT, GREY, ORANGE, canvas, save, shortened, style

if TYPE_CHECKING:
    from ..trials.gap import Gap


def pairs(
    found: "Gap",
    seeds: Sequence[int],
    what: str,
    path: str | Path,
    without: str = "as it is",
) -> str:
    """A dot for each seed without and with the change, lines join pairs; and the differences."""
    with style():
        figure, (left, right) = canvas(9, 3.2, 1, 2, width_ratios=(1, 1.4))
        for one, other in zip(found.ones, found.others, strict=True):
            left.plot((0, 1), (one, other), color=GREY, linewidth=0.9, alpha=0.8)
        left.plot([0] * len(seeds), found.ones, "o", color=BLUE, markersize=5)
        left.plot([1] * len(seeds), found.others, "o", color=ORANGE, markersize=5)
        left.set_xticks((0, 1), (without, shortened(what, 24)), parse_math=False)
        left.set(xlim=(-0.4, 1.4))
        side = "less" if found.sign < 0 else "more"
        left.set_title(f"{shortened(found.metric)}: {side} is better", parse_math=False)
        right.axvline(0, color=GREY, linewidth=1)
        rows = range(len(seeds), 0, -1)
        right.plot(found.pairs, rows, "o", color=ORANGE, markersize=5)
        interval, over = found.interval, found.over_seeds
        right.plot((interval.low, interval.high), (0, 0), color=BLUE, linewidth=1.6)
        right.plot((over.low, over.high), (0, 0), color=BLUE, linewidth=5, alpha=0.35)
        right.plot([interval.value], [0], "D", color=BLUE, markersize=5)
        names = [f"seed {seed}" for seed in seeds]
        every = -(-len(names) // 12)
        shown = list(zip(rows, names, strict=True))[::every]
        right.set_yticks([0, *(y for y, _ in shown)], ["mean", *(n for _, n in shown)])
        right.grid(axis="y", color=FAINT)
        right.xaxis.set_major_locator(MaxNLocator(6))
        right.set(xlabel="better by, with 95 %; thick: over seeds alone")
        right.set_title("Differences in each pair")
        return save(figure, path)


def values(
    scores: Mapping[str, Sequence[float | None]],
    now: str,
    metric: str,
    path: str | Path,
) -> str:
    """A dot for each seed at each value, the line through their means; orange is as it is."""
    with style():
        figure, axes = canvas(9, 3.2)
        means = {}
        for place, (name, some) in enumerate(scores.items()):
            known = [score for score in some if score is not None]
            colour = ORANGE if name == now else GREY
            axes.plot([place] * len(known), known, "o", color=colour, markersize=4)
            if known:
                means[place] = sum(known) / len(known)
        axes.plot(list(means), list(means.values()), color=BLUE, zorder=1)
        axes.set_xticks(
            range(len(scores)), [shortened(n, 24) for n in scores], parse_math=False
        )
        axes.set_ylabel(shortened(metric), parse_math=False)
        axes.set_title("Several values; orange is the present one")
        return save(figure, path)
