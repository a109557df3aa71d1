"""The fields of config.py by which data.py reads the same table."""

from __future__ import annotations

from collections import Counter

from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written.separators import SEPARATOR_NAMES
from scaffolder.facts.written.table import Table

QUOTES = {
    '"': "the usual one, also around a cell that holds the separator",
    "'": "single quotes, which are no part of it",
    "": "a double quote is part of the text here and encloses nothing",
}
READERS = {"Parquet": "parquet", "JSONL": "json_lines", "JSON": "json_array"}
ENCODINGS = {
    "utf8": "the usual one, and the bytes agree",
    "utf-16": "the file begins with the mark of UTF-16",
    "cp1252": "the bytes are not UTF-8; Windows writes this one in Western Europe",
    "latin-1": "the bytes are not UTF-8; this one reads any of them",
}


def settings(
    reading: Reading,
    inputs: list[Column],
    same: list[tuple[str, str]],
    target: str = "",
) -> dict[str, Proposal]:
    names = tuple(column.name for column in inputs if column.role == "category")
    return {
        "read": Proposal(reader(reading), reading.train.format),
        **_paths(reading),
        **as_text(reading),
        **spreadsheet(reading.train),
        "missing": _missing(reading, target),
        "same_answer": Proposal(
            tuple(same),
            (
                "(as found, meant): spellings of one answer"
                if same
                else "(as found, meant): every answer has one spelling here"
            ),
        ),
        "categorical": Proposal(
            names, "columns whose values are names; all others are numbers"
        ),
    }


def reader(reading: Reading) -> str:
    """The part that reads such a file."""
    dialect = reading.train.dialect
    if dialect and not dialect.plain:
        return "rows cells_spreadsheet"
    usual = "separated" if dialect is None or dialect.header else "headerless"
    return READERS.get(reading.train.format, usual)


def _paths(reading: Reading) -> dict[str, Proposal]:
    def given(split: str) -> Proposal:
        if table := reading.tables.get(split):
            return Proposal(
                str(table.path.resolve()),
                f"{said(len(table.frame), 'row')}, found beside the training file",
            )
        return Proposal("", f"no {split} file was given: a share of `data` is kept")

    train = reading.train
    count = said(len(train.frame), "row")
    return {
        "data": Proposal(str(train.path.resolve()), f"{train.format}, {count}"),
        "validation_data": given("validation"),
        "test_data": given("test"),
    }


def as_text(reading: Reading) -> dict[str, Proposal]:
    """How the cells stand in the file."""
    dialect = reading.train.dialect
    if dialect is None:
        why = f"of text files; {reading.train.format} needs none"
        return {
            "separator": Proposal(",", why),
            "quote": Proposal('"', why),
            "encoding": Proposal("utf8", why),
            "columns": Proposal((), f"{reading.train.format} names its columns"),
        }
    between = f"between the cells of a row: {SEPARATOR_NAMES[dialect.separator]}"
    named = "names of the columns; empty: the first row is the header"
    if dialect.header_lines > 1:
        named = "names of the columns; the file has them in several lines"
    elif dialect.renamed:
        named = "names of the columns; the file leaves one blank or has it twice"
    elif not dialect.header:
        named = "names of the columns; the file has none: numbered from the left, rename them here"
    return {
        "separator": Proposal(dialect.separator, between),
        "quote": Proposal(dialect.quote, QUOTES[dialect.quote]),
        "encoding": Proposal(dialect.encoding, ENCODINGS[dialect.encoding]),
        "columns": Proposal(dialect.columns, named),
    }


def spreadsheet(table: Table) -> dict[str, Proposal]:
    """What a reader must know of a report; nothing for a plain table."""
    dialect = table.dialect
    if dialect is None or dialect.plain:
        return {}
    return {
        "skip": Proposal(
            dialect.skip,
            f"lines above the {'first row' if dialect.columns else 'header'}",
        ),
        "aside": Proposal(
            dialect.aside,
            "rows that begin with one of these are units, totals or notes",
        ),
        "numbers": Proposal(
            dialect.numbers,
            "(column, decimal mark, what stands beside the digits) of numbers that are"
            " written as spreadsheets do",
        ),
    }


def _missing(reading: Reading, target: str) -> Proposal:
    """The markers found; of the target, whatever stands where a number should."""
    counts: Counter[str] = Counter()
    words: set[str] = set()
    for table in reading.tables.values():
        counts.update(table.markers)
        words.update(table.not_numbers.get(target, ()))
    found = [marker for marker in counts if marker]
    words -= {*found}
    listed = [f"{marker!r} in {said(counts[marker], 'cell')}" for marker in found]
    listed += [f"{word!r} where {target} has no number" for word in sorted(words)]
    reason = f"cells without a value: {some(listed) or 'the empty ones'}"
    return Proposal(("", *found, *sorted(words)), reason)
