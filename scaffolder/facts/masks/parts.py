"""Pictures with masks beside those read: parts whose folders differ in more than the word for the part."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.facts import commands
from scaffolder.facts.commands import text
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import said

if TYPE_CHECKING:
    from scaffolder.facts.masks.folders import Family

    Pair = tuple[Family, Family]

COPY = (  # into train/images, train/masks, test/images, ...
    "import shutil; from pathlib import Path; top, to = Path({top}), Path({to}); [((d := to / part"
    " / kind).mkdir(parents=True), [shutil.copy(f, d / (f.name[len(b) : -len(a)] + f.suffix)) for"
    " f in sorted((top / home).iterdir()) if f.name.startswith(b) and f.name.endswith(a)]) for"
    " part, kind, home, b, a in {rows}]"
)


def on_unread(path: Path, source: Source) -> list[str]:
    """A sentence on the parts that are called validation or test, with the way to read them."""
    if len(source.splits) > 1 or not source.train.is_dir() or not path.is_dir():
        return []
    parts = by_part(path)
    if "train" not in parts or len(parts) < 2:
        return []
    found = [
        f"{said(len(pictures.names & masks.names), 'picture')} with masks in"
        f" {pictures.folder.relative_to(path).as_posix()}"
        for part, (pictures, masks) in parts.items()
        if part != "train"
    ]
    to = path.with_name(f"{path.name}_parts")
    rows = [row for part, pair in parts.items() for row in rows_of(path, part, pair)]
    code = COPY.format(top=text(path.name), to=text(to.name), rows=text(rows))
    return [
        f"Not read, though named as a part: {' and '.join(found)}; the names of its folders"
        " differ in more than the word for the part. To have them as given parts:"
        f" {commands.python(path.parent, code)} and name {to}."
    ]


def by_part(path: Path) -> dict[str, Pair]:
    """The pair of each part; {} where one part has several, of which none is as in train."""
    from scaffolder.facts.masks.folders import (
        DEEP,
        NOT_CLASSES,
        families,
        pairs_of,
        split_in,
    )

    found: dict[str, list[Pair]] = defaultdict(list)
    for pictures, masks in pairs_of(list(families(path, DEEP))):
        if not NOT_CLASSES.search(masks.pattern):
            part = split_in(pictures.folder.relative_to(path))
            found[part].append((pictures, masks))
    like = {masks.folder.name for _, masks in found.get("train", ())}
    for part, pairs in found.items():  # 1st_manual, without the 2nd that test has
        found[part] = [p for p in pairs if p[1].folder.name in like] or pairs
    several = [{(p.folder, m.folder) for p, m in pairs} for pairs in found.values()]
    if any(len(folders) > 1 for folders in several):
        return {}
    return {part: whole(pairs) for part, pairs in found.items()}


def whole(pairs: list[Pair]) -> Pair:
    """With the whole names, without a word before."""
    plain = [pair for pair in pairs if not pair[0].before] or pairs
    return plain[-1]


def rows_of(path: Path, part: str, pair: Pair) -> list[list[str]]:
    return [
        [part, kind, family.folder.relative_to(path).as_posix(), *ends(family)]
        for kind, family in zip(("images", "masks"), pair, strict=True)
    ]


def ends(family: Family) -> tuple[str, str]:
    return family.before, family.after
