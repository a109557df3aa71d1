"""The verdict on a change in a sentence."""

from dataclasses import replace
from typing import Any

from ..bootstrap import Interval
from ..place import here
from .expectation import Expected
from .gap import Gap


def gained(what: str, found: Gap, wanted: Expected, holds: bool | None) -> str:
    """What was found, how sure it is, and what would make it surer."""
    paired = f"({len(found.ones)} seeds, paired)"
    if found.level:
        return (
            f"Whether {what} makes {found.metric} better is unclear: with each seed all "
            f"{found.units} examples that validate are answered as well as before."
        )
    if holds is None:
        by = found.interval
        return (
            f"Whether {what} makes {found.metric} better is unclear: by {by} {paired}. "
            f"{surer(found)}"
        )
    way, interval = "better", found.interval
    if interval.value < 0:
        way, interval = "worse", turned(interval)
    short = ""
    if not holds and wanted.by and way == "better":
        short = f", less than {wanted.text} asks"
    return f"{what} makes {found.metric} {way} by {interval} {paired}{short}."


def turned(one: Interval) -> Interval:
    return replace(one, value=-one.value, low=-one.high, high=-one.low)


def of_loss(found: Gap) -> str:
    """The loss, beside the metric that is judged."""
    way, one = ("better", found.interval)
    if one.value < 0:
        way, one = "worse", turned(one)
    return f"The loss is {way} by {one}."


def surer(found: Gap) -> str:
    """How many seeds, or examples, would decide it."""
    over = found.over_seeds
    alone = ""
    if over.low > 0 or over.high < 0:
        alone = f"Over seeds alone it is {over}: of this very split, not of others. "
    seeds, times = found.needed()
    if seeds:
        return f"{alone}If that is what it does, {seeds} seeds would tell."
    if times > 100:
        return f"{alone}Hardly any number of seeds, or of examples, would tell."
    if times <= 1:
        return f"{alone}More seeds than anybody trains would be needed."
    return (
        f"{alone}More seeds alone will not tell: about {times:.2g} times the {found.units} "
        "examples that validate would."
    )


def keeping(changed: dict[str, Any]) -> str:
    """What to write into the config."""
    lines = ", ".join(f"{key} = {value!r}" for key, value in changed.items())
    place = f"{here().package}.py" if here().adapter else "config.py"
    return f"To keep it: {lines} in {place}."
