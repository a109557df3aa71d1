"""Texts whose labels stand in a list, as doccano writes them: ["praise"], also where each has one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scaffolder.facts.commands import python, text

TEXTS = ("text", "data", "content", "sentence")
LABELS = ("label", "labels", "cats", "categories", "accept")
ENOUGH = 5  # records, of which each has such a list


def of_records(file: Path, records: Iterable[dict[str, Any]]) -> str:
    """What the file is, and the command that writes a label a text; "" of all others."""
    found = list(records)
    names = (n for n in LABELS if all(is_list(one.get(n)) for one in found))
    said = (n for n in TEXTS if all(isinstance(one.get(n), str) for one in found))
    label, words = next(names, ""), next(said, "")
    if len(found) < ENOUGH or not label or not words:
        return ""
    several = any(len(one[label]) > 1 for one in found)
    tags = all(len(one[label]) == len(one[words].split()) for one in found)
    if tags or not any(one[label] for one in found):
        return ""
    written = f"{file.name.partition('.')[0]}_labels.jsonl"
    code = (
        "import polars as pl;"
        f" t = pl.{'read_json' if file.suffix == '.json' else 'read_ndjson'}({text(file.name)});"
        f" t.filter(pl.col({text(label)}).list.len() {'>' if several else '='}= 1)"
        f".select(pl.col({text(words)}), label=pl.col({text(label)}).list.first())"
        f".write_ndjson({text(written)})"
    )
    which = ", here the first of several" * several
    return (
        f"holds texts with lists of labels in {label!r}, as doccano writes. Needed: one label a"
        f" text{which}; write it: {python(file.parent, code)} and name {file.parent / written}."
    )


def is_list(said: Any) -> bool:
    return isinstance(said, list) and all(isinstance(one, str) for one in said)
