"""How the files count pixels and spell classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scaffolder.facts.boxes.found import Marked


def first_pixel(every: list[Marked]) -> tuple[int, str]:
    """1 where the corners go from 1 to the last pixel, as Pascal VOC counts."""
    if any(m.listed.shares for m in every):
        return 0, "number of the first pixel: shares of a side begin at 0"
    low = lowest(every)
    if low >= 1 and touching(every) and low < 2:
        return (
            1,
            f"the lowest corner is {low:g}, and boxes end with the last pixel: from 1",
        )
    return 0, f"number of the first pixel: the lowest corner is {low:g}"


def lowest(every: list[Marked]) -> float:
    return min((min(b[1:]) for m in every for b in m.listed.boxes), default=0.0)


def touching(every: list[Marked]) -> int:
    """Boxes whose right or lower side is the size of the picture."""
    return sum(
        (b[3] == m.frame[0]) + (b[4] == m.frame[1])
        for m in every
        for b in m.listed.boxes
    )


def reach(every: list[Marked]) -> str:
    return f"{touching(every):,} end exactly with the last pixel"


def spelling(labels: Iterable[str]) -> dict[str, str]:
    """Each name in the files -> its class: of those that differ in case only, the frequent one."""
    counts = Counter(labels)
    chosen: dict[str, str] = {}
    for name, _ in counts.most_common():
        chosen.setdefault(" ".join(name.casefold().split()), name)
    return {name: chosen[" ".join(name.casefold().split())] for name in counts}
