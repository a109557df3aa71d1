"""Sentences read a second time, line by line: every token is there, with its own tag."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..contract import Example, Project
from ..findings import Findings
from ..place import here
from ..specimen import some

MOST = 1000  # examples of each split that are compared; all are looked for
UNHEARD = "\u2e2e" * 4  # a word that no text has: question marks the wrong way round
READ = "read.py; config.py: the columns of the file"
FIELDS = ("data", "validation_data", "test_data")  # of the config, that name files
NUMBER = "ID"  # the column of CoNLL-U that counts tokens: "3-4" and "8.1" are none
CONLLU = (NUMBER, "FORM", "LEMMA", "UPOS", "XPOS", "FEATS", "HEAD", "DEPREL", "DEPS")
BORDER = "-DOCSTART-"  # stands where a token would, between documents


@dataclass(frozen=True)
class Form:
    """How the lines are written."""

    columns: tuple[str, ...] = (*CONLLU, "MISC")
    word: str = "FORM"
    separator: str = "\t"  # "" for spaces, any number of them
    encoding: str = "utf-8"
    comment: str = "#"  # what a comment begins with; "" where there are none

    def cells(self, line: str) -> list[str]:
        if not self.separator:
            return line.split()
        return [cell.strip() for cell in line.split(self.separator)]

    def is_comment(self, line: str) -> bool:
        """Where tokens have numbers, "#" begins no token; elsewhere one may be "#"."""
        if not self.comment or not line.startswith(self.comment):
            return False
        return NUMBER in self.columns or len(self.cells(line)) != len(self.columns)


def form_of(config: Any) -> Form:
    """As the config says it; CoNLL-U where it says nothing."""
    if not hasattr(config, "columns"):
        return Form()
    written = (config.separator, config.encoding, config.comment)
    return Form(tuple(config.columns), config.word, *written)


def judge_lines(project: Project, findings: Findings) -> None:
    """An id names a line, and what stands there are its words and tags.

    The rest of a sentence longer than x is an example of its own: nothing is cut off in
    silence, or the metrics would be about the beginnings of sentences.
    """
    if project.target.answers_are != "tags":
        return
    config, form = project.config, form_of(project.config)
    splits = project.again().splits  # `project` may hold a few of them
    parts = (splits.train, splits.validation, splits.test)
    known = {example.id for part in parts for example in part} | splits.left_out.keys()
    chosen = {example.id: example for part in parts for example in some(part, MOST)}
    named = (getattr(config, field, "") for field in FIELDS)
    for path in [here().resolve(name) for name in named if name]:
        for line, _, rows in sentences(path, form):
            for first in range(0, len(rows), config.length):
                id = f"{path.name}:{line}" + f"+{first}" * (first > 0)
                findings.demand(
                    id in known or bool(findings.faults),
                    f"The {len(rows)} tokens in line {line} of {path.name} are no "
                    f"example from the {first}th on, and nothing says why.",
                    READ,
                )
                if id in chosen:
                    piece = rows[first : first + config.length]
                    judge_piece(chosen[id], piece, project, findings)


def sentences(path: Path, form: Form) -> Iterator[tuple[int, int, list[list[str]]]]:
    """(the line of its first token, how many documents have begun, the cells of each)"""
    stored = path.read_bytes()
    stored = gzip.decompress(stored) if stored.startswith(b"\x1f\x8b") else stored
    begin, document, rows = 0, 0, list[list[str]]()
    for number, line in enumerate(stored.decode(form.encoding).split("\n"), 1):
        line = line.strip("\ufeff\r")
        cells = form.cells(line)
        if not line.strip() or line.startswith(BORDER):
            if rows:
                yield begin, document, rows
            document, rows = document + line.startswith(BORDER), []
        elif form.is_comment(line):
            said = line.removeprefix(form.comment).strip()
            document += said.startswith("newdoc")
        elif len(cells) < len(form.columns):
            continue
        elif form.columns[0] != NUMBER or cells[0].isdecimal():
            begin = begin if rows else number
            rows.append(cells)
    if rows:
        yield begin, document, rows


def judge_piece(
    example: Example, rows: list[list[str]], project: Project, findings: Findings
) -> None:
    form = form_of(project.config)
    word, tag = map(form.columns.index, (form.word, project.config.target))
    for what, found, column in (
        ("words", example.raw, word),
        ("tags", example.answer, tag),
    ):
        there = [row[column] for row in rows]
        findings.demand(
            list(found) == there or bool(findings.faults),
            f"The {what} of {example.id} are {' '.join(found)!r}; in the file stands "
            f"{' '.join(there)!r}.",
            READ,
        )


def judge_unheard(project: Project, findings: Findings) -> None:
    """A word that training lacks must not look like a word that it has."""
    if project.target.answers_are != "tags":
        return
    heard = {word.lower() for e in some(project.splits.train, MOST) for word in e.raw}
    shown = project.inputs.show(project.inputs.encode((UNHEARD,)))
    findings.demand(
        shown.lower() not in heard,
        f"A word that no sentence has reaches the net as {shown!r}, which training knows.",
        "data.py: encode",
    )
