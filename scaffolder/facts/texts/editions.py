"""Texts of a folder that are another of them once more: an older edition, a copy under old/."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from scaffolder.facts.listing import first_bytes, share
from scaffolder.facts.model import Proposal

LONG = 30  # bytes of a line, from which it is hardly the same by chance
FEWEST = 50  # such lines, from which a text is compared
SAME = 0.6  # of its lines stand in the other
IN_BOTH = 2  # texts that hold a line; in more it is a notice that all bear
MOST = 20  # copies; of more it is the nature of these texts


def copies(files: Sequence[Path], home: Path, looked: int) -> list[Proposal]:
    """The texts to leave out, by the name that read.py knows, each with its reason."""
    if not 2 <= len(files) <= looked // 1000:
        return []
    lines = {file: long_lines(file, looked // len(files)) for file in files}
    where: dict[bytes, list[Path]] = defaultdict(list)
    for file, held in lines.items():
        for line in held:
            where[line].append(file)
    both = Counter(tuple(w) for w in where.values() if len(w) == IN_BOTH)
    found: dict[Path, Proposal] = {}
    names = Counter(file.name for file in files)
    for (one, other), shared in both.items():
        own = {
            f: sum(len(where[line]) <= IN_BOTH for line in lines[f])
            for f in (one, other)
        }
        out, kept = sorted((one, other), key=lambda f: (-len(f.parts), own[f], f.name))
        least = min(own.values())
        if least < FEWEST or shared < SAME * least or {out, kept} & found.keys():
            continue
        if names[out.name] > 1:
            out, kept = kept, out
        if names[out.name] == 1:
            why = (
                f"{out.relative_to(home)} has {share(shared, own[out])} of its lines from"
                f" {kept.relative_to(home)}: a copy would stand on both sides"
            )
            found[out] = Proposal(out.name, why)
    return list(found.values()) if len(found) <= MOST else []


def long_lines(file: Path, count: int) -> set[bytes]:
    lines = (line.strip() for line in first_bytes(file, count, False).splitlines())
    return {line for line in lines if len(line) >= LONG}
