"""Names of sounds that hold several fields, one of which may be the answer: "03-01-06-12.wav"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from scaffolder.facts.commands import python, text
from scaffolder.facts.listing import SOUND_ENDINGS, files_below, said, some
from scaffolder.facts.pictures.name_fields import BETWEEN, MOSTLY, described

FEWEST = 3  # folders: one learns, one validates, one tests
MOST_VALUES = 50  # of a field that may be the answer


def below(folder: Path, beside: str = "", parts: bool = False) -> str:
    return hint(folder, list(files_below(folder, SOUND_ENDINGS)), beside, parts)


def hint(
    home: Path, files: Sequence[Path], beside: str = "", parts: bool = False
) -> str:
    """How to write a table of the fields; "" where names have none that come again.

    `beside` names a column for the folder of each file, if that says something; with
    `parts` the first folder of its path is a given split.
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
    more |= {"split": "p.parts[0]"} if parts else {}
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


def whose(home: Path) -> str:
    """Why folders may say who is heard, not what: their names stand again in those of the
    files, and each holds all values of another field; "" of others."""
    files = list(files_below(home, SOUND_ENDINGS))
    folders, rows = [f.parent.name for f in files], [f.stem for f in files]
    rows = [re.split(BETWEEN, stem) for stem in rows]
    names, counts = sorted({*folders}), {len(row) for row in rows}
    columns = [*zip(*rows, strict=True)] if len(counts) == 1 else []
    same = [i for i, column in enumerate(columns) if column == tuple(folders)]
    if not same or len(names) < FEWEST:
        return ""
    for place, column in enumerate(columns):
        digits = place < same[0] and are_digits(column)
        asked = place not in same and (digits or are_codes(names))
        if asked and crosses(column, folders, digits):
            return (
                f"The folders {some(names)} of {home} stand again in the names of their files"
                f" (field_{same[0] + 1}), and each holds every value of field_{place + 1}:"
                " they may say whose a sound is, not what it is. If they are the classes after"
                f" all, take --target field_{same[0] + 1} with the table below."
            )
    return ""


def are_codes(names: Sequence[str]) -> bool:
    """Numbers, or one word with a number each: "01", "s07"."""
    words = {re.sub(r"[-_ ]?\d+$", "", name) for name in names}
    return len(words) == 1 and all(name[-1].isdigit() for name in names)


def are_digits(column: Sequence[str]) -> bool:
    """0, 1, 2, ...: what many are asked to say."""
    return {*column} == {*map(str, range(len({*column})))} and len({*column}) <= 10


def crosses(column: Sequence[str], folders: Sequence[str], once: bool) -> bool:
    """Whether nearly each folder has each of a few values: words, or `once` or several times."""
    pairs, values, homes = {*zip(column, folders, strict=True)}, {*column}, {*folders}
    again = once or len(column) >= 2 * len(pairs) or all(map(str.isalpha, values))
    few = 2 <= len(values) <= MOST_VALUES
    return again and few and len(pairs) >= MOSTLY * len(values) * len(homes)


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
