"""How a token file is written, and its sentences: lines of columns, or records of JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scaffolder.facts.tokens import lines, records
from scaffolder.facts.tokens.lines import Form, Sentence


def form_of(path: Path) -> Form:
    return (records if records.is_records(path) else lines).form_of(path)


def sentences(path: Path, form: Form) -> Iterator[Sentence]:
    return (records if form.records else lines).sentences(path, form)
