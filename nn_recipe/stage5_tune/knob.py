"""One knob of the search: which values, and on what scale they are drawn."""

import math
from dataclasses import dataclass
from typing import Any

from optuna.trial import Trial

MOST = 8  # choices that are told
ZERO = 1 / 3  # of the length of a "log or 0", added below: 1 draw in 4 is 0


@dataclass(frozen=True)
class Knob:
    """A field of the config, and its range: `scale` is as SPACE spells it."""

    name: str
    scale: str  # "log", "log or 0", "uniform" or "one of"
    values: tuple[Any, ...]  # low and high, or the choices
    whole: bool = False  # whole numbers alone

    def __str__(self) -> str:
        if self.scale == "one of":
            more = ", …" if len(self.values) > MOST else ""
            return f"{self.name} one of {', '.join(map(str, self.values[:MOST]))}{more}"
        low, high = self.values
        return f"{self.name} {self.scale}, {low:g} to {high:g}"

    @property
    def lowest(self) -> float:
        """Of what is drawn: below the lowest value of a "log or 0" stands 0."""
        low, high = self.values
        return low * (low / high) ** ZERO if self.scale == "log or 0" else low

    def draw(self, trial: Trial) -> Any:
        """By the sampler of the study; of choices their place, whatever their type."""
        if self.scale == "one of":
            return trial.suggest_categorical(self.name, range(len(self.values)))
        high, log = self.values[1], self.scale != "uniform"
        if self.whole:
            return trial.suggest_int(self.name, self.values[0], high, log=log)
        return trial.suggest_float(self.name, self.lowest, high, log=log)

    def value(self, drawn: Any) -> Any:
        """What was drawn, as the config has it; three digits, as a person would write it."""
        if self.scale == "one of":
            return self.values[drawn]
        if self.whole:
            return int(drawn)
        if self.scale == "log or 0" and drawn < self.values[0]:
            return 0.0
        return float(f"{drawn:.3g}")

    def drawn(self, value: Any) -> Any:
        """As if `value` had been drawn; None where the range has no such value."""
        if self.scale == "one of":
            return self.values.index(value) if value in self.values else None
        low, high = self.values
        if self.scale == "log or 0" and value == 0:
            return math.sqrt(self.lowest * low)
        return value if low <= value <= high else None
