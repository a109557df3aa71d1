"""Answers that were given elsewhere: CSV with id and label, or a JSON object on each line."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..contract import Project
from . import kept
from .forms import Form
from .kept import Said

COLUMNS = ("label", "answer")


def imported(project: Project, form: Form, annotator: str, path: Path) -> int:
    """Keep them as if the page had been used; none at all, if one of them is no answer."""
    raws = {example.id: example.raw for example in project.splits.validation}
    found = []
    for place, id, answer in lines(form, path):
        if id not in raws:
            raise ValueError(
                f"{place}: {id[:80]!r} is the id of no validation example. Needed such as "
                f"{next(iter(raws), 'none, for there is none')!r}."
            )
        try:
            form.encode(answer, raws[id])
        except (ValueError, TypeError, AttributeError) as error:
            raise ValueError(f"{place}: {error}") from None
        found.append(Said(id, answer))
    for said in found:
        kept.keep(annotator, said)
    return len(found)


def lines(form: Form, path: Path) -> Iterator[tuple[str, str, Any]]:
    """(where it stands, id, answer) of each."""
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path after --import.")
    text = path.read_text("utf-8-sig", errors="replace")
    if path.suffix.lower() in (".jsonl", ".json", ".ndjson"):
        yield from objects(path.name, text)
        return
    table = csv.DictReader(text.splitlines())
    column = next((c for c in COLUMNS if c in (table.fieldnames or ())), "")
    if "id" not in (table.fieldnames or ()) or not column:
        raise ValueError(
            f"{path.name} has the columns {table.fieldnames}, needed id and label: name them so."
        )
    for row in table:
        place = f"{path.name}:{table.line_num}"
        try:
            yield place, str(row["id"]), form.read(row[column] or "")
        except ValueError as error:
            raise ValueError(f"{place}: {error}") from None


def objects(name: str, text: str) -> Iterator[tuple[str, str, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            column = next(c for c in COLUMNS if c in found)
            yield f"{name}:{number}", str(found["id"]), found[column]
        except (ValueError, TypeError, KeyError, StopIteration, RecursionError):
            raise ValueError(
                f'{name}:{number} is no line like {{"id": "...", "answer": ...}}: mend it.'
            ) from None
