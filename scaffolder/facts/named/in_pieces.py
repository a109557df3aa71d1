"""A table in each of several folders of one part: training-a/, training-b/, each with its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.commands import text
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import said, some
from scaffolder.facts.written.table import load

CODE = (
    'import csv; from pathlib import Path; [csv.writer(open(to, "w", newline="")).writerows([{names},'
    " *([f, *row] for f, t in tables for row in [*csv.reader(open(Path(f) / t, newline=''),"
    " delimiter={mark})][{first}:])]) for to, tables in {parts}.items()]"
)


def refuse(folder: Path, tables: Mapping[Path, Sequence[Path]]) -> None:
    """DataError where the training has several such folders, of which one would be read.

    `tables` are those that name files, by folder.
    """
    parts: dict[str, list[Path]] = {}
    for home, own in tables.items():
        if len(own) == 1 and split_of(home):
            parts.setdefault(split_of(home), []).append(own[0])
    if len(parts.get("train", ())) < 2:
        return
    first = load(parts["train"][0])
    if not first.dialect:
        return
    names = (
        first.names if first.dialect.header else ["name", *_others(len(first.names))]
    )
    written = {
        f"together_{part}.csv": [[t.parent.name, t.name] for t in own]
        for part, own in parts.items()
    }
    code = CODE.format(
        names=text(["folder", *names]),
        mark=text(first.dialect.separator),
        first=int(first.dialect.header),
        parts=text(written),
    ).replace("'", '"')
    count = said(len(parts["train"]), "folder")
    raise DataError(
        f"Found a table in each of {count} to train on in {folder}:"
        f" {some([t.relative_to(folder).as_posix() for t in parts['train']])}. Needed: one table"
        f" for each part; join them, with the folder in a column: {commands.python(folder, code)}"
        f" and name {folder / 'together_train.csv'}, with --target and the column of the answer."
    )


def _others(count: int) -> list[str]:
    """Of a table without a header, whose first column names the files."""
    return ["label"] if count == 2 else [f"column_{n}" for n in range(2, count + 1)]
