"""Sentences read a second time, line by line: every token is there, with its own tag."""

from collections.abc import Iterator
from typing import Any

from ..columns import NUMBER, Form, Stored
from ..contract import Example, Project
from ..findings import Findings
from ..specimen import some

MOST = 1000  # examples of each split that are compared; all are looked for
UNHEARD = "\u2e2e" * 4  # a word that no text has: question marks the wrong way round
READ = "recipe/sentences.py and recipe/columns.py; config.py: columns, word, target"


def judge_lines(project: Project, findings: Findings) -> None:
    """An id names a line, and what stands there are its words and tags.

    The rest of a sentence longer than x is an example of its own: nothing is cut off in
    silence, or the metrics would be about the beginnings of sentences.
    """
    if project.target.answers_are != "tags":
        return

    config: Any = project.config
    form = Form(config.columns, config.separator, config.encoding, config.comment)
    splits = data.load(project.config)  # `project` may hold a few of them
    parts = (splits.train, splits.validation, splits.test)
    known = {example.id for part in parts for example in part} | splits.left_out.keys()
    chosen = {example.id: example for part in parts for example in some(part, MOST)}
    for _, path in given(config):
        stored = Stored(resolve(path), config.encoding)
        for line, rows in sentences(stored, form):
            for first in range(0, len(rows), config.length):
                id = f"{stored.path.name}:{line}" + f"+{first}" * (first > 0)
                findings.demand(
                    id in known or bool(findings.faults),
                    f"The {len(rows)} tokens in line {line} of {stored.path.name} are no "
                    f"example from the {first}th on, and nothing says why.",
                    READ,
                )
                if id in chosen:
                    piece = rows[first : first + config.length]
                    judge_piece(chosen[id], piece, project, findings)


def sentences(stored: Stored, form: Form) -> Iterator[tuple[int, list[list[str]]]]:
    """(the line of its first token, the cells of each)"""
    begin, rows = 0, list[list[str]]()
    for number, (_, line) in enumerate(stored.lines(), 1):
        cells = form.cells(line)
        if rows and not line.strip():
            yield begin, rows
            rows = []
        elif len(cells) < len(form.columns) or form.is_comment(line):
            continue
        elif form.columns[0] != NUMBER or cells[0].isdecimal():
            begin = begin if rows else number
            rows.append(cells)
    if rows:
        yield begin, rows


def judge_piece(
    example: Example, rows: list[list[str]], project: Project, findings: Findings
) -> None:
    config: Any = project.config
    word, tag = map(config.columns.index, (config.word, config.target))
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
        "recipe/vocabulary.py: row; data.py: encode",
    )
