"""Teacher, student, and the same student without a teacher."""

from pathlib import Path
from typing import TYPE_CHECKING

from .style import BLUE, GREEN, GREY, ORANGE, canvas, save, shortened, style

if TYPE_CHECKING:
    from ..contract import Evaluation
    from ..trials.gap import Gap

NAMES = ("answers alone", "taught", "teacher")


def distilled(
    found: "Gap", loss: "Gap", teacher: "Evaluation", path: str | Path
) -> str:
    """For the metric that is watched and the loss: a dot for each seed, lines join pairs."""
    told = teacher.numbers
    both = [found] if found.metric == "loss" else [found, loss]
    with style():
        figure, grid = canvas(4.5 * len(both), 3.2, 1, len(both), squeeze=False)
        for axes, one in zip(grid[0], both, strict=True):
            for pair in zip(one.ones, one.others, strict=True):
                axes.plot((0, 1), pair, color=GREY, linewidth=0.9, alpha=0.8)
            for x, (values, colour) in enumerate(
                ((one.ones, BLUE), (one.others, ORANGE), ([told[one.metric]], GREEN))
            ):
                axes.plot([x] * len(values), values, "o", color=colour, markersize=5)
                mean = sum(values) / len(values)
                axes.plot((x - 0.2, x + 0.2), (mean, mean), color=colour)
            axes.set_xticks(range(3), NAMES)
            axes.set(xlim=(-0.5, 2.5))
            side = "less" if one.sign < 0 else "more"
            axes.set_title(
                f"{shortened(one.metric)}: {side} is better", parse_math=False
            )
            axes.set_xlabel(f"taught is better by {one.interval}", parse_math=False)
        return save(figure, path)
