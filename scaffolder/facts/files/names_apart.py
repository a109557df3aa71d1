"""The names of the columns in a file of their own, one a line, beside a table without a header."""

from __future__ import annotations

from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import python, text
from scaffolder.facts.files.table_names import is_table_name
from scaffolder.facts.listing import first_bytes, said
from scaffolder.facts.texts.prose import is_number

MOST_FILES = 20
MOST_BYTES = 200_000  # of a list of names
ENDS = "\r\n"
FEWEST = 3  # columns
LOOKED = 50  # rows
MARKS = (",", "\t", ";", "|", None)  # None: spaces, as many as align the columns


def refuse(files: list[Path]) -> None:
    """DataError where a list has as many names as the rows of a file beside it have cells."""
    if len(files) > MOST_FILES or any(map(is_table_name, files)):
        return  # a table by its name is read as such
    lists = {file: names for file in files if (names := names_in(file))}
    for listed, names in lists.items():
        for rows in files:
            if rows not in lists and (mark := mark_of(rows, len(names))):
                raise DataError(
                    told(listed, names, rows, None if mark == " " else mark)
                )


def names_in(file: Path) -> list[str]:
    """The names, one a line, each once; [] of a file that is no list of names."""
    if file.stat().st_size > MOST_BYTES:
        return []
    raw = first_bytes(file, MOST_BYTES)
    lines = [line.strip() for line in raw.decode("utf8", "replace").splitlines()]
    names = [line for line in lines if line]
    plain = all(len(n) < 80 and not set(n) & set(",;\t|\0") for n in names)
    numbers = any(is_number(name.split()[0]) for name in names)
    if not plain or numbers or len(names) < FEWEST or len({*names}) < len(names):
        return []
    return names


def mark_of(file: Path, count: int) -> str:
    """What parts the rows into `count` cells, of numbers in the first; "" if nothing does."""
    raw = first_bytes(file, MOST_BYTES)
    lines = raw.decode("utf8", "replace").splitlines()[:LOOKED]
    lines = [
        line for line in lines[: -1 if len(raw) == MOST_BYTES else None] if line.strip()
    ]
    for mark in MARKS:
        rows = [line.split(mark) for line in lines]
        if len(rows) < 2 or any(len(row) != count for row in rows):
            continue
        if any(map(is_number, rows[0])):  # else it is a header itself
            return mark or " "
    return ""


def told(listed: Path, names: list[str], rows: Path, mark: str | None) -> str:
    to = rows.with_name(f"{rows.name.partition('.')[0]}.csv")
    cut = f"split({text(mark) if mark else ''})"
    code = (
        f"import csv; out = csv.writer(open({text(to.name)}, {text('w')}, newline={text('')}));"
        f" out.writerow([n.strip() for n in open({text(listed.name)}) if n.strip()]);"
        f" [out.writerow(r.rstrip({text(ENDS)}).{cut}) for r in open({text(rows.name)}) if r.strip()]"
    )
    return (
        f"{listed} names the {said(len(names), 'column')} of {rows.name}, one a line, such as"
        f" {names[0]} and {names[-1]}. Needed: one table with these names above; write it:"
        f" {python(rows.parent, code)} and name {to}."
    )
