"""The tagged sentences of a CoNLL-U file: a token on each line, an empty line after each sentence.

Yours to edit. config.py says which column holds the tags.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .config import Config

COLUMNS = ["ID", "FORM", "LEMMA", "UPOS", "XPOS"]
COLUMNS += ["FEATS", "HEAD", "DEPREL", "DEPS", "MISC"]
ID, FORM = 0, 1


@dataclass(frozen=True)
class Example:
    """A sentence, or a piece of one that is longer than x."""

    id: str  # "train.conllu:5", the line of its first token; its rest is ":5+64"
    raw: tuple[str, ...]  # tokens
    answer: Any  # a tuple of tags, one for each; None if nobody knows
    group: str  # "train.conllu:2", the document


def read(path: str | Path, config: Config) -> list[Example]:
    """Every sentence of a file; of new ones a token on each line is enough."""
    path, size, found = Path(path), config.length, list[Example]()
    for line, document, rows in sentences(path):
        whole = [row for row in rows if len(row) >= len(COLUMNS)]
        if whole and len(whole) < len(rows):
            raise ValueError(
                f"A token of the sentence in line {line} of {path.name} has not the "
                f"{len(COLUMNS)} columns of CoNLL-U, with tabs between them: correct it."
            )
        tokens = tuple(row[FORM] if len(row) > FORM else row[0] for row in rows)
        tags = tuple(row[COLUMNS.index(config.target)] for row in whole)
        for first in range(0, len(rows), size):
            id = f"{path.name}:{line}" + f"+{first}" * (first > 0)
            piece, group = slice(first, first + size), f"{path.name}:{document}"
            found.append(Example(id, tokens[piece], tags[piece] or None, group))
    return found


def sentences(path: Path) -> Iterator[tuple[int, int, list[list[str]]]]:
    """Its first line, which document of the file it is in, and the cells of each token.

    A range such as 3-4 is no token, its parts repeat it; nor is 8.1, which nobody wrote.
    """
    document, begin, rows = 0, 0, list[list[str]]()
    for number, line in enumerate([*lines(path), ""], 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip():
            if rows:
                yield begin, document, rows
            rows = []
        elif line.startswith("#"):
            document += line.removeprefix("#").strip().startswith("newdoc")
        elif len(cells) == 1 or cells[ID].isdecimal():
            begin = begin if rows else number
            rows.append(cells)


def lines(path: Path) -> list[str]:
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    try:
        stored = path.read_bytes()
        packed = stored.startswith(b"\x1f\x8b")
        text = (gzip.decompress(stored) if packed else stored).decode()
    except (ValueError, OSError, EOFError) as error:
        raise ValueError(f"{path.name} is no text in UTF-8: {error}.") from error
    rows = [row for row in text.split("\n") if row.strip()]
    apart = any(all(sign in row for row in rows) for sign in ",;")
    if "\t" not in text and apart and len(rows) > 2:  # "1,5" may be a token
        raise ValueError(
            f"{path.name} is a table, with cells between commas or semicolons. Needed: a"
            " token on each line, an empty line between two sentences; write it so."
        )
    return [line.strip("\ufeff\r") for line in text.split("\n")]


def fault(example: Example, config: Config) -> str:
    """Why a sentence can neither train nor measure, "" if it can."""
    if example.id in config.drop:
        return "named in `drop`"
    untagged = set(example.answer or ()) <= set(config.untagged)
    return "no token has a tag" if untagged else ""
