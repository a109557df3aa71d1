"""Is a text file prose, or a table in disguise?"""

import re
from collections import Counter
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes

ENDINGS = (".txt", ".md", ".text")
SEPARATORS = "\t;|,"
QUOTED = r'"[^"]*"'  # cells that may hold the mark
SEVERAL = 2  # marks in a line: a comma or none stands in most short lines of prose
MOSTLY = 0.9  # of the lines


def is_corpus(path: Path) -> bool:
    """Prose: a text file whose lines do not fall into columns."""
    return path.suffix.lower() in ENDINGS and is_prose(path)


def must_be_unpacked(path: Path) -> None:
    """DataError where prose is packed: its windows are read from anywhere in it."""
    name = path.name.removesuffix(".gz")
    if name != path.name and name.lower().endswith(ENDINGS) and is_prose(path):
        raise DataError(
            f"{path} is a text packed with gzip. Needed for a language model: the text as it"
            f" is, since windows are read from anywhere in it; unpack it (gunzip -k"
            f" '{path.name}'; of a folder gunzip -k *.gz), then name {path.parent / name} or"
            " its folder."
        )


def is_prose(path: Path) -> bool:
    lines = first_bytes(path, 50_000).decode("utf8", "replace").splitlines()[:-1]
    lines = [line for line in lines if line.strip()]
    columns = any(in_columns(lines, mark) for mark in SEPARATORS)
    return len(lines) > 3 and not columns and not is_mostly_numbers(lines)


def in_columns(lines: list[str], mark: str) -> bool:
    """Whether the mark stands equally often in each line.

    It may in nearly each, where it stands there several times: lines of titles or notes,
    and a header with one name less than there are cells, are part of a table.
    """
    counts = Counter(re.sub(QUOTED, "", line).count(mark) for line in lines)
    usual, often = counts.most_common(1)[0] if counts else (0, 0)
    return usual > 0 and (
        often == len(lines) or usual >= SEVERAL and often >= MOSTLY * len(lines)
    )


def is_mostly_numbers(lines: list[str]) -> bool:
    """Columns apart by spaces: equally many words on every line, at least half of them numbers."""
    rows = [line.split() for line in lines]
    if len({len(row) for row in rows}) != 1:
        return False
    words = [word for row in rows for word in row]
    return sum(map(is_number, words)) >= len(words) / 2


def is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
