"""Tagged sentences in JSON: records with a list of tokens, and lists of as many tags.

As Hugging Face's data have them, in JSON lines, in one array, or in columns: one record whose
lists hold the lists of all sentences. A record of such lists is a document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scaffolder.errors import DataError
from scaffolder.facts.listing import first_bytes
from scaffolder.facts.tokens.lines import Form, Sentence, opened

ENDINGS = (".json", ".jsonl", ".ndjson")
HEAD = 100_000  # bytes in which the first record ends, or the file is one record
WORDS = re.compile(r"(.*_)?(tokens?|words?|forms?)|sentence|text", re.I)
TAGS = re.compile(r"tag|label|ner|pos|chunk|entit|class", re.I)
NOTHING = {"-100": "_", "None": "_"}  # what trainers put where no token counts


def is_records(path: Path) -> bool:
    suffix = Path(path.name.lower().removesuffix(".gz")).suffix
    if suffix not in ENDINGS or path.is_dir():
        return False
    return bool(fields(first_record(path)))


def first_record(path: Path) -> dict[str, Any]:
    text = first_bytes(path, HEAD).decode("utf8", "replace").lstrip("\ufeff[ \r\n\t")
    try:
        found = json.JSONDecoder().raw_decode(text)[0]
    except ValueError:
        in_columns = re.match(r'\{\s*"\w+"\s*:\s*\[\s*\[', text)
        found = next((r for _, r in records(path)), {}) if in_columns else {}
    return found if isinstance(found, dict) else {}


def fields(record: dict[str, Any]) -> tuple[str, ...]:
    """That of the tokens, then those with as many tags; () of other records."""
    lists = {name: flat for name, cells in record.items() if (flat := shape(cells))}
    words = [
        name
        for name, flat in lists.items()
        if WORDS.fullmatch(name) and all(isinstance(cell, str) for _, cell in flat)
    ]
    places = [[place for place, _ in lists[word]] for word in words[:1]]
    tags = [
        name
        for name, flat in lists.items()
        if name not in words and [place for place, _ in flat] in places
    ]
    tags = [name for name in tags if TAGS.search(name)] or tags
    return (words[0], *tags) if tags else ()


def shape(cells: Any) -> list[tuple[int, Any]]:
    """(which of its lists, cell) of a list of words or numbers, or of lists of them."""
    if not isinstance(cells, list) or not cells:
        return []
    rows = cells if all(isinstance(row, list) for row in cells) else [cells]
    flat = [(i, cell) for i, row in enumerate(rows) for cell in row]
    return flat if all(isinstance(cell, str | int) for _, cell in flat) else []


def form_of(path: Path) -> Form:
    return Form(fields(first_record(path)), "", "utf-8-sig", "", records=True)


def records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each with its number, from 1."""
    try:
        with opened(path, "utf-8-sig") as file:
            text = file.read()
    except UnicodeError as error:
        raise DataError(
            f"{path} is not UTF-8 ({error}). Needed: JSON as its standard has it; save it"
            " as UTF-8."
        ) from error
    try:
        whole = json.loads(text)
    except ValueError:
        whole = list(lines(path, text))
    for number, record in enumerate(whole if isinstance(whole, list) else [whole], 1):
        if not isinstance(record, dict):
            raise DataError(
                f"{path}: record {number:,} is no object, {str(record)[:40]!r}. Needed: the"
                " same fields in each; correct it."
            )
        yield number, record


def lines(path: Path, text: str) -> Iterator[Any]:
    for number, line in enumerate(text.split("\n"), 1):
        try:
            if line.strip():
                yield json.loads(line)
        except ValueError as error:
            raise DataError(
                f"{path}: line {number:,} is no JSON ({error}). Needed: a record on each"
                " line, or one array of them; correct that line."
            ) from error


def sentences(path: Path, form: Form) -> Iterator[Sentence]:
    """Raises DataError at a record that has another number of tags than of tokens."""
    word, *tags = form.columns
    for number, record in records(path):
        if word not in record:
            raise DataError(
                f"{path}: record {number:,} has no {word!r}, only {[*record]}. Needed: the"
                " same fields in each; correct it."
            )
        columns = [record[word], *map(record.get, tags)]
        nested = isinstance((columns[0] or [""])[0], list)
        rows = enumerate(columns[0]) if nested else [(0, columns[0])]
        for k, tokens in rows:
            own = [c[k] if nested and c is not None else c for c in columns]
            yield from sentence(path, form, number, nested, tokens, own)


def sentence(
    path: Path, form: Form, number: int, nested: bool, tokens: list, columns: list
) -> Iterator[Sentence]:
    filled = [[None] * len(tokens) if column is None else column for column in columns]
    for name, column in zip(form.columns, filled, strict=True):
        if len(column) != len(tokens):
            raise DataError(
                f"{path}: record {number:,} has {len(tokens)} {form.columns[0]} and"
                f" {len(column)} {name}. Needed: a tag for each token; correct it."
            )
    rows = [
        [str(token), *(NOTHING.get(str(tag), str(tag)) for tag in tags)]
        for token, *tags in zip(*filled, strict=True)
    ]
    if rows:
        yield Sentence(number, number if nested else 0, rows)
