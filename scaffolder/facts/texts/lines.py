"""Lines that begin with their label: "NUM:date When was ...", "__label__good I like ..."."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.texts import find
from scaffolder.facts.texts.found import (
    Found,
    because,
    facts,
    must_be_learnable,
    must_be_text,
    unused_dialect,
)
from scaffolder.facts.texts.look import look
from scaffolder.facts.written.text_lines import encoding_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from scaffolder.facts.files.source import Source

    Done = Callable[[str, int, int], None]

SEVERAL = r"__label__\S+(\s+__label__\S+)+"


def read_lines(
    path: Path, source: Source, kind: str | None, named: str | None, done: Done
) -> Facts:
    must_be_text(kind, path)
    form = find.label_form(source.train)
    encoding = encoding_of(source.train, first_bytes(source.train, 10**9))
    must_be_one_label(source.train, form, encoding)
    groups = sorted(re.compile(form).groupindex)  # coarse before fine
    chosen = named or groups[0]
    if chosen not in groups:
        raise DataError(
            f"There is no answer {chosen!r}: a line begins with {' and '.join(groups)}."
            " Name one of them with --target."
        )
    rows, unlike = {}, {}
    for number, (split, file) in enumerate(source.splits.items(), 1):
        every = list(lines_of(file, form, chosen, encoding))
        rows[split] = [row for row in every if row[1] is not None]
        unlike[split] = len(every) - len(rows[split])
        done("reading text", number, len(source.splits))
    must_be_learnable([answer for _, answer in rows["train"]], source.train)
    example = next(iter(lines(source.train, encoding))).split(" ", 1)[0]
    return facts(
        Found(
            path=path,
            format="lines with a label",
            files=source.splits,
            looked={s: look(text for text, _ in some_) for s, some_ in rows.items()},
            answers={s: [str(a) for _, a in some_] for s, some_ in rows.items()},
            kind=because(kind, "lines of text, each of which begins with its label"),
            target=Proposal(chosen, levels(groups, chosen, example)),
            settings={
                "read": Proposal("labelled_lines", "a label begins each line"),
                "text": Proposal(("text",), "what follows the label of a line"),
                "label": Proposal(
                    form, "how a line begins; `target` names one group of it"
                ),
                **unused_dialect(encoding),
            },
            notes=notes(source, example, unlike, encoding),
            quote="",
        )
    )


def must_be_one_label(path: Path, form: str, encoding: str) -> None:
    """DataError where lines begin with several labels: the second is no text."""
    if form != find.FASTTEXT:
        return
    every = list(lines(path, encoding))
    several = [line for line in every if re.match(SEVERAL, line.strip())]
    if not several:
        return
    example = re.match(SEVERAL, several[0].strip())
    command = (
        rf"sed -E 's/^(__label__[^ \t]+)([ \t]+__label__[^ \t]+)+/\1/'"
        f" {shlex.quote(str(path))} > first_label.txt"
    )
    raise DataError(
        f"{len(several):,} of {len(every):,} lines of {path} begin with several labels, such"
        f" as {example[0] if example else ''}, and a text has one answer here. Needed: one"
        f" label a line; where the first one is meant: {command}; and name that file."
    )


def notes(
    source: Source, example: str, unlike: dict[str, int], encoding: str
) -> list[str]:
    said = [f"Each line begins with its label, as {example}, in the field of the text."]
    said += [
        f"Lines of {source.splits[s].name} without a label, left out: {n:,}."
        for s, n in unlike.items()
        if n
    ]
    if encoding != "utf8":
        said.append(f"{source.train.name} is not UTF-8: it is read as {encoding}.")
    return said


def levels(groups: list[str], chosen: str, example: str) -> str:
    if len(groups) == 1:
        return f"{chosen}: the label before the text"
    other = next(group for group in groups if group != chosen)
    return f"{chosen}: one of two levels, as in {example}; `{other}` is the other"


def lines(path: Path, encoding: str) -> Iterator[str]:
    text = first_bytes(path, 10**10).decode(encoding, "replace")
    yield from (
        line for line in text.removeprefix("\ufeff").splitlines() if line.strip()
    )


def lines_of(
    path: Path, form: str, group: str, encoding: str
) -> Iterator[tuple[str, str | None]]:
    """(text, answer), None for a line that begins otherwise."""
    pattern = re.compile(rf"{form}\s+(?P<text>.*)")
    for line in lines(path, encoding):
        found = pattern.fullmatch(line.strip())
        yield (found["text"], found[group]) if found else (line, None)
