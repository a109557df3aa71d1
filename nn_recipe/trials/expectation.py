"""What somebody expects of a change, "loss -2%": written down before it is tried."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from .gap import Gap

FORM = re.compile(
    r"(?P<metric>.+?)\s*(?P<sign>[+-])\s*(?P<by>\d*\.?\d+)\s*(?P<share>%?)"
)


@dataclass(frozen=True)
class Expected:
    """A gain in a metric, in its units or as a share of what it is."""

    metric: str
    by: float = 0.0  # 0 or more: better
    share: bool = False
    text: str = ""

    def gain(self, gap: Gap) -> float:
        """In units of the metric."""
        present = abs(sum(gap.ones) / len(gap.ones))
        return self.by / 100 * present if self.share else self.by

    def holds(self, gap: Gap) -> bool | None:
        """The whole interval is better and reaches what was expected; None if it may be.

        Without any spread (each example is answered as before) the interval is blind.
        """
        found, least = gap.interval, self.gain(gap)
        if gap.level:
            return None
        if found.high < 0 or found.high < least:
            return False
        return True if found.low > 0 else None


def expected(
    text: str, watch: str, known: Sequence[str], errors: Sequence[str]
) -> Expected:
    """Out of its text; without one, better by anything, in what picks the best weights."""
    if not text:
        return Expected(watch)
    found = FORM.fullmatch(text.strip())
    if not found:
        raise ValueError(
            f'--expect {text!r} says no gain: needed is one such as "loss -2%" or '
            f'"{watch} +0.01".'
        )
    metric = found["metric"].strip()
    if metric not in known:
        near = difflib.get_close_matches(metric, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}."
        raise ValueError(f"There is no metric {metric!r} here: {hint}")
    better = "-" if metric in ("loss", *errors) else "+"
    if found["sign"] != better:
        raise ValueError(
            f"{text!r} is worse than now: expect a gain, {metric} {better}{found['by']}"
            f"{found['share']}."
        )
    return Expected(metric, float(found["by"]), bool(found["share"]), text.strip())
