"""Lists in plain text that say of each picture what it has: "000001.jpg -1  1 -1"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import python, text
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, first_bytes, said

HEAD = 100_000  # bytes that are looked at
FEWEST = 5  # pictures
FLAGS = {"-1", "0", "1"}
PARTS = {"0": "train", "1": "validation", "2": "test"}
AGAIN = 1.5  # pictures of a person, on average


def refuse_in(files: Iterable[Path]) -> None:
    for file in files:
        refuse(file)


def refuse(file: Path) -> None:
    """Raises DataError where a file is a list of attributes with a line of their names."""
    if file.suffix.lower() != ".txt" or not (names := attributes(file)):
        return
    parts, people = partition(file.parent, file), identities(file.parent, file)
    written = [f"labels_{part}.csv" for part in codes(parts).values()] or ["labels.csv"]
    code = to_write(file, names, parts, people)
    given = f" for each part of {parts.name}" if parts else ""
    whose = f" (with the numbers of {people.name} as `identity`)" if people else ""
    raise DataError(
        f"{file} is a list of {said(len(names[0]), 'attribute')} of pictures, -1 or 0 for no and"
        " 1 for yes, in columns between blanks. Needed: a table (CSV) with columns of 0 and 1"
        f" beside the pictures{given}{whose}; write it: {python(file.parent, code)} and name"
        f" {file.with_name(written[0])}."
    )


def to_write(
    file: Path, names: tuple[list[str], str], parts: Path | None, people: Path | None
) -> str:
    """Python that writes a table, or one for each part."""
    found = codes(parts)
    header = ",".join(["path", *names[0], *["identity"] * bool(people)])
    files = {code: f"labels_{part}.csv" for code, part in found.items()}
    return (
        f"rows = [r.split() for r in open({text(file.name)})]; n = next(i for i, r in"
        f" enumerate(rows) if r and r[0] == {text(names[1])}); part = {pairs_of(parts)}; who ="
        f' {pairs_of(people)}; out = {{c: open(f, "w") for c, f in'
        f' {text(files or {"": "labels.csv"})}.items()}}; [print({text(header)}, file=f) for f'
        ' in out.values()]; [print(",".join([r[0], *("01"[v == "1"] for v in r[1:])'
        f'{", who.get(r[0], str())" * bool(people)}]), file=out[part.get(r[0], "")]) for r in'
        ' rows[n:] if r and part.get(r[0], "") in out]'
    )


def attributes(file: Path) -> tuple[list[str], str] | None:
    """(names of the attributes, first picture); None of all other files."""
    rows = [row for line in head(file) if (row := line.split())]
    begin = next((i for i, row in enumerate(rows[:4]) if is_picture(row[0])), 0)
    names = rows[begin - 1] if begin else []
    listed = rows[begin : begin + 200]
    fits = all(
        is_picture(row[0]) and len(row) == len(names) + 1 and FLAGS.issuperset(row[1:])
        for row in listed
    )
    if not begin or len(names) < 2 or len(listed) < FEWEST or not fits:
        return None
    return names, listed[0][0]


def head(file: Path) -> list[str]:
    whole = first_bytes(file, HEAD).decode("utf8", "replace")
    return whole.splitlines()[: -1 if len(whole) >= HEAD else None]


def is_picture(name: str) -> bool:
    return name.lower().endswith(IMAGE_ENDINGS)


def partition(folder: Path, lists: Path) -> Path | None:
    """The list beside that says which part each picture belongs to."""
    files = (
        file
        for file, _ in pairs_beside(folder, lists)
        if "train" in codes(file).values()
    )
    return next(files, None)


def identities(folder: Path, lists: Path) -> Path | None:
    """The list beside that gives several pictures each the same of many numbers."""
    for file, values in pairs_beside(folder, lists):
        if len(PARTS) < len(set(values)) <= len(values) / AGAIN and all(
            value.isdigit() for value in values
        ):
            return file
    return None


def pairs_beside(folder: Path, lists: Path) -> Iterator[tuple[Path, list[str]]]:
    """Lists of a picture and one cell more in each line, and these cells."""
    for file in entries(folder):
        if file != lists and file.suffix.lower() == ".txt" and file.is_file():
            rows = [line.split() for line in head(file) if line.strip()]
            if len(rows) >= FEWEST and all(
                len(r) == 2 and is_picture(r[0]) for r in rows
            ):
                yield file, [row[1] for row in rows]


def codes(file: Path | None) -> dict[str, str]:
    """Which numbers stand for which parts; {} of a list of other cells."""
    if file is None:
        return {}
    found = {line.split()[-1] for line in file.read_text().splitlines() if line.strip()}
    return (
        {c: p for c, p in PARTS.items() if c in found} if found <= PARTS.keys() else {}
    )


def pairs_of(file: Path | None) -> str:
    """Python for the second cell of each line, by the first."""
    if file is None:
        return "{}"
    return f"dict(r.split() for r in open({text(file.name)}) if r.strip())"
