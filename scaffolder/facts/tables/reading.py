"""The tables of one data set, read: what the facts about them are drawn from."""

from __future__ import annotations

import json
import shlex
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.tables import answers
from scaffolder.facts.tables.columns import describe
from scaffolder.facts.texts import turns
from scaffolder.facts.written.table import Table, flattened, load, texts


@dataclass
class Reading:
    """`tables` by split, "train" always; `columns` are those of the training file."""

    path: Path
    source: Source
    tables: dict[str, Table]
    columns: tuple[Column, ...]
    notes: list[str] = field(default_factory=list)
    with_question: list[str] = field(default_factory=list)  # notes that matter to it
    step: str = ""  # "1 hour", if the rows are as far apart

    @property
    def train(self) -> Table:
        return self.tables["train"]

    @property
    def has_header(self) -> bool:
        return self.train.dialect is None or self.train.dialect.header

    @property
    def counts(self) -> dict[str, int]:
        return {split: len(table.frame) for split, table in self.tables.items()}

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    @property
    def only_in_train(self) -> str:
        """The one column that a contest's test file lacks: what it asks for."""
        test = self.tables.get("test")
        lacking = [n for n in self.train.names if test and n not in test.names]
        return lacking[0] if len(lacking) == 1 else ""

    def inputs(self, target: str, drop: list[Proposal]) -> list[Column]:
        gone = {proposal.value for proposal in drop} | {target}
        return [column for column in self.columns if column.name not in gone]


def open_tables(path: Path, source: Source) -> Reading:
    """Reads the training file and its siblings, which share its dialect."""
    train = load(source.train)
    if len(train.names) < 2:
        turns.refuse(train.path, train.format, train.nested)
        raise DataError(one_column(train))
    if len(train.frame) < 2:
        raise DataError(
            f"Found {said(len(train.frame), 'row')} in {source.train}. Needed:"
            f" {answers.FEWEST} and more, better hundreds."
        )
    tables = {"train": train}
    for split, file in source.splits.items():
        if split != "train":
            tables[split] = load(file, train)
    reading = Reading(path, source, tables, describe(train))
    if train.nested:
        reading.notes.append(
            f"Columns of lists or records, left out: {some(train.nested)}"
            f"{flattened(train.path, train.format, train.nested)}."
        )
    return reading


def one_column(table: Table) -> str:
    """What is needed beside it; texts alone are for a language model."""
    name = table.names[0]
    found = f"Found one column, {name!r}, in {table.path}"
    if table.nested:
        found += f", beside lists or records, which are no cells ({some(table.nested)})"
    told = f"{found}. Needed: the answer and at least one column to predict it from"
    if table.nested:
        told += flattened(table.path, table.format, table.nested)
    told += "."
    if table.format != "JSONL" or table.frame[name].dtype.is_float():
        return told
    line = (
        f"import polars as pl; from pathlib import Path; Path({json.dumps(table.path.stem)}"
        f' + ".txt").write_text("\\n\\n".join(pl.read_ndjson({json.dumps(str(table.path))})'
        f"[{json.dumps(name)}].drop_nulls()))"
    )
    return (
        f"{told} For a language model write the texts into a plain one: python -c"
        f" {shlex.quote(line)}, and name {table.path.stem}.txt."
    )


def must_be_plain(reading: Reading) -> None:
    """Files that a table names, and texts, are read from tables without titles and totals."""
    dialect = reading.train.dialect
    if dialect is None or not (dialect.skip or dialect.aside or dialect.renamed):
        return
    above = dialect.above
    found = [f"{said(above, 'line')} above the header"] if above else []
    found += (
        [f"rows of units, totals or names ({some(dialect.aside)})"]
        if dialect.aside
        else []
    )
    odd = (
        f"of {dialect.header_lines} lines"
        if dialect.header_lines > 1
        else "that does not name each column once"
    )
    found += [f"a header {odd}"] if dialect.renamed else []
    raise DataError(
        f"Found {' and '.join(found)} in {reading.train.path}. Needed: the header in the"
        " first line, a name for each column, and one example per row; remove or mend"
        " these lines."
    )


def must_be_lines(reading: Reading) -> None:
    """Files that a JSON array names are not read; JSON lines are."""
    if reading.train.format == "JSON":
        file = reading.train.path
        raise DataError(
            f"{file} is one JSON array. Needed for this kind: JSON lines, an object a line;"
            f" write them with `jq -c '.[]' {file.name} > {file.stem}.jsonl`, or in Python:"
            f" import json; print(*map(json.dumps, json.load(open('{file.name}'))),"
            f" sep='\\n', file=open('{file.stem}.jsonl', 'w')); and name that file."
        )


def forget_unlabelled(
    reading: Reading, target: str, needed: Collection[str] | None = None
) -> None:
    """A given file without answers (a contest's test file) measures nothing.

    The others must have the `needed` columns: all, if none are named.
    """
    wanted = set(reading.train.names if needed is None else needed)
    for split, table in list(reading.tables.items()):
        lacking = sorted(wanted - set(table.names))
        answered = target in table.names and table.frame[target].count()
        if not answered:
            del reading.tables[split]
            reading.source = replace(reading.source, **{split: None})
            reading.notes.append(
                f"{table.path.name} has no answers in {target!r}: it is no {split}"
                " split, keep it for `predict`."
            )
        elif lacking:
            raise DataError(
                f"{table.path} lacks columns of {reading.source.train.name}:"
                f" {some(lacking)}. Needed: the same columns in every split; add them,"
                f" or move {table.path.name} away."
            )


def read_as_classes(reading: Reading, target: str) -> list[tuple[str, str]]:
    """Turns the target into class names as written; gives spellings of one answer."""
    for table in reading.tables.values():
        blank = table.frame[target].is_null()  # also NA among numbers
        written = texts(table, target).set(blank, None)
        table.frame = table.frame.with_columns(written.alias(target))
    ours = list(answers.classes(reading.train.frame[target]))
    others = [
        spelling
        for split, table in reading.tables.items()
        if split != "train"
        for spelling in answers.classes(table.frame[target])
    ]
    same = answers.same_answers(ours, others)
    ours = [dict(same).get(name, name) for name in ours]
    for table in reading.tables.values():
        one_spelling = table.frame[target].replace(dict(same))
        table.frame = table.frame.with_columns(one_spelling)
    for split, table in reading.tables.items():
        known = table.frame[target].is_in(ours) | table.frame[target].is_null()
        strange = table.frame[target].filter(~known)
        if len(strange):
            table.keep(known)
            reading.notes.append(
                f"Training lacks these classes of {split}: {some(sorted(set(strange)))}; no net"
                f" can learn them, so {said(len(strange), 'row')} of {table.path.name} are left"
                " out."
            )
    return same
