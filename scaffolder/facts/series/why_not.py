"""What speaks against forecasting a table with a time."""

from __future__ import annotations

from scaffolder.facts.listing import some
from scaffolder.facts.model import Column
from scaffolder.facts.series import not_apart, runs
from scaffolder.facts.series.shape import ALONE, FEWEST, Shape
from scaffolder.facts.splits import neighbours
from scaffolder.facts.splits.repeats import says_the_file
from scaffolder.facts.tables import target
from scaffolder.facts.tables.columns import multiples, words
from scaffolder.facts.tables.reading import Reading

MANY = 4  # numbers, beside which one column of words is left out
BUSINESS = 0.7  # of the distances are a day where weekends are missing
FLAG_WORDS = {"flag", "flags", "qc", "qa", "qf", "qualifier", "cd"}
CAME_ABOUT = {"measured", "estimated", "calculated", "interpolated", "provisional"}
CAME_ABOUT |= {"corrected", "imputed", "modelled", "modeled", "observed", "actual"}
CAME_ABOUT |= {"substituted", "substitute", "replaced", "raw", "verified", "validated"}
CAME_ABOUT |= {"preliminary", "final", "revised", "filled", "missing", "original"}
CAME_ABOUT |= {
    "gemessen",
    "geschätzt",
    "berechnet",
    "ersatzwert",
    "vorläufig",
    "wahrer wert",
}
CAME_ABOUT |= {"mesuré", "estimé", "calculé", "medido", "estimado", "unverified"}
CALENDAR = {"holiday", "weekend", "weekday", "workday", "workingday", "working"}
CALENDAR |= {"event", "promo", "promotion", "dst", "daylight", "night", "school"}


def why_not(found: Shape, reading: Reading, named: str | None) -> str:
    """What speaks against forecasting, as half a sentence; "" if nothing does."""
    moments = found.moments
    if found.alone < ALONE:
        more = in_one(found, reading)
        return f"repeats, and no column of names tells the rows of one time apart{more}"
    if len(found.keys) == 1 and runs.are_runs(
        reading.train.frame[found.keys[0]], moments.cells.cast(float)
    ):
        return f"counts anew for each {found.series}, to different ends, like runs to a failure"
    if moments.cells.n_unique() < FEWEST:
        return f"has fewer than {FEWEST} different values"
    days = moments.format and moments.regular >= BUSINESS and not moments.step
    if not moments.even and not days:
        return "comes in uneven steps"
    chosen = target.choose(reading.columns, reading.has_header, None, None).value
    by_series = not named and chosen in found.keys
    marks = [column.name for column in found.aside if is_mark(column)]
    if named in marks or named in found.keys:
        return f"orders the rows, but {named} is no number to forecast"
    names = words_aside(found)
    if (
        not by_series
        and names
        and not is_beside(names, {chosen, named}, found, reading)
    ):
        are = "is no number" if len(names) == 1 else "are no numbers"
        return f"orders the rows, but {some(names, 3)} {are} to forecast"
    if not named and len(found.channels) > 1 and answer_by_name(chosen):
        return f"orders the rows, but {chosen} is called an answer"
    flag = yes_or_no(reading)
    if not named and flag and len(found.channels) > 2 and chosen == flag:
        return (
            f"orders the rows, but {chosen}, the last column, is 0 or 1, as answers are"
        )
    return ""


def is_beside(
    names: list[str], answers: set[str | None], found: Shape, reading: Reading
) -> bool:
    """One column of words among many numbers that follow from row to row: the wind's direction.

    The last column may be an answer, and so may what its name calls one; and orders of a
    factory have a time, too, but none says anything of the next.
    """
    one, last = names[0], reading.columns[-1].name
    answer = one in {*answers, last} or answer_by_name(one)
    if found.series or len(names) > 1 or len(found.channels) < MANY or answer:
        return False  # of many shops each has words of its own
    frame = reading.train.frame
    follow = sorted(neighbours.alike(frame[name]) for name in found.channels)
    return follow[len(follow) // 2] >= neighbours.ALIKE


def yes_or_no(reading: Reading) -> str:
    """The last column, where it alone of several holds 0 and 1; "" if none does.

    What a calendar says of a day is no answer.
    """
    numbers = [column for column in reading.columns if column.role == "number"]
    flags = [c.name for c in numbers if (c.unique, c.minimum, c.maximum) == (2, 0, 1)]
    last = reading.columns[-1].name
    return last if flags == [last] and not CALENDAR & set(words(last)) else ""


def words_aside(found: Shape) -> list[str]:
    words = [c for c in found.aside if c.role in ("category", "text")]
    words = [c for c in words if not is_mark(c) and not says_the_file(c)]
    return [c.name for c in words if not multiples(c.examples)]


def is_mark(column: Column) -> bool:
    """Whether it says of each row how its numbers came about: measured, estimated, A, E."""
    if column.unique > len(column.examples):
        return False
    flag = FLAG_WORDS & set(words(column.name))
    codes = flag and all(len(value) <= 2 for value in column.examples)
    return bool(codes) or {value.lower() for value in column.examples} <= CAME_ABOUT


def in_one(found: Shape, reading: Reading) -> str:
    """What tells the rows of one time apart, as half a sentence; "" if nothing does."""
    moments = found.moments
    others = [c for c in reading.columns if c.name not in moments.columns]
    if moments.format and (clock := not_apart.clock(reading.train, others)):
        return (
            f"; {clock} is its time of day: write {moments.column} and {clock} in one"
            " column, such as 2020-01-31 17:24:00, to forecast"
            f"{not_apart.with_clock(reading.train, moments.column, clock)}"
        )
    return ""


def answer_by_name(name: str) -> bool:
    return bool(target.ANSWER_NAMES & set(words(name)))
