"""Is a table a series? A regular time, numbers beside it, and no column that asks to be the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.listing import share, some
from scaffolder.facts.model import Column
from scaffolder.facts.series import date_and_clock, keys, not_apart, on_its_side, runs
from scaffolder.facts.series.moments import TIME_WORDS, Moments, candidates, spaced
from scaffolder.facts.splits import neighbours
from scaffolder.facts.splits.repeats import says_the_file
from scaffolder.facts.tables import target
from scaffolder.facts.tables.columns import multiples, words
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written.time_parts import AND

if TYPE_CHECKING:
    import polars as pl

FEWEST = 30  # steps: less than that nobody would call a series
ALONE = 0.98  # of the rows must have a time (and a name) of their own
FEW_COPIES = 0.9  # with fewer rows of their own time, more than copies share one
COLLIDE = 0.5  # with fewer, most rows would be averaged away
MANY = 4  # numbers, beside which one column of words is left out
LINE = 0.99999  # correlation of two times
MONTH = 0.09  # of a year
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


@dataclass(frozen=True)
class Shape:
    """How a table holds series: wide, or long with a column `series` of names."""

    moments: Moments
    keys: tuple[str, ...]  # columns that name a series together; none for wide
    channels: tuple[str, ...]  # columns of numbers
    aside: tuple[Column, ...]  # all others, without time and names
    alone: float  # share of the rows with a time (and a name) of their own

    @property
    def series(self) -> str:
        """As config.py has it; "" for wide."""
        return AND.join(self.keys)


def shape_of(reading: Reading) -> Shape | None:
    """The time column that leaves the steps most even, or None."""
    found = [
        shape(reading, spaced(name, times, form))
        for name, times, form in (
            *candidates(reading.train),
            *date_and_clock.pairs(reading.train),
        )
    ]
    fit = [one for one in found if one.channels]
    return max(fit, key=lambda one: (one.alone, one.moments.regular), default=None)


def shape(reading: Reading, moments: Moments) -> Shape:
    others = [c for c in reading.columns if c.name not in moments.columns]
    alone, names = own_time(reading, moments, others)
    others = [
        replace(c, role="time") if is_again(reading.train.frame[c.name], moments) else c
        for c in others
    ]
    numbers = tuple(
        c.name for c in others if c.role == "number" and c.name not in names
    )
    aside = tuple(c for c in others if c.name not in (*names, *numbers))
    return Shape(moments, names, numbers, aside, alone)


def is_again(cells: pl.Series, moments: Moments) -> bool:
    """Whether they are the time once more: as seconds, or as a year with decimals: 1958.2027."""
    import polars as pl

    if not (cells.dtype.is_float() and cells.count()):
        return False
    if not moments.format:
        named = TIME_WORDS & set(words(cells.name))
        alike = pl.select(pl.corr(cells, moments.cells.cast(float))).item()
        return bool(named) and alike is not None and alike > LINE
    days = moments.cells.dt.ordinal_day().cast(float)
    apart = cells - moments.cells.dt.year() - days / 366
    return bool((apart.drop_nulls().abs() < MONTH).all())


def own_time(
    reading: Reading, moments: Moments, others: list[Column]
) -> tuple[float, tuple[str, ...]]:
    """(share of the rows with a time of their own, the columns of names that make it so)"""
    frame = reading.train.frame.with_columns(moments.cells.alias(moments.column))
    alone = share_alone(frame, [moments.column])
    if alone >= ALONE:
        return alone, ()
    for column in others:
        if not_apart.clock(reading.train, [column]):
            continue
        named = column.role == "category" or (
            column.role in ("number", "text", "id")
            and keys.NAME_WORDS & set(words(column.name))
        )
        if named and 1 < column.unique <= len(frame) / FEWEST:
            each = share_alone(frame, [moments.column, column.name])
            if each >= ALONE:
                return each, (column.name,)
    names = keys.together(reading.train, moments.cells, others, ALONE)
    return (share_alone(frame, [moments.column, *names]) if names else alone), names


def share_alone(frame: pl.DataFrame, columns: list[str]) -> float:
    return frame.select(columns).n_unique() / max(1, len(frame))


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


def tell(found: Shape, reason: str, reading: Reading) -> None:
    """What keeps rows from being a series; an uneven time is told with a question alone.

    A number that most rows share with others, and no names beside it, is an input.
    """
    told = (
        f"{found.moments.column} {reason}: read as rows, not as a series;"
        " --task series-forecasting overrules."
    )
    if found.alone < COLLIDE and not found.moments.format and reason.endswith("apart"):
        return  # a year in which houses were built
    if reason.endswith("apart") and are_events(found):
        return  # the days of reviews
    even = found.moments.regular >= BUSINESS
    reading.notes += [told] * even
    reading.with_question += [told] * (even or found.alone >= ALONE)


def are_events(found: Shape) -> bool:
    """Whether now one row, now three have the same time, as things that happen do.

    Of several series each time has as many rows; of one, copies are few.
    """
    counts = found.moments.cells.drop_nulls().value_counts()["count"]
    usual = counts.mode().sort()[0]
    regular = usual > 1 and (counts == usual).mean() >= COLLIDE  # type: ignore[operator]
    return found.alone < FEW_COPIES and not regular


def how_to_name(reading: Reading) -> str:
    dialect = reading.train.dialect
    if dialect is None or dialect.header:
        return "name the column time or date"
    named = commands.beside(reading.train, "named")
    write = commands.on_table(
        reading.train, f"t.write_csv({commands.text(named.name)})"
    )
    return (
        f"the file has no header, and this writes one: {write}; put time in the place of"
        f" column_1, or whichever it is, in the first line of {named}, and name that file"
    )


def find(reading: Reading, kind: str | None, named: str | None) -> Shape | None:
    """The series in a table, if it is to be read as such."""
    if kind not in (None, "series-forecasting"):
        return None
    found = shape_of(reading)
    table = reading.train
    unread = [
        *not_apart.periods(table),
        *not_apart.midnights(table),
        *not_apart.intervals(table),
        *on_its_side.sentences(table),
    ]
    if kind is None:
        reading.notes += unread
        reading.with_question += unread
        if found is None:
            return None
        if reason := why_not(found, reading, named):
            tell(found, reason, reading)
            if found.alone >= ALONE and found.moments.step:
                reading.step = found.moments.noun
            return None
        return found
    if found and found.alone < COLLIDE:
        raise DataError(
            f"{found.moments.column} is no time of the rows in {reading.path}: only"
            f" {share(found.alone, 1)} have one of their own. Needed: a moment for each"
            " row, in one column or in columns called year, month, day, hour, minute;"
            f" add it, or a column that names the series of a row{in_one(found, reading)}."
        )
    if found is None:
        listed = some([f"{c.name} ({c.role})" for c in reading.columns])
        raise DataError(
            f"{' '.join([*unread, ''])}Found no column of times beside a column of numbers in {reading.path}:"
            f" {listed}. Needed: when each row was, as a date or a whole number, and at"
            f" least one number; {how_to_name(reading)}."
        )
    return found
