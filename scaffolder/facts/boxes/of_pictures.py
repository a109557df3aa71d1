"""What stands beside the boxes: columns that say something of a whole picture, and pictures
that no annotation is about."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from scaffolder.facts.boxes.found import Marked
from scaffolder.facts.commands import beside, flag, on_table, text
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import images_below, said, some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.splits.evident_groups import Group
from scaffolder.facts.splits.rows import is_called_group
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.written.table import Table, texts

FEWEST = 3  # groups: one learns, one validates, one tests
NAMES = ("image", "xmin", "ymin", "xmax", "ymax", "class")  # where no line has any
REPEATED = 1.5  # pictures of a group, on average
CHANCE = Proposal("chance", "columns may group the pictures: see the facts")


def columns(reading: Reading, boxes: tuple[str, ...]) -> tuple[Column, ...]:
    """Columns other than those of the boxes with one value for each picture."""
    table = reading.train
    picture = texts(table, boxes[0])
    rows = table.frame.with_columns(picture.alias(boxes[0])).drop_nulls(boxes[0])
    free = [c for c in reading.columns if c.name not in boxes and c.unique > 1]
    names = [c.name for c in free]
    most = rows.group_by(boxes[0]).n_unique().select(names).max() if names else rows
    return tuple(c for c in free if most[c.name][0] == 1)


def groups(found: Sequence[Column], pictures: int) -> list[str]:
    """Those that may say which pictures are alike, as flags: offered, not taken."""
    named = [
        f"--split group {flag('--split-column', c.name)}"
        f" ({Group(c.name, c.examples, count=c.unique).listed})"
        for c in found
        if FEWEST <= c.unique <= pictures / REPEATED
        and (c.role == "category" or is_called_group(c))
    ]
    if not named:
        return []
    return [
        "A column says something of each picture. If those of one place, camera or person are"
        f" alike, a split by chance flatters every score: take {' or '.join(named)}."
    ]


def unmarked(
    found: dict[str, list[Marked]], home: Path
) -> tuple[list[Path], list[Path]]:
    """Pictures that no annotation is about: (beside some that have one, in other folders)"""
    about = {m.listed.picture.resolve() for some in found.values() for m in some}
    homes = {picture.parent for picture in about}
    spare = [p for p in images_below(home) if p.resolve() not in about]
    near = [p for p in spare if p.resolve().parent in homes]
    return near, [p for p in spare if p.resolve().parent not in homes]


def partners(
    source: Source, found: dict[str, list[Marked]], home: Path | None
) -> tuple[list[Path], list[Path], list[str]]:
    """As `unmarked`, and annotations that no list names."""
    if home is None:
        return [], [], []
    near, far = unmarked(found, home)
    if source.train.suffix != ".txt":
        return near, far, []
    folder = source.train.parents[2] / "Annotations"
    marked = {file.stem for file in folder.glob("*.xml")}
    named = {m.listed.id.partition("/")[2] for some in found.values() for m in some}
    return [p for p in near if p.stem not in marked], [], sorted(marked - named)


def on_unmarked(near: Sequence[Path], far: Sequence[Path]) -> list[str]:
    sentences = []
    if near:
        sentences.append(
            f"{said(len(near), 'picture')} without an annotation"
            f" ({some([p.stem for p in near], 3)}): passed over, as nobody says that they are"
            " empty."
        )
    if far:
        folders = some(sorted({p.parent.name for p in far}))
        sentences.append(
            f"{said(len(far), 'picture')} in folders of which no picture has an annotation"
            f" ({folders}): left aside, as nobody says what they show."
        )
    return sentences


def to_add(table: Table, boxes: tuple[str, ...], near: Sequence[Path]) -> list[str]:
    """The command that writes a row without a box for each of them."""
    if not near or not table.dialect:
        return []
    named = dict(zip(boxes, NAMES, strict=True)) if not table.dialect.header else {}
    image = named.get(boxes[0], boxes[0])
    rename = f"t = t.rename({text(named)}); " * bool(named)
    folder, _ = Counter(p.parent for p in near).most_common(1)[0]
    ending, _ = Counter(p.suffix for p in near).most_common(1)[0]
    place = Path(os.path.relpath(folder, table.path.parent))
    target = beside(table, "with_empty")
    code = (
        f"{rename}have = set(t[{text(image)}]); more = [p.name for p in"
        f" sorted(Path({text(place.as_posix())}).glob({text('*' + ending)})) if not have &"
        " {p.name, p.stem, p.as_posix()}];"
        f" pl.concat([t, pl.DataFrame({{{text(image)}: more}})], how="
        f'"diagonal").write_csv({text(target.name)})'
    )
    return [
        "If the pictures without an annotation show none of the classes, keep them as empty ones:"
        f" write a row for each: {on_table(table, code, '; from pathlib import Path')} and name {target}."
    ]
