"""Columns beside pictures, sounds and texts that may group them, though no word of theirs says so."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from scaffolder.facts.commands import flag
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column, Facts
from scaffolder.facts.tables.columns import words
from scaffolder.facts.written.table import Table, load, texts

FEWEST = 5  # groups: three parts need several
EACH = 4  # examples of a group on average: fewer may come together by chance
LARGEST = 0.34  # of the examples in one group
CODE = re.compile(r"[^\W\d_]+[\W_]*\d+[^\W\d_]?")  # P-08, cam3, R12b
MIXED = 0.5  # of the groups stand in several classes; fewer may be finer classes
MOST_OFFERED = 2  # columns: of more, few say what belongs together
SCALES = {"grade", "stage", "level", "score", "size", "dose", "severity", "quality"}
SCALES |= {"year", "quarter", "month", "week", "day", "version", "step", "condition"}
SCALES |= {"class", "type", "code", "category", "setting", "gain", "volume"}
SCALES |= {"magnification"}
TOPICS = {"subject", "subjects"}


def codes(facts: Facts) -> list[Column]:
    """Codes of what was recorded, "P-08", which come again in several classes."""
    if not (found := _few_names(facts)):
        return []
    table = _table(facts)
    return [column for column in found if _is_code(table, column, facts)]


def sentences(facts: Facts) -> list[str]:
    """What only a person can tell: whether names of a column are of what was recorded."""
    if facts.split.value != "chance":
        return []
    if facts.reader == "text":
        return [_on_topic(c) for c in facts.columns if _may_group(facts, c)]
    found = _few_names(facts)
    what = "clips" if facts.reader == "audio" else "pictures"
    return [_on_names(c, what) for c in found] if len(found) <= MOST_OFFERED else []


def is_topic(column: Column) -> bool:
    """The subject of a mail or an article, and not S01, who took part."""
    named = bool(TOPICS & {*words(column.name)})
    return named and not any(re.search(r"\d", cell) for cell in column.examples)


def _may_group(facts: Facts, column: Column) -> bool:
    used = (facts.target.value, *facts.settings["text"].value)
    several = FEWEST <= column.unique <= facts.counts["train"] / EACH
    return is_topic(column) and column.name not in used and several


def _few_names(facts: Facts) -> list[Column]:
    """Columns of names with several examples each, but for the answer and scales."""
    if facts.format != "table of paths" or facts.reader not in ("images", "audio"):
        return []
    rows = facts.counts["train"]
    return [
        column
        for column in facts.columns
        if column.role == "category" and not column.missing
        if column.name != facts.target.value and not SCALES & {*words(column.name)}
        if FEWEST <= column.unique <= rows / EACH
        if not {*column.examples} <= {*facts.classes}
    ]


def _table(facts: Facts) -> Table:
    return load(Path(facts.settings["data"].value))


def _is_code(table: Table, column: Column, facts: Facts) -> bool:
    cells = texts(table, column.name).to_list()
    counts = Counter(cells)
    if not all(CODE.fullmatch(str(cell)) for cell in counts):
        return False
    if max(counts.values()) > LARGEST * len(cells):
        return False
    if not facts.classes or facts.target.value not in table.names:
        return True
    pairs = {*zip(cells, texts(table, facts.target.value).to_list(), strict=True)}
    mixed = sum(count > 1 for count in Counter(cell for cell, _ in pairs).values())
    whole = Counter(answer for _, answer in pairs)  # groups that have the class
    return mixed >= MIXED * len(counts) and min(whole.values()) >= FEWEST - 2


def _on_names(column: Column, what: str) -> str:
    return (
        f"{column.name} has {column.unique:,} values ({some(column.examples, 3)}): if they"
        f" name what, where or with what was recorded, {what} of one are alike, and a split"
        f" by chance flatters: --split group {flag('--split-column', column.name)}."
    )


def _on_topic(column: Column) -> str:
    return (
        f"{column.name} is taken for what a text is about ({some(column.examples, 3)}), not"
        " for a person. If it says whose a text is: --split group"
        f" {flag('--split-column', column.name)}."
    )
