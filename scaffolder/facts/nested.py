"""JSON records with records or lists in them, and the command that makes plain ones of them."""

from __future__ import annotations

import json
from pathlib import Path

from scaffolder.facts import commands
from scaffolder.facts.listing import some

FLAT = (
    "import json; f = lambda o, p='': dict(x for k, v in o.items() for x in (f(v, p + k + '.')"
    ".items() if isinstance(v, dict) else [(p + k, json.dumps(v) if isinstance(v, list) else"
    " v)])); print(*(json.dumps(f(o)) for o in {records}), sep='\\n', file=open({flat!r}, 'w'))"
)


def are_lines(text: str) -> bool:
    """Whether an object begins where the first one ends."""
    try:
        end = json.JSONDecoder().raw_decode(text)[1]
    except ValueError:
        return False
    return text[end:].lstrip().startswith("{")


def names_of(record: dict[str, object]) -> list[str]:
    return [name for name, value in record.items() if isinstance(value, dict | list)]


def told(path: Path, names: list[str]) -> str:
    """What the fields are, and the way on; a list becomes one text."""
    opened = f"open({path.name!r})"
    array = path.suffix.lower() == ".json"
    records = f"json.load({opened})"
    if not array:
        records = f"map(json.loads, filter(str.strip, {opened}))"
    flat = f"{path.name.split('.')[0]}_flat.jsonl"
    command = commands.python(path.parent, FLAT.format(records=records, flat=flat))
    return (
        f"holds records or lists inside its records: {some(names)}. Needed: one number or"
        f" text per field. Make a field of each inner one, as in outer.inner: {command} and"
        f" name {path.parent / flat}; or leave these fields out."
    )
