"""The tagged sentences of a file of columns: a token on each line, an empty line between two.

Yours to edit. config.py says which column holds what.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .config import Config

BORDER = "-DOCSTART-"  # stands where a token would, between documents


@dataclass(frozen=True)
class Example:
    """A sentence, or a piece of one that is longer than x."""

    id: str  # "train.txt:5", the line of its first token; its rest is ":5+64"
    raw: tuple[str, ...]  # tokens
    answer: Any  # a tuple of tags, one for each; None if nobody knows
    group: str  # "train.txt:2", the document


def read(path: str | Path, config: Config) -> list[Example]:
    """Every sentence of a file; of new ones a token on each line is enough."""
    path, size, found = Path(path), config.length, list[Example]()
    word, tag = map(config.columns.index, (config.word, config.target))
    for line, document, rows in sentences(path, config):
        whole = [row for row in rows if len(row) >= len(config.columns)]
        if whole and len(whole) < len(rows):
            raise ValueError(
                f"A token of the sentence in line {line} of {path.name} has not the "
                f"{len(config.columns)} columns that config.py names: correct one of them."
            )
        tokens = tuple(row[word] if len(row) > word else row[0] for row in rows)
        tags = tuple(row[tag] for row in whole)
        for first in range(0, len(rows), size):
            id = f"{path.name}:{line}" + f"+{first}" * (first > 0)
            piece, group = slice(first, first + size), f"{path.name}:{document}"
            found.append(Example(id, tokens[piece], tags[piece] or None, group))
    return found


def sentences(path: Path, config: Config) -> Iterator[tuple[int, int, list[list[str]]]]:
    """Its first line, which document of the file it is in, and the cells of each token."""
    document, begin, rows = 0, 0, list[list[str]]()
    for number, line in enumerate([*lines(path, config), ""], 1):
        cells = line.split()
        if config.separator:
            cells = [cell.strip() for cell in line.split(config.separator)]
        if not line.strip() or line.startswith(BORDER):
            if rows:
                yield begin, document, rows
            document, rows = document + line.startswith(BORDER), []
        elif is_comment(line, cells, config):
            said = line.removeprefix(config.comment).strip()
            document += said.startswith("newdoc")
        elif config.columns[0] != "ID" or len(cells) == 1 or cells[0].isdecimal():
            begin = begin if rows else number
            rows.append(cells)


def is_comment(line: str, cells: list[str], config: Config) -> bool:
    """Where tokens have numbers, "#" begins no token; elsewhere one may be "#"."""
    if not config.comment or not line.startswith(config.comment):
        return False
    return config.columns[0] == "ID" or len(cells) != len(config.columns)


def lines(path: Path, config: Config) -> list[str]:
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    why = "correct `encoding` in config.py"
    try:
        stored = path.read_bytes()
        packed = stored.startswith(b"\x1f\x8b")
        stored = gzip.decompress(stored) if packed else stored
        if is_table(stored, config):
            why = "write a token on each line, an empty line between two sentences"
            raise ValueError("a table, with cells between commas or semicolons")
        text = stored.decode(config.encoding)
    except (ValueError, OSError, EOFError) as error:
        raise ValueError(f"{path.name} cannot be read ({error}): {why}.") from error
    return [line.strip("\ufeff\r") for line in text.split("\n")]


def is_table(stored: bytes, config: Config) -> bool:
    """Whether every line has such a sign, and most are one word: no rows of tokens."""
    rows = [row for row in stored.splitlines() if row.strip()]
    apart = config.separator in (",", ";") or len(rows) < 3  # "1,5" may be a token
    of_one = 2 * sum(len(row.split()) == 1 for row in rows) > len(rows)
    signs = any(all(sign in row for row in rows) for sign in (b",", b";"))
    return not apart and of_one and signs


def fault(example: Example, config: Config) -> str:
    """Why a sentence can neither train nor measure, "" if it can."""
    if example.id in config.drop:
        return "named in `drop`"
    untagged = set(example.answer or ()) <= set(config.untagged)
    return "no token has a tag" if untagged else ""
