"""The tagged sentences of a JSON file: records with a list of tokens, and one of their tags.

Yours to edit. config.py says which field holds what.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .config import Config

NOTHING = {"-100": "_", "None": "_"}  # what trainers put where no token counts


@dataclass(frozen=True)
class Example:
    """A sentence, or a piece of one that is longer than x."""

    id: str  # "train.jsonl:5", counted from 1; its rest is ":5+64"
    raw: tuple[str, ...]  # tokens
    answer: Any  # a tuple of tags, one for each; None if nobody knows
    group: str  # "train.jsonl:5": of lists of sentences the document


def read(path: str | Path, config: Config) -> list[Example]:
    """Every sentence of a file; the tags may be missing: then predict them."""
    path, size, found = Path(path), config.length, list[Example]()
    known = {str(i): name for i, name in enumerate(config.tag_names)} | NOTHING
    for group, id, words, said in sentences(path, config):
        if said is not None and len(said) != len(words):
            raise ValueError(
                f"{id}: {len(words)} tokens, {len(said)} tags. Correct it."
            )
        tokens = tuple(map(str, words))
        tags = tuple(known.get(str(tag), str(tag)) for tag in said or ())
        for first in range(0, len(words), size):
            piece, rest = slice(first, first + size), f"+{first}" * (first > 0)
            found.append(Example(id + rest, tokens[piece], tags[piece] or None, group))
    return found


def sentences(path: Path, config: Config) -> Iterator[tuple[str, str, list, Any]]:
    """Document, id, tokens and tags; a record whose lists hold lists has several."""
    for number, record in enumerate(records(path), 1):
        id = f"{path.name}:{number}"
        if not isinstance(record, dict) or config.word not in record:
            raise ValueError(
                f"{id} has no {config.word!r}: correct `word` in config.py."
            )
        words, tags = record[config.word], record.get(config.target)
        if not words or not isinstance(words[0], list):
            yield id, id, words, tags
            continue
        for i, some in enumerate(words):
            yield id, f"{id}.{i + 1}", some, tags and tags[i]


def records(path: Path) -> list[Any]:
    """Of JSON lines, of one array, or of a file that is one record."""
    if not path.is_file():
        raise ValueError(f"No file {path}: correct the path, or `data` in config.py.")
    try:
        stored = path.read_bytes()
        packed = stored.startswith(b"\x1f\x8b")
        text = (gzip.decompress(stored) if packed else stored).decode("utf-8-sig")
        try:
            whole = json.loads(text)
        except ValueError:
            whole = [json.loads(line) for line in text.split("\n") if line.strip()]
    except (ValueError, OSError, EOFError) as error:
        raise ValueError(f"{path.name} is no JSON: {error}.") from error
    return whole if isinstance(whole, list) else [whole]


def fault(example: Example, config: Config) -> str:
    """Why a sentence can neither train nor measure, "" if it can."""
    if example.id in config.drop:
        return "named in `drop`"
    untagged = set(example.answer or ()) <= set(config.untagged)
    return "no token has a tag" if untagged else ""
