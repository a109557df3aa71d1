"""Is a table a series? A regular time, numbers beside it, and no column that asks to be the answer."""

from __future__ import annotations

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.listing import share, some
from scaffolder.facts.series import days_of_year, not_apart, on_its_side
from scaffolder.facts.series.shape import ALONE, Shape, shape_of
from scaffolder.facts.series.why_not import BUSINESS, in_one, why_not
from scaffolder.facts.tables.reading import Reading

FEW_COPIES = 0.9  # with fewer rows of their own time, more than copies share one
COLLIDE = 0.5  # with fewer, most rows would be averaged away


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
        *days_of_year.sentences(table),
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
            f"{' '.join([*unread, ''])}{found.moments.column} is no time of the rows in {reading.path}: only"
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
