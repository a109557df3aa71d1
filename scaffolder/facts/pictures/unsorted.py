"""A folder among the classes that says nobody has sorted what is in it: "_unsorted", "todo"."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterable, Mapping

from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import some

# of whole names; "unknown" and "other" may be classes, and are none of these
NOBODY = {"unsorted", "unlabeled", "unlabelled", "unclassified", "uncategorized"}
NOBODY |= {"todo", "to sort", "to label", "to check", "to review", "check", "inbox"}
NOBODY |= {"unsortiert", "unklar", "zu sortieren", "a trier", "non classe"}
NOBODY |= {"sin clasificar", "da ordinare", "niet gesorteerd"}


def sentences(source: Source, labels: Mapping[str, Iterable[str]]) -> list[str]:
    """One for all such folders, with the command that takes them out; none if no other is left."""
    counts = Counter(name for said in labels.values() for name in said)
    found = [name for name in counts if plain(name) in NOBODY]
    if not found or len(counts) - len(found) < 2:
        return []
    listed = some([f"{name!r} ({counts[name]:,})" for name in found])
    homes = [place.resolve() for place in source.splits.values()]
    ways = [
        f"mv {shlex.quote(str(home / name))} {shlex.quote(f'{home}_{plain(name)}')}"
        for home in homes
        for name in found
        if (home / name).is_dir()
    ]
    return [
        f"A class that says nobody has sorted it: {listed}. A net would learn to answer it. If it is"
        f" no class, take it out: {'; '.join(ways)}."
    ]


def plain(name: str) -> str:
    """Small letters, words apart by one space: "_To-Sort" is "to sort"."""
    return " ".join(re.findall(r"[^\W\d_]+", name.lower())).replace("à", "a")
