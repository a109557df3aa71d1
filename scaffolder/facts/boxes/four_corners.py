"""Texts of four corners and a class for each object (DOTA, ICDAR): boxes around them are read."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.boxes import via
from scaffolder.facts.commands import text
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import (
    files_below,
    first_bytes,
    images_below,
)

HEAD = 4096  # bytes of a text
LOOKED_AT = 20  # texts
MOST_FILES = 20_000
CELL = r"\s*-?\d+(?:\.\d+)?"
LINE = rf"((?:{CELL}(?:\s*,|\s)){{8}})\s*(\S.*)"  # x and y four times, and what it is
REPEATED = 3  # objects of one class, on average
CODE = (
    "import csv, re; from pathlib import Path; line = {line}; rows = lambda p, g: [(p.as_posix(),"
    " min(c[::2]), min(c[1::2]), max(c[::2]), max(c[1::2]), {kind}) for m in map(re.compile("
    'line).match, g.read_text("utf-8-sig", "replace").splitlines()) if m for c in [[float(v)'
    ' for v in re.findall(r"-?[\\d.]+", m[1])]]]; '
)
WRITTEN = (
    '[csv.writer(open(to, "w",'
    ' newline="")).writerows([{header}, *(row for home, texts in ways for p in'
    ' sorted(Path(home).iterdir()) if p.suffix != ".txt" for g in [Path(texts, {before} + p.stem'
    ' + ".txt")] if g.is_file() for row in (rows(p, g) or [(p.as_posix(), *{empty})]))]) for to,'
    " ways in {tables}.items()]"
)


def refuse(folder: Path) -> None:
    """Raises DataError where texts of the names of pictures hold four corners each."""
    pictures = {p.stem: p.parent for p in islice(images_below(folder), MOST_FILES)}
    texts = list(islice(files_below(folder, (".txt",)), MOST_FILES))
    for before in ("", "gt_"):
        own = [f for f in texts if f.stem.removeprefix(before) in pictures]
        own = [f for f in own if f.stem.startswith(before)]
        if own and (kinds := kinds_in(own[:: max(1, len(own) // LOOKED_AT)])):
            raise DataError(told(folder, own, before, kinds))


def kinds_in(texts: list[Path]) -> Counter[str]:
    """What the objects of some texts are; empty where lines hold other things."""
    found = Counter[str]()
    for file in texts[:LOOKED_AT]:
        lines = [line for line in lines_of(file) if not is_head(line)]
        objects = [re.match(LINE, line) for line in lines]
        if not all(m and is_kind(m) for m in objects):
            return Counter()
        found.update(m[2].strip() for m in objects if m)
    return found


def lines_of(file: Path) -> Iterator[str]:
    """The first lines of a text, without one that may be cut."""
    content = first_bytes(file, HEAD).decode("utf-8-sig", "replace")
    lines = content.splitlines()[: -1 if len(content) >= HEAD else None]
    return filter(str.strip, lines)


def is_head(line: str) -> bool:
    """imagesource:GoogleEarth"""
    return bool(re.match(r"[A-Za-z]\w*\s*:", line))


def is_kind(line: re.Match[str]) -> bool:
    """More than a ninth number, which a class or an angle would be in other formats."""
    return "," in line[1] or not re.match(r"-?[\d.]+(\s|$)", line[2])


def told(folder: Path, texts: list[Path], before: str, kinds: Counter[str]) -> str:
    classes = kinds.total() >= REPEATED * len(kinds)
    tables = tables_of(folder, texts, before)
    code = CODE.format(
        line=text(LINE),
        kind='re.split(r"[,\\s]+", m[2])[0]' if classes else '"text"',
    ) + written(before, tables)
    what = "and a class" if classes else "and what is written there"
    one = (
        ""
        if classes
        else ", all of one class, 'text', as what is written is not learnt"
    )
    return (
        f"{texts[0]} holds four corners {what} a line, shapes that are turned as they lie. Needed:"
        " a table with the columns image,xmin,ymin,xmax,ymax,class, as boxes here are upright;"
        f" write it, with the box around each shape{one}: {commands.python(folder, code)} and name"
        f" {folder / next(iter(tables))}."
    )


def written(before: str, tables: Mapping[str, list[tuple[str, str]]]) -> str:
    """Python that writes `rows` of each picture and its text into the tables."""
    return WRITTEN.format(
        before=text(before), header=via.HEADER, empty=via.EMPTY, tables=text(tables)
    )


def tables_of(
    folder: Path, texts: list[Path], before: str
) -> dict[str, list[tuple[str, str]]]:
    """Folders of pictures and of texts by table: "boxes_train.csv" first."""
    homes: dict[str, set[Path]] = defaultdict(set)
    for picture in images_below(folder):
        homes[picture.stem].add(picture.parent)
    pairs: dict[tuple[Path, Path], None] = {}
    for file in texts:
        places = homes[file.stem.removeprefix(before)]
        pairs[max(places, key=lambda place: shared(place, file)), file.parent] = None
    tables: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for home, place in pairs:
        way = tuple(p.relative_to(folder).as_posix() for p in (home, place))
        tables[name_of(place.relative_to(folder))].append((way[0], way[1]))
    if not any(split_of(Path(name)) == "train" for name in tables):
        return {"boxes.csv": [way for ways in tables.values() for way in ways]}
    order = sorted(tables, key=lambda name: split_of(Path(name)) != "train")
    return {name: tables[name] for name in order}


def shared(place: Path, file: Path) -> int:
    """How many folders two paths begin with, both."""
    return sum(a == b for a, b in zip(place.parts, file.parts, strict=False))


def name_of(place: Path) -> str:
    part = next(filter(None, (split_of(Path(word)) for word in place.parts)), "")
    return f"boxes_{part}.csv" if part else "boxes.csv"
