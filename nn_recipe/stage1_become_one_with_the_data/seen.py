"""How many examples a person has seen: the page counts those that stood before them (recipe 1.1)."""

import json
from collections.abc import Iterable
from pathlib import Path

from ..contract import Project
from ..ledger import Ledger, Record
from ..ledger.lines import append
from ..place import here
from .attributes import PARTS

ENOUGH = 1000  # or all, if there are fewer
PLACE = "data/seen.jsonl"  # in the folder of the ledger: a list of ids in each line


def check(project: Project, ledger: Ledger) -> Record:
    """A person has seen a thousand examples, or all of them (recipe 1.1)."""
    ids = {e.id for part in PARTS for e in getattr(project.splits, part)}
    needed = min(ENOUGH, len(ids))
    experiment = ledger.expect(
        "1.1",
        f"I have seen {'all' if needed == len(ids) else f'{needed:,}'} examples.",
        value=needed,
        how="examples that stood before a person on the page for half a second",
    )
    seen = len(ids & read(ledger.path.parent / PLACE)) if ledger.path else 0
    because = f"Viewed {seen:,} of {len(ids):,}."
    if seen < needed:
        because += f" Browse the others: {here().python} look --browse"
    measured = {"viewed": seen, "examples": len(ids)}
    return experiment.conclude(measured, seen >= needed or None, because)


def keep(path: Path, ids: Iterable[str]) -> None:
    """Append them, in one whole line."""
    append(path, json.dumps([*ids]).encode() + b"\n")


def read(path: Path) -> set[str]:
    """Every id that was ever seen; a torn line counts for nothing."""
    found: set[str] = set()
    for line in path.read_bytes().splitlines() if path.exists() else ():
        try:
            found.update(map(str, json.loads(line)))
        except (ValueError, TypeError):
            continue
    return found
