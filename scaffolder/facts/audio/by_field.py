"""Tables beside sounds that say something of whom a field of the names tells: "101,healthy"."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffolder.facts.audio.lists import NO_LIST, lines_of
from scaffolder.facts.commands import flag, python, text
from scaffolder.facts.listing import entries, some
from scaffolder.facts.pictures.name_fields import AGAIN, BETWEEN, MOSTLY
from scaffolder.facts.written.written_numbers import is_number

ENDINGS = (".csv", ".tsv", ".txt", ".tab", "")
FEWEST = 5  # people or things
KNOWN = 0.9  # of those in the names stand in the table
MOST_VALUES = 20  # of a column that may be the answer
MOST_FILES = 50  # that are looked at
SIGNS = "\t,;| "


@dataclass(frozen=True)
class Table:
    """`place` is the field of the names whose values stand in column `key`."""

    file: Path
    separator: str
    rows: list[list[str]]
    header: bool
    key: int
    place: int

    @property
    def names(self) -> list[str]:
        """Of all columns but the key; numbers where no header says them."""
        counted = [f"column_{i + 1}" for i in range(len(self.rows[0]))]
        names = self.rows[0] if self.header else counted
        return [name for i, name in enumerate(names) if i != self.key]

    @property
    def answers(self) -> dict[str, list[str]]:
        """Columns with a few words that come again, and their values."""
        body = self.rows[self.header :]
        columns = [[r[i] for r in body] for i in range(len(body[0])) if i != self.key]
        return {
            name: sorted(set(cells))
            for name, cells in zip(self.names, columns, strict=True)
            if 2 <= len(set(cells)) <= min(MOST_VALUES, len(cells) / 2)
            and not all(map(is_number, cells))
        }


def find(sounds: Sequence[Path]) -> list[Table]:
    """Those with an answer, the one with the fewest columns first."""
    fields = fields_of(sounds)
    homes = dict.fromkeys(p for s in sounds[:1] for p in (s.parent, s.parent.parent))
    if not fields:
        return []
    beside = [f for home in homes for f in entries(home)]
    files = [f for f in beside if f.suffix.lower() in ENDINGS and f.is_file()]
    stems = {sound.stem for sound in sounds}
    files = [f for f in files if f.stem not in stems and not is_no_list(f)]
    found = filter(None, (keyed(f, fields) for f in files[:MOST_FILES]))
    return sorted((t for t in found if t.answers), key=lambda t: len(t.rows[0]))


def is_no_list(file: Path) -> bool:
    return file.name.lower().startswith(NO_LIST)


def fields_of(sounds: Sequence[Path]) -> dict[int, set[str]]:
    """Place -> the values of a field that comes again, if all names have as many fields."""
    rows = [re.split(BETWEEN, sound.stem) for sound in sounds]
    count, usual = Counter(map(len, rows)).most_common(1)[0] if rows else (0, 0)
    if count < 2 or usual < MOSTLY * len(rows):
        return {}
    columns = zip(*(row for row in rows if len(row) == count), strict=True)
    every = {place: set(column) for place, column in enumerate(columns)}
    return {p: v for p, v in every.items() if FEWEST <= len(v) <= AGAIN * len(rows)}


def keyed(file: Path, fields: dict[int, set[str]]) -> Table | None:
    lines = lines_of(file)
    for sign in SIGNS:
        rows = list(csv.reader(lines, delimiter=sign, skipinitialspace=True))
        if len(rows) < FEWEST or len({len(row) for row in rows}) > 1:
            continue
        for key in range(len(rows[0]) if len(rows[0]) > 1 else 0):
            cells = [row[key] for row in rows]
            for place, values in fields.items():
                if len(values & set(cells)) < KNOWN * len(values):
                    continue
                header = cells[0] not in values and not is_number(cells[0])
                if len(set(cells)) == len(cells):
                    return Table(file, sign, rows, header, key, place)
    return None


def told(sounds: Sequence[Path]) -> str:
    """What a table says of whom, and the command that says it of each sound; "" of none."""
    tables = find(sounds)
    if not tables:
        return ""
    first = tables[0]
    home = first.file.with_name(f"{first.file.stem}_of_sounds.csv")
    held = "; ".join(f"{name} has {some(v, 4)}" for name, v in first.answers.items())
    others = some([t.file.name for t in tables[1:]])
    also = f" ({others} does so, too)" if tables[1:] else ""
    field = f"field {first.place + 1} of the names"
    return (
        f"{first.file.name} says something of each value of {field}, such as"
        f" {' '.join(first.rows[-1])!r}: {held}{also}. For one answer of each recording write"
        f" a table: {command(first, sounds)} and name {home} with the"
        f" column of the answer, such as {flag('--target', next(iter(first.answers)))}; `whose_id` is {field}, which the split keeps on"
        " one side."
    )


def command(table: Table, sounds: Sequence[Path]) -> str:
    at = Path(os.path.relpath(sounds[0].parent, table.file.parent)).as_posix()
    header = ["path", "whose_id", *table.names]
    code = (
        "import csv, re; from pathlib import Path;"
        f" rows = {{r[{table.key}]: r for r in csv.reader(open({text(table.file.name)}),"
        f" delimiter={text(table.separator)}, skipinitialspace=True)}};"
        f' key = lambda p: re.split(r"{BETWEEN}", p.stem)[{table.place}];'
        f" files = sorted(Path({text(at)}).rglob({text('*' + sounds[0].suffix)}));"
        f' csv.writer(open({text(table.file.stem + "_of_sounds.csv")}, "w", newline=""))'
        f".writerows([{text(header)}, *([p.as_posix(), key(p), *(c for i, c in"
        f" enumerate(rows[key(p)]) if i != {table.key})] for p in files if key(p) in rows)])"
    )
    return python(table.file.parent, code)
