"""What each column of a table is: a number, a category, an id, a date, text, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from scaffolder.facts.listing import said, share, some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.tables import cycles
from scaffolder.facts.written import dates, moment_numbers
from scaffolder.facts.written.table import Table, texts
from scaffolder.facts.written.written_numbers import CURRENCIES, looks_like

if TYPE_CHECKING:
    import polars as pl

ID_WORDS = {"id", "ids", "uuid", "guid", "index", "idx", "key", "rowid", "rownum", "nr"}
ID_ENDS = {"number", "num", "no", "code"}  # customer_number, not number_of_rooms
MOST_CATEGORIES = 1000  # one-hot columns that one column may become
MULTIPLE = re.compile(r"[^\w\s.]?\s*[\d.,]+\s*[KkMmBb]n?\.?")  # "€110.5M", "201k"
WORDS_AMONG = (
    "holds numbers, and words such as {!r} in too many rows: empty these cells to have it"
    " read as a number"
)
NEARLY_ALL = "has another value in nearly every row"
FEW_NUMBERS = 20  # may be names
SIGNS = " " + "".join(sign for sign in CURRENCIES if len(sign) == 1)
MINUS_NINES, NINES = re.compile("-9{2,5}"), re.compile("9{2,6}(\\.9+)?")
OFTEN = 3  # rows with such a number above the others, or it may be measured
FEW_MULTIPLES = 20  # so few different ones may be names: "2B", "3M"
PLACE = r"^(POINT ?)?[(\[]?[-+]?\d{1,3}\.\d{3,}[,; ]\s*[-+]?\d{1,3}\.\d{3,}[)\]]?$"
OF_PLACES = "holds places, two numbers in a cell, which are not read: give each a column of its own"
OF_MULTIPLES = "holds numbers with K, M or B, which are not read: write them out"
APART = "\u3040-\u30ff\u3400-\u9fff"  # kana and Han signs, written without spaces
WORD = rf"[{APART}]{{1,2}}|[^\s{APART}]+"  # in such scripts one has two signs or so
RARE = 10  # a category in fewer rows can be absent from the training split


def words(name: str) -> list[str]:
    """ "medianHouse_value" -> ["median", "house", "value"]"""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return [word for word in re.split(r"[^a-z0-9]+", spaced.lower()) if word]


def describe(table: Table) -> tuple[Column, ...]:
    columns = [describe_column(table.frame[name]) for name in table.names]
    return tuple(_cycle(table, column, columns) for column in columns)


def _cycle(table: Table, column: Column, columns: list[Column]) -> Column:
    """A counter that begins anew is an input, unless it numbers the rows of a group."""
    cells = table.frame[column.name]
    if column.role == "number" and cycles.numbers_a_group(cells, table.frame, columns):
        return replace(column, role="id")
    if column.role != "id" or not cells.dtype.is_float():
        return column
    named = set(words(column.name))
    if not cycles.returns(cells, named):
        return column
    others = [other for other in columns if other.name != column.name]
    if not named & cycles.CYCLE_WORDS and cycles.within_a_group(
        table.frame, column, others
    ):
        return column
    return replace(column, role="number")


def describe_column(cells: pl.Series) -> Column:
    filled = cells.drop_nulls()
    unique = filled.n_unique() if len(filled) else 0
    column = Column(
        name=cells.name,
        role=_role(cells, filled, unique),
        missing=cells.null_count(),
        unique=unique,
        examples=_examples(filled, unique),
    )
    long = moment_numbers.are_long(cells, {*words(cells.name)})
    if column.role == "time" and not cells.dtype.is_float() and not long:
        return replace(column, time_format=dates.time_format(cells))
    if not cells.dtype.is_float() or not len(filled):
        return column
    measured = {
        "minimum": filled.min(),
        "maximum": filled.max(),
        "mean": filled.mean(),
        "median": filled.median(),
    }
    return Column(**{**vars(column), **measured})


def _examples(filled: pl.Series, unique: int, count: int = 5) -> tuple[str, ...]:
    """The most frequent values; equal counts in the order of the first appearance."""
    import polars as pl

    if unique == len(filled):
        return tuple(map(_written, filled.head(count)))
    head = filled.head(100_000).alias("value").to_frame()
    top = head.group_by("value", maintain_order=True).agg(pl.len().alias("count"))
    values = top.sort("count", descending=True, maintain_order=True)["value"]
    return tuple(_written(value) for value in values.head(count))


def _written(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _role(cells: pl.Series, filled: pl.Series, unique: int) -> str:
    if not unique:
        return "empty"
    if unique == 1:
        return "constant"
    if cells.dtype.is_float():
        if moment_numbers.are_moments(cells, unique, {*words(cells.name)}):
            return "time"
        return "id" if _numbers_rows(cells, unique) else "number"
    if dates.read(cells) is not None or dates.is_dated(cells):
        return "time"
    if moment_numbers.are_long(cells, {*words(cells.name)}):
        return "time"
    if unique > FEW_MULTIPLES and multiples(filled.head(1000).to_list()):
        return "text"
    if unique > FEW_MULTIPLES and filled.head(1000).str.contains(PLACE).all():
        return "text"
    if len(filled) >= 20 and unique > 0.9 * len(filled):
        return "text" if _is_prose(filled) else "id"
    if _is_prose(filled) and unique > 0.1 * len(filled):
        return "text"
    return "text" if unique > MOST_CATEGORIES else "category"


def _numbers_rows(cells: pl.Series, unique: int) -> bool:
    """Whole numbers that count the rows (perhaps anew in each part), or are named id."""
    if cells.name.lower().endswith("id") and cells.min() > 2**53:  # type: ignore[operator]
        return True  # such as 1.23765e+18: ids that lost their last digits
    if cells.null_count() or len(cells) < 20:
        return False
    counts = bool((cells.diff() == 1).sum() >= 0.95 * (len(cells) - 1))
    named = words(cells.name)
    called = ID_WORDS & set(named) or named[1:] and named[-1] in ID_ENDS
    if not counts and not (unique == len(cells) and called):
        return False
    return bool((cells == cells.floor()).all())


def _is_prose(filled: pl.Series) -> bool:
    """Three words and more on average: nobody's name for a category."""
    sample = filled.head(1000).str.count_matches(WORD).mean()
    return isinstance(sample, float) and sample > 3


def multiples(cells: Sequence[str]) -> bool:
    """Whether most cells are numbers with K, M or B; a dash may stand where one is missing."""
    found = sum(map(bool, map(MULTIPLE.fullmatch, cells)))
    return found > 0.5 * len(cells)


def useless(columns: tuple[Column, ...], rows: int) -> list[Proposal]:
    """Columns that no net should see, each with its reason."""
    reasons = {
        "empty": "is empty: no cell has a value",
        "constant": "has one value only",
        "time": "is a date: it can order a split, not enter the net",
        "text": "has too many different texts for a category",
        "id": "is an id: every row has its own",
    }
    dropped = []
    for column in columns:
        if column.role not in reasons:
            continue
        why = reasons[column.role]
        if multiples(column.examples):
            why = OF_MULTIPLES
        elif column.role == "text" and re.match(PLACE, column.examples[0]):
            why = OF_PLACES
        elif column.role in ("id", "text") and (word := _word_among(column.examples)):
            why = WORDS_AMONG.format(word)
        elif column.role == "id" and column.unique < rows - column.missing:
            what = "numbers rows" if column.minimum is not None else NEARLY_ALL
            why = f"{what}: the net could learn them by heart"
        elif column.role == "id" and column.missing:
            why = f"is a name that no two rows share, and blank in {column.missing:,} rows"
        name = column.name or "The column without a name"
        values = f" (such as {column.examples[0][:40]!r})" if column.unique else ""
        dropped.append(Proposal(column.name, f"{name} {why}{values}"))
    return dropped


def numbers_as_names(columns: Sequence[Column]) -> list[str]:
    """Categories that are numbers, but for a word."""
    return [
        f"{column.name} {WORDS_AMONG.format(word)}."
        for column in columns
        if column.role == "category" and column.unique > FEW_NUMBERS
        if (word := _word_among(column.examples))
    ]


def _word_among(examples: tuple[str, ...]) -> str:
    """What stands among numbers and has no digit; "" where not most of them are numbers."""
    numbers = [cell for cell in examples if looks_like(cell.strip(SIGNS))]
    others = [cell for cell in examples if not re.search(r"\d", cell)]
    alone = 0 < len(others) < len(numbers) and len(others) + len(numbers) == len(
        examples
    )
    return others[0] if alone else ""


def rare_categories(table: Table, columns: Sequence[Column]) -> list[str]:
    """One sentence on categories so rare that a split may not hold them."""
    listed = []
    for column in columns:
        if column.role != "category":
            continue
        filled = table.frame[column.name].drop_nulls()
        counts = filled.alias("value").value_counts(sort=True)
        rare = counts.filter(counts["count"] < RARE)
        if len(rare):
            value, count = rare.row(-1)
            more = f" and {len(rare) - 1} more" if len(rare) > 1 else ""
            listed.append(f"{column.name} {value!r} ({said(count, 'row')}){more}")
    if not listed:
        return []
    return [
        f"Rare categories: {some(listed)}. Training may lack them: an unseen category"
        " must not be an error."
    ]


def many_missing(table: Table, columns: Sequence[Column]) -> list[str]:
    rows = len(table.frame)
    holed = [c for c in columns if 0 < c.missing < rows]
    if not holed:
        return []
    worst = sorted(holed, key=lambda c: -c.missing)[:4]
    listed = ", ".join(
        f"{c.name} {c.missing:,} ({share(c.missing, rows)})" for c in worst
    )
    markers = [m for m in table.markers if m]
    written = f" (written {' and '.join(map(repr, markers))})" if markers else ""
    return [f"Cells are missing{written} in {said(len(holed), 'column')}: {listed}."]


def sentinels(table: Table, columns: Sequence[Column]) -> list[str]:
    """-999, 9999 and their kin: a number far beyond all others that means "no value"."""
    return [
        _sentinel(table, column.name, *code)
        for column in columns
        if column.role == "number"
        for code in codes(table.frame[column.name].drop_nulls(), column)
    ]


def codes(cells: pl.Series, column: Column) -> Iterator[tuple[float, str, float]]:
    """(the number of nines, "below" or "above", the next value of all others)"""
    low, high = column.minimum, column.maximum
    if low is not None and MINUS_NINES.fullmatch(_written(low)):
        others = cells.filter(cells != low).min()
        if isinstance(others, float) and others > low / 2:
            yield low, "below", others
    if high is not None and NINES.fullmatch(_written(high)):
        others = cells.filter(cells != high).max()
        often = (cells == high).sum() >= OFTEN
        if often and isinstance(others, float) and others < high / 2:
            yield high, "above", others


def _sentinel(table: Table, name: str, value: float, where: str, next_: float) -> str:
    written = texts(table, name).filter(table.frame[name] == value)
    spellings = some(map(repr, written.unique().sort().to_list()))
    return (
        f"{name} holds {value:g} in {said(len(written), 'row')}, far {where} its next value"
        f" {next_:g}: if it means 'missing', add {spellings} to `missing` in config.py."
    )


PROTECTED_NAMES = {"race", "sex", "gender", "ethnicity", "religion", "nationality"}
PROTECTED_VALUES = ({"male", "female"}, {"white", "black"})


def protected(columns: Sequence[Column]) -> list[str]:
    """People's protected attributes, known by the column's name or by its values."""
    named = []
    for column in columns:
        values = {value.lower() for value in column.examples}
        by_value = any(kind <= values for kind in PROTECTED_VALUES)
        if column.role == "category" and (
            by_value or PROTECTED_NAMES & set(words(column.name))
        ):
            named.append(f"{column.name} ({', '.join(column.examples[:3])})")
    if not named:
        return []
    return [
        f"Protected attributes, if these rows are people: {'; '.join(named)}. Decide"
        " whether the net may use them, and compare its errors between the groups."
    ]
