"""Leave it training: was validation still getting better when the run stopped? (recipe 6.3)"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import theilslopes

from .. import show
from ..bootstrap import Interval
from ..contract import Project
from ..ledger import Ledger, Record
from ..place import here, relative
from ..report.folders import Folder

ROW = "6.3"
PART = 1 / 3  # of the steps, at the end
FEWEST = 5  # looks: of four, each better than the one before, chance makes 1 in 12


@dataclass(frozen=True)
class Trend:
    """A metric at each look of a run, and the line through the last ones."""

    metric: str
    sign: int  # -1 where less of it is better
    steps: Sequence[int]
    values: Sequence[float]

    @property
    def first(self) -> int:
        """The first of the last looks: those of the last third, or so many as tell anything."""
        third = sum(step <= (1 - PART) * self.steps[-1] for step in self.steps)
        return max(0, min(third, len(self.steps) - FEWEST))

    @property
    def best(self) -> int:
        """Which look was the best one."""
        return int(np.argmax(self.sign * np.array(self.values)))

    def line(self) -> tuple[float, float, float, float]:
        """Slope per step with its 95 % interval, more is better; where the line begins.

        The median of the slopes between two looks (Theil 1950, Sen 1968): one odd look moves
        nothing.
        """
        steps, values = self.steps[self.first :], np.array(self.values[self.first :])
        found: Any = theilslopes(self.sign * values, steps)
        return found.slope, found.low_slope, found.high_slope, found.intercept

    @property
    def onward(self) -> Interval:
        """What as many steps again as the last looks took would bring at that pace."""
        slope, low, high, _ = self.line()
        more = self.steps[-1] - self.steps[self.first]
        value, low, high = (float(x * more) for x in (slope, low, high))
        return Interval(value, low, high, (high - low) / 4)


def judged(project: Project, ledger: Ledger, folder: Folder) -> Record:
    """From the looks of its metrics.csv: no training, and no look at another split."""
    watch = str(folder.config.get("watch", "loss"))
    experiment = ledger.expect(
        ROW,
        f"{folder.name} would get better if it were left training.",
        value="better",
        how=f"the slope of {watch} over the looks of the last third of its steps",
        tolerance="95 % interval of Theil and Sen",
    )
    trends = [trend(project, folder, name) for name in dict.fromkeys((watch, "loss"))]
    main = trends[0]
    if len(main.steps) < FEWEST:
        because = (
            f"{folder.name} looked at validation {len(main.steps)} times, and {FEWEST} looks "
            "are needed: train with a smaller --evaluate-every."
        )
        return experiment.conclude(None, None, because, run=folder.name)
    onward = main.onward
    holds = True if onward.low > 0 else False if onward.high < 0 else None
    said = [told(one) for one in trends] + [falling(folder)]
    if holds:
        said.append(go_on(folder, main))
    number = folder.name.partition("-")[0]
    path = here().runs / "squeeze" / f"longer-{number}.svg"
    drawn = [show.looks(trends, path)]
    measured: dict[str, Any] = {one.metric: one.onward.three for one in trends}
    measured |= {f"best {one.metric} at step": one.steps[one.best] for one in trends}
    measured |= {"steps": main.steps[-1], "from": relative(folder.path / "metrics.csv")}
    because = " ".join(filter(None, said))
    return experiment.conclude(measured, holds, because, (), drawn, folder.name)


def trend(project: Project, folder: Folder, name: str) -> Trend:
    rows = [row for row in folder.series("validation", name) if np.isfinite(row.value)]
    last = {row.step: row.value for row in rows}  # a look that came twice counts once
    sign = -1 if name in ("loss", *project.target.errors) else 1
    return Trend(name, sign, [*last], [*last.values()])


def told(one: Trend) -> str:
    """It pays to go on, level, or worse since some step."""
    at, best = one.steps[-1], one.steps[one.best]
    since = f"over the last {len(one.steps) - one.first} looks, to step {at:,}"
    if one.onward.low > 0:
        return (
            f"{one.metric} was still getting better {since}: as many steps again would bring "
            f"{one.onward} at that pace."
        )
    if one.onward.high < 0:
        return f"{one.metric} is worse since step {best:,}, where it was {one.values[one.best]:.4g}."
    return (
        f"{one.metric} is level {since}: as many again would bring {one.onward}; the best look "
        f"was at step {best:,}."
    )


def falling(folder: Folder) -> str:
    schedule = folder.config.get("schedule", "constant")
    if schedule == "constant":
        return ""
    return (
        f"Its rate came down ({schedule}), and what that brought does not go on: leave it "
        "training at a constant rate."
    )


def go_on(folder: Folder, one: Trend) -> str:
    number = int(folder.name.partition("-")[0])
    steps = 2 * one.steps[-1]
    return f"To go on: {here().python} train --resume {number} --steps {steps}."
