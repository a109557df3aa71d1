"""How well the answer is told from less and less of x."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .style import BLUE, GREY, ORANGE, canvas, save, shortened, style

if TYPE_CHECKING:
    from ..stage1_become_one_with_the_data.probes import Probe


def probes(found: "Sequence[Probe]", path: str | Path) -> str:
    """One plot for each question: the score of each view, with one standard error."""
    with style():
        height = 0.6 + 0.3 * max(len(probe.views) for probe in found)
        figure, row = canvas(3.6 * len(found), height, 1, len(found), squeeze=False)
        for axes, probe in zip(row[0], found, strict=True):
            views = list(reversed(probe.views))
            for y, view in enumerate(views):
                chosen = probe.falling and view is probe.least
                colour = ORANGE if chosen else BLUE
                error = view.scores.std() / max(1, len(view.scores)) ** 0.5
                axes.errorbar(view.mean, y, xerr=error, fmt="o", color=colour)
            if probe.chance >= min(view.mean for view in views):
                axes.axvline(probe.chance, color=GREY, linestyle=":")
            axes.set_yticks(range(len(views)), [shortened(v.name, 34) for v in views])
            axes.set(xlabel=probe.score, title=probe.asks)
        return save(figure, path)
