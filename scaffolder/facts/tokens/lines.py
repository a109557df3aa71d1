"""How the lines of a token file are written, and its sentences one by one."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes
from scaffolder.facts.written.text_lines import encoding_of

HEAD_BYTES = 1_000_000
UNIVERSAL = ("ID", "FORM", "LEMMA", "UPOS", "XPOS", "FEATS")
UNIVERSAL += ("HEAD", "DEPREL", "DEPS", "MISC")  # the columns of CoNLL-U
NUMBER = re.compile(r"\d+([-.]\d+)?")  # "7", "3-4" of a range, "8.1" of an empty node
BORDER = "-DOCSTART-"
NEEDED = "Needed: a token on each line, with its tag in another column, and an empty line after each sentence"


@dataclass(frozen=True)
class Form:
    """What the project's reader must be told."""

    columns: tuple[str, ...]
    separator: str  # "" for spaces, any number of them
    encoding: str
    comment: str  # "" where there are none
    records: bool = False  # of JSON, in the place of lines
    names: tuple[str, ...] = ()  # of tags that are numbers, in their order

    @property
    def numbered(self) -> bool:
        return self.columns[0] == "ID"

    def named(self, tag: str) -> str:
        known = tag.isdecimal() and int(tag) < len(self.names)
        return self.names[int(tag)] if known else tag

    def cells(self, line: str) -> list[str]:
        if not self.separator:
            return line.split()
        return [cell.strip() for cell in line.split(self.separator)]

    def is_comment(self, line: str) -> bool:
        if not self.comment or not line.startswith(self.comment):
            return False
        return self.numbered or len(self.cells(line)) != len(self.columns)


@dataclass
class Sentence:
    """Its tokens, and what stood between them without being one."""

    line: int  # of its first token, from 1
    document: int
    rows: list[list[str]] = field(default_factory=list)
    ranges: int = 0  # "3-4"
    empty: int = 0  # "8.1"


def form_of(path: Path) -> Form:
    head = first_bytes(path, HEAD_BYTES)
    try:
        encoding = encoding_of(path, head)
    except DataError as error:
        raise DataError(f"{path} holds no text. {NEEDED}; save it as UTF-8.") from error
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)
    lines = text.removeprefix("\ufeff").splitlines()
    lines = lines[:-1] if len(head) == HEAD_BYTES else lines
    plain = [x for x in lines if x.strip() and not x.startswith(("#", BORDER))]
    if not plain:
        raise DataError(
            f"{path} holds comments and no token. {NEEDED}; check the file."
        )
    separator = "\t" if all("\t" in line for line in plain) else ""
    cells = [x.split("\t") if separator else x.split() for x in plain]
    width = Counter(map(len, cells)).most_common(1)[0][0]
    if width < 2:
        raise DataError(
            f"Found one column in {path}, such as {plain[0][:60]!r}: nothing is tagged. {NEEDED}."
        )
    numbered = all(NUMBER.fullmatch(row[0]) for row in cells) and first_is_one(cells)
    names = UNIVERSAL if numbered and width == 10 else unnamed(width, numbered)
    comment = "#" if any(map(is_remark, lines)) or numbered else ""
    return Form(names, separator, encoding, comment)


def first_is_one(cells: list[list[str]]) -> bool:
    return len(cells[0]) > 2 and cells[0][0].split("-")[0] in ("1", "0.1")


def unnamed(width: int, numbered: bool) -> tuple[str, ...]:
    names = [f"column_{i}" for i in range(1, width + 1)]
    return ("ID", *names[1:]) if numbered else tuple(names)


def is_remark(line: str) -> bool:
    """A comment: "# sent_id = 3", not the token "#" with its tag."""
    return (
        line.startswith(("# ", "#\t")) and " = " in line or line.startswith("# newdoc")
    )


def opened(path: Path, encoding: str) -> TextIO:
    if first_bytes(path, 2, False) == b"\x1f\x8b":
        return gzip.open(path, "rt", encoding=encoding, newline="\n")
    return path.open(encoding=encoding, newline="\n")


def sentences(path: Path, form: Form) -> Iterator[Sentence]:
    """Raises DataError at a line that has another number of columns, or cannot be decoded."""
    number = 0
    try:
        with opened(path, form.encoding) as file:
            document, sentence = 0, Sentence(0, 0)
            for number, line in enumerate(file, 1):
                line = line.strip("\ufeff\r\n")
                if not line.strip():
                    if sentence.rows:
                        yield sentence
                    sentence = Sentence(0, document)
                elif form.is_comment(line):
                    if line.lstrip("# ").startswith("newdoc"):
                        document += 1
                        sentence.document = document
                elif line.startswith(BORDER):
                    document += 1
                    sentence = Sentence(0, document)
                else:
                    take(form.cells(line), sentence, number, path, form)
            if sentence.rows:
                yield sentence
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path} is {form.encoding} up to line {number:,} and something else after it"
            f" ({error.reason}). Needed: one encoding; save the file as UTF-8."
        ) from error
    except UnicodeError as error:
        raise DataError(
            f"{path} is not {form.encoding} as the training data are ({error}). Needed: one"
            " encoding for all parts; save them again as UTF-8."
        ) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(
            f"{path} is a damaged gzip file ({error}). Copy it again."
        ) from error


def take(
    cells: list[str], sentence: Sentence, number: int, path: Path, form: Form
) -> None:
    if form.numbered and not cells[0].isdecimal():
        sentence.ranges += "-" in cells[0]
        sentence.empty += "." in cells[0]
        return
    if len(cells) != len(form.columns):
        raise DataError(
            f"{path}: line {number:,} has {len(cells)} columns, the others"
            f" {len(form.columns)}: {' '.join(cells)[:60]!r}. Needed: the same number in every"
            " line; correct that line, or put an empty line after a sentence."
        )
    if not sentence.rows:
        sentence.line = number
    sentence.rows.append(cells)
