"""Several pictures for one mask: the one that fits it, or a refusal with the way to one picture."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.commands import text
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, said, some
from scaffolder.facts.masks.drawn import AREAS, like_next
from scaffolder.facts.masks.pieces import PICTURES, starts

if TYPE_CHECKING:
    from scaffolder.facts.masks.folders import Family

    Pairs = list[tuple[Family, Family]]
    PairsOfFiles = list[tuple[Path, Path]]

LOOKED_AT = 3  # files of a family whose sizes are looked at
MOSTLY = 0.5  # of the names of two families are the same: rivals
TOGETHER = (  # two pictures of one place, as one: what changed shows in blue
    "import shutil; from pathlib import Path; from PIL import Image, ImageChops; top, to ="
    ' Path({top}), Path({to}); grey = lambda f: Image.open(top / f).convert("L"); make = lambda'
    " a, b, m: ([(to / f).parent.mkdir(parents=True, exist_ok=True) for f in (a, m)],"
    ' Image.merge("RGB", (x := grey(a), y := grey(b), ImageChops.difference(x, y))).save(to / a),'
    ' shutil.copy(top / m, to / m)); [make(*(w.replace("{{name}}", n) for w in ways)) for ways in'
    ' {ways} for before, _, after in [ways[2].partition("{{name}}")] for f in'
    ' sorted(top.glob(f"{{before}}*{{after}}")) for n in [f.relative_to(top).as_posix()['
    'len(before):][: -len(after)]] if all((top / w.replace("{{name}}", n)).is_file() for w in'
    " ways)]"
)


def one_picture_each(folder: Path, pairs: Pairs) -> Pairs:
    """The pairs, of several pictures for a mask the one that is meant; DataError if none is."""
    by_masks: dict[int, Pairs] = defaultdict(list)
    for pair in pairs:
        by_masks[id(pair[1])].append(pair)
    kept: Pairs = []
    open_: Pairs = []
    for several in map(called_alike, map(of_one_part, by_masks.values())):
        chosen = meant(several) if are_rivals(several) else several
        (open_ if are_rivals(chosen) else kept).extend(chosen)
    homes = {masks.folder for _, masks in open_}
    if any(called_masks(*pair) for pair in open_):
        whole = [pair for pair in open_ if not pair[0].before]
        raise DataError(told(folder, whole or open_))
    return [pair for pair in kept if pair[1].folder not in homes]


def of_one_part(pairs: Pairs) -> Pairs:
    """Without train/train_1.png for test_labels/test_1_L.png, where there is test/test_1.png."""
    return [p for p in pairs if split_of(p[0].folder) == split_of(p[1].folder)] or pairs


def called_alike(pairs: Pairs) -> Pairs:
    """Without pug_1.jpg and beagle_1_edges.jpg for beagle_1.png, where there is beagle_1.jpg."""
    pairs = [p for p in pairs if p[0].before == p[1].before] or pairs
    return [p for p in pairs if word_of(p[0]) == word_of(p[1])] or pairs


def word_of(family: Family) -> str:
    """What stands behind the names: "_mask" of "{name}_mask.png"."""
    return family.after.rpartition(".")[0]


def called_masks(pictures: Family, masks: Family) -> bool:
    """Else they may be pictures of one thing in several colours, all in one folder."""
    from scaffolder.facts.masks.folders import MASK_WORDS, told_apart

    apart = pictures.folder != masks.folder
    return apart or bool(MASK_WORDS.search(told_apart(pictures, masks)))


def are_rivals(pairs: Pairs) -> bool:
    """Whether two families of pictures have the same names."""
    names = [pictures.names & masks.names for pictures, masks in pairs]
    return any(
        len(one & other) > MOSTLY * min(len(one), len(other))
        for n, one in enumerate(names)
        for other in names[:n]
    )


def meant(pairs: Pairs) -> Pairs:
    """Those as large as the mask; of several, the one that is called pictures."""
    large = [pair for pair in pairs if as_large(*pair)] or pairs
    called = [pair for pair in large if PICTURES.fullmatch(pair[0].folder.name)]
    if len(called) == 1:
        return called
    taken = [pair for pair in large if not is_drawn(pair[0])]
    if len(taken) == 1:  # superpixels and edges are made of it
        return taken
    plain = [pair for pair in large if not word_of(pair[0])]
    others = [pair[0] for pair in large if word_of(pair[0])]
    alone = len(plain) == 1 and not any(alike(plain[0][0], o) for o in others)
    return plain if alone else large


def alike(one: Family, other: Family) -> bool:
    """Whether two families may show a thing twice; not a photograph and what is made of it."""
    same = ending_of(one) == ending_of(other)
    return same and is_drawn(one) == is_drawn(other)


def ending_of(family: Family) -> str:
    return family.after.rpartition(".")[2].lower().replace("jpeg", "jpg")


def is_drawn(family: Family) -> bool:
    """Areas of one value each; of JPEG nobody can say, as it moves the values."""
    try:
        looked = [like_next(file) for file in family.files[:LOOKED_AT]]
    except (OSError, ValueError):
        return False
    return ending_of(family) != "jpg" and mean(looked) >= AREAS


def as_large(pictures: Family, masks: Family) -> bool:
    names = sorted(pictures.names & masks.names)[:LOOKED_AT]
    return all(size(file_of(pictures, n)) == size(file_of(masks, n)) for n in names)


def file_of(family: Family, name: str) -> Path:
    return family.folder / family.pattern.replace("{name}", name)


def size(file: Path) -> tuple[int, int]:
    from PIL import Image

    try:
        with Image.open(file) as picture:
            return picture.size
    except (OSError, ValueError, Image.DecompressionBombError):
        return 0, 0


def told(folder: Path, pairs: Pairs) -> str:
    by_masks: dict[Path, list[tuple[Family, Family]]] = defaultdict(list)
    for pair in pairs:
        by_masks[pair[1].folder].append(pair)
    first = next(iter(by_masks.values()))
    ways = [way(folder, pictures) for pictures, _ in first]
    found = (
        f"Each mask of {way(folder, first[0][1])} in {folder} belongs to {said(len(ways), 'picture')}"
        f" of its name: {some(ways)}. Needed: one picture for each mask, as a net sees one."
    )
    away = " Where one of them alone shows what a mask says, move the others out of"
    if len(ways) != 2 or not alike(first[0][0], first[1][0]):
        return f"{found}{away} {folder}."
    to = folder.with_name(f"{folder.name}_together")
    listed = [
        [way(folder, family) for family in (one[0][0], one[1][0], one[0][1])]
        for one in by_masks.values()
        if len(one) == 2
    ]
    code = TOGETHER.format(top=text(folder.name), to=text(to.name), ways=text(listed))
    line = commands.python(folder.parent, code)
    return (
        f"{found} Where a mask says what changed from one to the other, lay both into one, in"
        f" grey, with their difference: {line} and name {to}.{away} {folder}."
    )


def way(top: Path, family: Family) -> str:
    return (family.folder / family.pattern).relative_to(top).as_posix()


def beside(pairs: Iterable[tuple[Path, Path]]) -> list[str]:
    """A sentence on folders that hold other pictures of the same names."""
    pairs = [*pairs]
    both = pairs[:20]
    homes = {picture.parent for picture, _ in both}
    if len(homes) != 1:
        return []
    home, masks = homes.pop(), {mask.parent.resolve() for _, mask in both}
    stems = {picture.stem for picture, _ in both}
    made = made_of(pairs, home)
    found = [
        entry.name
        for entry in entries(home.parent)
        if entry.is_dir() and entry != home and not split_of(entry)
        if entry.resolve() not in masks
        if len(stems & stems_in(entry)) > MOSTLY * len(stems)
    ]
    if not found:
        return made
    return [
        *made,
        f"Other pictures of the same names, not read: those in {some(found)}. If a mask says"
        " what changed between two pictures, no net can see it in one.",
    ]


def made_of(pairs: PairsOfFiles, home: Path) -> list[str]:
    """A sentence on files beside the pictures that are called as they are, and a word more."""
    known = {file.resolve() for pair in pairs for file in pair}
    turned = os.path.commonprefix([picture.name[::-1] for picture, _ in pairs])
    form = turned[::-1].lstrip("0123456789")  # others of this form have no mask
    stems = {picture.name.removesuffix(form) for picture, _ in pairs}
    found = [
        e.name
        for e in entries(home)
        if e.suffix.lower() in IMAGE_ENDINGS and not e.name.endswith(form)
        if e.resolve() not in known and stems & {*starts(e.stem)}
    ]
    if not found:
        return []
    return [
        f"Not read, as made of the pictures: {said(len(found), 'file')}, {some(found, 2)}."
    ]


def stems_in(folder: Path) -> set[str]:
    return {e.stem for e in entries(folder) if e.suffix.lower() in IMAGE_ENDINGS}
