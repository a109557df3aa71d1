"""Is a text file prose, or a table in disguise?"""

import codecs
import re
from collections import Counter
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import first_bytes

ENDINGS = (".txt", ".md", ".text")
OTHERS = ("", ".tokens", ".raw")  # of texts that stand alone: "wiki.train.tokens"
LETTERS = 0.75  # of the signs of prose are letters or blanks
SENTENCE = 6  # words of a line on average, from which a line or two are prose
WORDS = 3  # of a line of prose on average
SEPARATORS = "\t;|,"
QUOTED = r'"[^"]*"'  # cells that may hold the mark
SEVERAL = 2  # marks in a line: a comma or none stands in most short lines of prose
MOSTLY = 0.9  # of the lines


def is_corpus(path: Path) -> bool:
    """Prose: a text file whose lines do not fall into columns."""
    if path.suffix.lower() in ENDINGS:
        return is_prose(path) or is_one_line(path) or is_short(path)
    return is_alone(path) and is_written(path)


def is_alone(path: Path) -> bool:
    """Whether a name may be that of a text: "enwik8", "ptb.train", "wiki.test.raw"."""
    ending = path.suffix.lower()
    return ending in OTHERS or bool(split_of(Path(ending)))


def is_written(path: Path) -> bool:
    """Prose by its signs: words in lines, or in one line without an end."""
    lines = lettered(path)
    wordy = sum(len(line.split()) for line in lines) > WORDS * len(lines)
    return wordy and (is_prose(path) or is_one_line(path))


def is_one_line(path: Path) -> bool:
    """Hundreds of words without the end of a line: "text8"."""
    lines = lettered(path)
    return len(lines) == 1 and len(lines[0].split()) > 500


def is_short(path: Path) -> bool:
    """A paragraph or two, in a line each, no rows of a table."""
    lines = lettered(path)
    words = sum(len(line.split()) for line in lines)
    return (
        0 < len(lines) <= 4 and words >= SENTENCE * len(lines) and "\t" not in lines[0]
    )


def beginning(path: Path) -> str:
    """The first signs; of UTF-16, if the mark of it stands there."""
    head = first_bytes(path, 50_000)
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.decode("utf-16" if marked else "utf8", "replace")


def lettered(path: Path) -> list[str]:
    """The first lines that hold anything, of a file of letters; else none."""
    text = beginning(path)
    signs = sum(sign.isalpha() or sign.isspace() for sign in text)
    if "\0" in text or signs < LETTERS * len(text):
        return []
    return [line for line in text.splitlines() if line.strip()]


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
    lines = beginning(path).splitlines()[:-1]
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
