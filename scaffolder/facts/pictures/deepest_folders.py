"""lot/sunny/2012-09-12/empty/1.png: the deepest folders are the classes, and the same everywhere."""

from __future__ import annotations

import re
import shlex
from collections import defaultdict
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.source import Source, split_of
from scaffolder.facts.listing import images_below, said, some
from scaffolder.facts.pictures import views_of_one

FEWEST = 3  # folders that hold those of the classes
MOSTLY = 0.8  # of them hold each one
MOST = 50  # classes
IDS = 10  # folders called by long numbers, which are no classes then
LONG = re.compile(r"\d{3,}")


def must_not_be_classes(source: Source) -> None:
    """Raises DataError where they are, and other folders would be taken for the classes."""
    folder = source.train
    parents = {f.parent.relative_to(folder) for f in images_below(folder)}
    below: dict[Path, set[str]] = defaultdict(set)
    for place in parents:
        below[place.parent].add(place.name)
    deep = {len(place.parts) for place in parents}
    names = set[str]().union(*below.values())
    whole = sum(held == names for held in below.values())
    if len(deep) > 1 or whole < max(FEWEST, MOSTLY * len(below)) or len(names) > MOST:
        return
    tops = sorted({place.parts[0] for place in parents})
    if len(names) < 2 or not seem_classes(names, tops, deep.pop()):
        return
    places = [place.as_posix() for place in sorted(below)]
    raise DataError(told(source, places, sorted(names), tops))


def seem_classes(names: set[str], tops: list[str], deep: int) -> bool:
    """Numbers may count, and some words say how a picture was taken."""
    if deep == 2:
        ids = len(tops) >= IDS and all(map(LONG.fullmatch, tops))
        return ids and (names == {"0", "1"} or not any(map(has_digit, names)))
    counted = all(map(has_digit, names)) or any(split_of(Path(n)) for n in names)
    words = [name.lower() for name in names]
    return deep > 2 and not counted and not views_of_one.are_views(words, ["a"])


def has_digit(name: str) -> bool:
    return any(c.isdigit() for c in name)


def told(source: Source, places: list[str], names: list[str], tops: list[str]) -> str:
    below = "*/" * (places[0].count("/") + 2)
    by_class = [regrouped(part, below) for part in source.splits.values()]
    by_top = [flat(part) for part in source.splits.values()]
    train = source.train.resolve()
    return (
        f"Each of {said(len(places), 'folder')} below {source.train} ({some(places, 3)}) holds"
        f" the same folders, {some(names)}: these seem to say what a picture shows, and the"
        " others where and when it was taken. Needed: the classes above; copy them so:"
        f" {'; '.join(by_class)}; then name {train}_by_class, and keep the pictures of one"
        " place or day on one side with --split group --split-column '/([^/]+)/[^/]+$'. If"
        f" {some(tops, 4)} are the classes after all: {'; '.join(by_top)}; then name"
        f" {train}_flat."
    )


def regrouped(folder: Path, below: str) -> str:
    home, to = folder.resolve(), f"../{folder.resolve().name}_by_class"
    return (
        f"cd {shlex.quote(str(home))}; for d in {below}; do c={shlex.quote(to)}/$(basename"
        ' "$d"); mkdir -p "$c"; cp -r "$d" "$c/$(dirname "$d" | tr / _)"; done'
    )


def flat(folder: Path) -> str:
    home, to = folder.resolve(), f"../{folder.resolve().name}_flat"
    return (
        f"cd {shlex.quote(str(home))}; for d in */; do c={shlex.quote(to)}/$d; mkdir -p"
        ' "$c"; find "$d" -type f | while read -r f; do cp "$f" "$c$(echo "$f" | tr / _)";'
        " done; done"
    )
