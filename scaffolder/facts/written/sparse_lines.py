"""Sparse lines, as LIBSVM writes them: an answer, then place:number of what is not 0."""

from __future__ import annotations

import re
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.listing import first_bytes

PAIR = r"\d+:[-+]?[\d.]+(?:[eE][-+]?\d+)?"
LINE = re.compile(
    rf"[-+]?[\d.]+(?:,\d+)*(?:\s+qid:\d+)?((?:\s+{PAIR})*)\s*(?:#.*)?", re.ASCII
)
CLOCK = re.compile(r"\d{1,2}:[0-5]\d")
HEAD_BYTES = 50_000
FEWEST = 5


def must_not_be(path: Path) -> None:
    """DataError where a file holds such lines: they look like prose, or lines with labels."""
    if are_sparse(head(path)):
        raise DataError(
            f"{path} holds sparse lines, as LIBSVM writes them: an answer, then place:number"
            " of each number that is not 0. Needed: a table with a column for each place;"
            f" write it: {written(path)}, and name {path.parent / dense(path)}."
        )


def head(path: Path) -> list[str]:
    raw = first_bytes(path, HEAD_BYTES)
    lines = raw.decode("utf8", "replace").splitlines()
    lines = lines[:-1] if len(raw) == HEAD_BYTES else lines
    return [line for line in lines if line.strip()]


def are_sparse(lines: list[str]) -> bool:
    """All are; pairs that could all be times of day are taken for these."""
    found = [LINE.fullmatch(line.strip()) for line in lines]
    if len(lines) < FEWEST or not all(found):
        return False
    pairs = [pair for match in found if match for pair in match.group(1).split()]
    return len(pairs) >= len(lines) and not all(map(CLOCK.fullmatch, pairs))


def dense(path: Path) -> str:
    return f"{path.name.removesuffix('.gz').split('.')[0]}_dense.csv"


def written(path: Path) -> str:
    """The command that makes a table of it."""
    opened = f"open({path.name!r})"
    if path.suffix == ".gz":
        opened = f"__import__('gzip').open({path.name!r}, 'rt')"
    code = (
        f"import csv; lines = [l.split('#')[0].split() for l in {opened}];"
        " rows = [{'label': l[0]} | {'x' + p.split(':')[0]: p.split(':')[1] for p in l[1:]}"
        " for l in lines if l];"
        f" out = csv.DictWriter(open({dense(path)!r}, 'w'), ['label',"
        " *sorted(set().union(*rows) - {'label'}, key=lambda n: (len(n), n))], restval=0);"
        " out.writeheader(); out.writerows(rows)"
    )
    return commands.python(path.parent, code)
