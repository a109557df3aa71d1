"""Tables with a row for each series and a column for each time: what they are, and the way on."""

from __future__ import annotations

import re
from itertools import pairwise

from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.listing import said, some
from scaffolder.facts.written.table import Table

DAY = r"X?\d{4}[-/._]\d{1,2}([-/._]\d{1,2})?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
YEAR = r"[XY]?(1[5-9]\d\d|20\d\d)( \[YR\d{4}\])?"  # X1960 as R writes it
NUMBERED = r"(\D*)(\d{1,5})"
DAYS = 10  # columns named by dates or years, from which a table lies on its side
MANY = 30  # columns that are only numbered: fewer are features
CLASSES = 20  # different values of an answer behind them
HALF, MOST = 0.5, 0.8  # of the columns
HOURS = (24, 25, 48, 96)  # of a day, one more where the clock is put back, or its parts


def dates(table: Table) -> tuple[list[str], str]:
    """(the columns named by days or years, which of the two), where they are most."""
    names = table.names
    enough = max(DAYS, HALF * len(names))
    days = [name for name in names if re.fullmatch(DAY, name)]
    if len(days) >= enough:
        return days, "dates"
    years = [name for name in names if re.fullmatch(YEAR, name)]
    if len(years) >= enough and _count_up([n.lstrip("XY")[:4] for n in years]):
        return years, "years"
    return [], ""


def sentences(table: Table) -> list[str]:
    """What a table says by the names of its columns, whatever is to be predicted."""
    names = table.names
    times, what = dates(table)
    if times:
        return [_on_its_side(table, times, f"are named by {what}")]
    hours = [name for name in names if re.fullmatch(r"\d{1,2}[AB]?", name)]
    if len(names) - len(hours) == 1 and {len(hours), len(hours) - 1} & {*HOURS}:
        return [
            f"{len(hours)} columns are named {hours[0]} to {hours[-1]}: the parts of a day?"
            " Each becomes a column of its own, a row is a day. To forecast one part after"
            " the other, write a row for each, with its time."
        ]
    return []


def if_times(table: Table, chosen: str) -> str:
    """The sentence on columns that are only numbered, if no other is the answer; else ""."""
    numbered, what = numbered_columns(table), "count up"
    if table.dialect and not table.dialect.header:  # the reader numbered them
        what = "of numbers have no names"
        if chosen and table.frame[chosen].n_unique() <= CLASSES:
            return ""
    if chosen not in ("", *numbered) or len(numbered) < MANY:
        return ""
    if len(numbered) < MOST * len(table.names):
        return ""
    return _on_its_side(table, numbered, f"{what}; if they are times, this is", "")


def following(train: Table, test: Table | None) -> str:
    """What is said of a test file with fewer times of the same rows; "" if it is none."""
    if test is None or len(test.frame) != len(train.frame):
        return ""
    name = _naming(train, [n for n in train.names if n not in numbered_columns(train)])
    steps = len(numbered_columns(test))
    if name not in test.names or not 0 < steps < len(numbered_columns(train)):
        return ""
    if not test.frame[name].sort().equals(train.frame[name].sort(), null_equal=True):
        return ""
    return (
        f" {test.path.name} has {said(steps, 'such column')} for the same rows: if they are"
        f" the times that follow, they are what to forecast: --horizon {steps}."
    )


def numbered_columns(table: Table) -> list[str]:
    """The columns of numbers whose names are one word and a number that counts up."""
    found = {n: m for n in table.names if (m := re.fullmatch(NUMBERED, n))}
    words = [match[1] for match in found.values()]
    usual = max(set(words), key=words.count, default="")
    names = [
        name
        for name, match in found.items()
        if match[1] == usual and not table.frame[name].count() - _numbers(table, name)
    ]
    return names if _count_up([name[len(usual) :] for name in names]) else []


def _numbers(table: Table, name: str) -> int:
    return table.frame[name].count() if table.frame[name].dtype.is_float() else 0


def _count_up(digits: list[str]) -> bool:
    return all(int(later) == int(one) + 1 for one, later in pairwise(digits))


def _on_its_side(table: Table, times: list[str], what: str, that_is: str = ":") -> str:
    return (
        f"{len(times):,} columns {what}{that_is} a table on its side ({some(times, 2)}). To"
        f" forecast, write a row for each time{_turned(table, times)}."
    )


def _turned(table: Table, times: list[str]) -> str:
    """How to do it, as a command."""
    name = _naming(table, [n for n in table.names if n not in times])
    begin, change = table.names.index(times[0]), ""
    if not name or not table.frame[name].is_unique().all():
        parts = ["row", name] if name else ["row"]
        begin, change = begin + 1, f'.with_row_index("row"){_joined(parts)}'
        name = "series"
    change += (
        f".unpivot(cs.by_index(range({begin}, {begin + len(times)})),"
        f' index={text(name)}, variable_name="time").drop_nulls()'
    )
    if not re.fullmatch(rf"{DAY}|\d{{4}}", times[0]):
        digits = "([0-9]{4})" if re.fullmatch(YEAR, times[0]) else "([0-9]+)$"
        change += f'.with_columns(pl.col("time").str.extract({text(digits)}))'
    written = beside(table, "long")
    code = f"t{change}.write_csv({text(written.name)})"
    selectors = ", polars.selectors as cs"
    return f": {on_table(table, code, selectors)} and name {written}"


def _naming(table: Table, others: list[str]) -> str:
    """The column that names the rows: of different values, or the words that differ most."""
    words = [n for n in others if not table.frame[n].dtype.is_float()]
    alone = (n for n in [*words, *others] if table.frame[n].is_unique().all())
    counts = {n: table.frame[n].n_unique() for n in words}
    most = max(words, key=lambda n: counts[n], default="")
    return next(alone, most if counts.get(most, 0) > 1 else "")


def _joined(parts: list[str]) -> str:
    columns = f'pl.concat_str({text(parts)}, separator=" ", ignore_nulls=True)'
    return f'.with_columns({columns}.alias("series"))'
