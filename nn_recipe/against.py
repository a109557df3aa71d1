"""Is this net better than that one? As a metric has it, on the same examples."""

from dataclasses import dataclass

from .bootstrap import Interval, difference
from .contract import Evaluation, Target


@dataclass(frozen=True)
class Compared:
    gap: Interval  # the metric of ours minus that of the rival
    sign: int  # -1 where less is better

    @property
    def ahead(self) -> bool:
        """On these examples, by however little."""
        return self.sign * self.gap.value > 0

    @property
    def better(self) -> bool:
        """In 95 of 100 draws of examples."""
        return min(self.sign * self.gap.low, self.sign * self.gap.high) > 0

    @property
    def worse(self) -> bool:
        return max(self.sign * self.gap.low, self.sign * self.gap.high) < 0

    @property
    def says(self) -> str:
        return (
            "beats it" if self.better else "loses" if self.worse else "is level with it"
        )


def compared(
    ours: Evaluation, rival: Evaluation, metric: str, target: Target
) -> Compared:
    sign = -1 if metric in ("loss", *target.errors) else 1
    return Compared(difference(ours, rival, metric, target), sign)
