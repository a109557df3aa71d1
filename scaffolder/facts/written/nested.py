"""JSON records with records or lists in them, and the command that makes plain ones of them."""

from __future__ import annotations

from pathlib import Path

from scaffolder.facts import commands

FLAT = (
    "import json; f = lambda o, p='': dict(x for k, v in o.items() for x in (f(v, p + k + '.')"
    ".items() if isinstance(v, dict) else [(p + k, json.dumps(v) if isinstance(v, list) else"
    " v)])); print(*(json.dumps(f(o)) for o in {records}), sep='\\n', file=open({flat!r}, 'w'))"
)


def made_plain(path: Path) -> str:
    """The command that makes a field of each inner one, and what to name then."""
    opened = f"open({path.name!r})"
    records = f"map(json.loads, filter(str.strip, {opened}))"
    if path.suffix.lower() == ".json":
        records = f"json.load({opened})"
    flat = f"{path.name.split('.')[0]}_flat.jsonl"
    command = commands.python(path.parent, FLAT.format(records=records, flat=flat))
    return f"{command} and name {path.parent / flat}"
