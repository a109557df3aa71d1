"""Names of pictures that hold several fields, one of which may be the answer: "25_0_1_2017.jpg"."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from pathlib import Path

from scaffolder.facts.commands import text
from scaffolder.facts.listing import images_below, said, some

BETWEEN = r"[_ -]+"
MOSTLY = 0.95  # of the names have as many fields
AGAIN = 0.8  # values of a field for each picture: of more, it counts them
FEWEST = 20  # pictures


def hint(home: Path, folder: Path) -> str:
    """How to write a table of the fields; "" where names have none that come again."""
    files = [file for file in images_below(folder) if file.parent == folder]
    rows = [re.split(BETWEEN, file.stem) for file in files]
    if len(rows) < FEWEST:
        return ""
    count, usual = Counter(map(len, rows)).most_common(1)[0]
    columns = [*zip(*(row for row in rows if len(row) == count), strict=True)]
    told = [described(place, values) for place, values in enumerate(columns, 1)]
    if count < 2 or usual < MOSTLY * len(rows) or not any(told):
        return ""
    below, others = folder.relative_to(home).as_posix(), left_out(files, rows, count)
    header = ",".join(["path", *(f"field_{i}" for i in range(1, count + 1))])
    code = (
        f"import re; from pathlib import Path; print({text(header)}, *("
        f'",".join([p.as_posix(), *f]) for p in sorted(Path({text(below)}).iterdir()) if'
        f' len(f := re.split(r"{BETWEEN}", p.stem)) == {count}), sep="\\n",'
        ' file=open("fields.csv", "w"))'
    )
    example = next(f for f, row in zip(files, rows, strict=True) if len(row) == count)
    return (
        f"Their names have {said(count, 'field')}, as in {example.name}:"
        f" {'; '.join(filter(None, told))}.{others} Needed, if one of them is the answer: a table;"
        f" write it: cd {shlex.quote(str(home))}; python -c {shlex.quote(code)} and name"
        f" {home / 'fields.csv'} with --target and the field. If another says which pictures"
        " are of one thing: --split group --split-column with that one."
    )


def left_out(files: list[Path], rows: list[list[str]], count: int) -> str:
    """On the names that have more fields or fewer, which the command passes over."""
    odd = [f.name for f, row in zip(files, rows, strict=True) if len(row) != count]
    if not odd:
        return ""
    return f" {said(len(odd), 'name')} with more or fewer ({some(odd)}): left out."


def described(place: int, values: tuple[str, ...]) -> str:
    """ "field_2 has 2 values (0, 1)" where they come again."""
    found = Counter(values)
    if not 2 <= len(found) <= AGAIN * len(values):
        return ""
    return f"field_{place} has {len(found)} values ({some(sorted(found), 3)})"
