"""Lists in text beside sounds that say something of each: they go before names of files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path, PureWindowsPath

from scaffolder.errors import DataError
from scaffolder.facts.commands import python, text
from scaffolder.facts.listing import entries, files_below, first_bytes, some

ENDINGS = (".txt", ".csv", ".tsv", ".tab", ".lst", ".trl", ".scp", "")
NO_LIST = ("readme", "license", "licence", "copying", "notes", "requirements")
MOST_FILES = 200  # that are looked at
HEAD_BYTES = 20_000
FEWEST = 5  # lines
MOSTLY = 0.8  # of the lines name a sound
SIGNS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}
BETWEEN = r"[\t,;| ]+"


def refuse(folder: Path, sounds: Sequence[Path]) -> None:
    """Raises DataError where a list may hold the answers of sounds that lie in no folder."""
    told = {file.stem for file in sounds if not re.fullmatch(r"\d{1,4}", file.stem)}
    near = islice(files_below(folder, ENDINGS, 4), MOST_FILES)
    beside = [] if any(map(Path.is_dir, entries(folder))) else folder.parent.iterdir()
    near = [*near, *islice((f for f in beside if f.is_file()), MOST_FILES)]
    lists = [f for f in near if f.suffix.lower() in ENDINGS and says_more(f, told)]
    if not lists:
        return
    first = max(lists, key=lambda file: file.stat().st_size)
    line = lines_of(first)[-1]
    found = (
        f"{some([str(f) for f in lists], 3)} name{'s' * (len(lists) == 1)} these sounds and"
        f" say more of each, as in {line[:80]!r}"
    )
    if any(sign in line for sign in SIGNS):
        raise DataError(
            f"{found}. Needed: the one table that has the answers; name it, such as {first},"
            " or move it away if the names of the files are to be read."
        )
    raise DataError(
        f"{found}. Needed: a table, with commas and a header; write it:"
        f" {_command(first, folder, sounds, line)} and name {_written(first)} with --target and"
        " the column of the answer."
    )


def lines_of(file: Path) -> list[str]:
    """The first ones, without the last, which may be cut."""
    content = first_bytes(file, HEAD_BYTES).decode("utf8", "replace")
    lines = [line for line in content.splitlines() if line.strip()]
    return (lines[:-1] if len(content) >= HEAD_BYTES else lines)[:200]


def says_more(file: Path, told: set[str]) -> bool:
    """Whether nearly each line names a sound, and another field comes again."""
    if file.name.lower().startswith(NO_LIST):
        return False
    rows = [re.split(BETWEEN, line.strip()) for line in lines_of(file)]
    count, usual = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    named = [row for row in rows if any(_stem(cell) in told for cell in row)]
    if len(rows) < FEWEST or count < 2 or usual < MOSTLY * len(rows):
        return False
    columns = [*zip(*(row for row in named if len(row) == count), strict=True)]
    again = [
        2 <= len(set(column)) <= len(column) / 2
        for column in columns
        if not told.intersection(map(_stem, column))
    ]
    return len(named) >= MOSTLY * len(rows) and any(again)


def _stem(cell: str) -> str:
    path = PureWindowsPath(cell.strip(' "'))
    return path.stem if path.suffix[1:].isalpha() else path.name


def _written(file: Path) -> Path:
    return file.with_name(f"{file.stem}_columns.csv")


def _command(file: Path, folder: Path, sounds: Sequence[Path], line: str) -> str:
    """`path` is where the sound is, from the folder of the list on."""
    known = {sound.stem for sound in sounds}
    place = next(i for i, cell in enumerate(line.split()) if _stem(cell) in known)
    header = ["path", *(f"column_{i + 1}" for i in range(len(line.split())))]
    ending = sounds[0].suffix
    code = (
        "import csv, os; from pathlib import Path;"
        f" at = {{p.stem: os.path.relpath(p) for p in Path({text(str(folder))})"
        f".rglob({text('*' + ending)})}};"
        f" rows = [l.split() for l in open({text(file.name)}) if l.strip()];"
        f" stem = lambda cell: Path(cell).name.removesuffix({text(ending)});"
        f' csv.writer(open({text(_written(file).name)}, "w", newline="")).writerows('
        f"[{text(header)}, *([at[stem(r[{place}])], *r] for r in rows"
        f" if len(r) > {place} and stem(r[{place}]) in at)])"
    )
    return python(file.parent, code)
