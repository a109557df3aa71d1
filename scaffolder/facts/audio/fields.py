"""Names of sounds that hold several fields, one of which may be the answer: "03-01-06-12.wav"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from scaffolder.facts.commands import python, text
from scaffolder.facts.listing import SOUND_ENDINGS, files_below, said
from scaffolder.facts.pictures.name_fields import BETWEEN, MOSTLY, described


def below(folder: Path, beside: str = "") -> str:
    return hint(folder, list(files_below(folder, SOUND_ENDINGS)), beside)


def hint(home: Path, files: Sequence[Path], beside: str = "") -> str:
    """How to write a table of the fields; "" where names have none that come again.

    `beside` names a column for the folder of each file, if that says something.
    """
    rows = [re.split(BETWEEN, file.stem) for file in files]
    count, usual = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    if count < 2 or usual < MOSTLY * len(rows):
        return ""
    columns = zip(*(row for row in rows if len(row) == count), strict=True)
    told = [described(place, values) for place, values in enumerate(columns, 1)]
    if not any(told):
        return ""
    more = {beside: "p.parent.name"} if beside else {}
    command = table_of(home, files, count, more)
    groups = (
        f"{beside} says which sounds belong together"
        if beside
        else (
            "a field that says who or what is heard is named with --split group --split-column"
        )
    )
    return (
        f"Their names have {said(count, 'field')}, as in {files[0].name}:"
        f" {'; '.join(filter(None, told))}. If one of them is the answer, write them into a"
        f" table: {command} and name {home / 'fields.csv'} with --target and the"
        f" field; {groups}."
    )


def table_of(
    home: Path, files: Sequence[Path], count: int, more: Mapping[str, str]
) -> str:
    """The command that writes fields.csv; `more` are columns and the code of their cells."""
    header = ["path", *(f"field_{i}" for i in range(1, count + 1)), *more]
    cells = "".join(f", {cell}" for cell in more.values())
    ending = Counter(file.suffix for file in files).most_common(1)[0][0]
    code = (
        f"import csv, re; from pathlib import Path; rows = [[p.as_posix(), *f{cells}]"
        f' for p in sorted(Path(".").rglob({text("*" + ending)}))'
        f' if len(f := re.split(r"{BETWEEN}", p.stem)) == {count}];'
        ' csv.writer(open("fields.csv", "w", newline="")).writerows('
        f"[{text(header)}, *rows])"
    )
    return python(home, code)
