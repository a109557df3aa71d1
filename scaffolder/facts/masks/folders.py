"""Finds pictures and their masks: two families of files that share their names.

No name of a folder is known beforehand. What tells a mask is its pixels, a few values in
large areas; what tells its picture is the name: "001.jpg" and "001_mask.png" in one folder
or in two, "train/001.png" and "trainannot/001.png", "images/train/001.jpg" and
"masks/train/001.png".
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.source import Source, split_of
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, some
from scaffolder.facts.masks import lists as mask_lists
from scaffolder.facts.masks import rivals as mask_rivals
from scaffolder.facts.masks import same_everywhere
from scaffolder.facts.masks.drawn import look_like_masks
from scaffolder.facts.pictures import anomalies

DEEP = 4  # folders below the one given
DEEPER = 2  # folders by which masks may stand below the folder of the pictures
MANY = 3  # folders of pictures with the same names; two may be two views of one thing
ENOUGH = 0.5  # share of the smaller family that must find its partner
MASK_WORDS = re.compile(r"mask|annot|label|seg|gt|truth|target", re.I)
NOT_CLASSES = re.compile(
    r"instance|object|colou?r|contour|edge|panoptic|superpixel", re.I
)
NAME = re.compile(
    r"(?P<before>[A-Za-z]+[_-]?(?=\d))?"  # "img_" of img_001.jpg
    r"(?P<name>.+?)"
    r"(?P<after>([_-][A-Za-z]+(\d{1,2}[A-Za-z]+)?)*\.\w+)",  # "_gtFine_labelIds.png"
    re.S,  # a name may hold the end of a line
)


@dataclass(frozen=True)
class Family:
    """Files of one folder that differ in one part of their names."""

    folder: Path
    before: str
    after: str
    names: frozenset[str]

    @property
    def pattern(self) -> str:
        return f"{self.before}{{name}}{self.after}"

    @property
    def files(self) -> list[Path]:
        return [
            self.folder / f"{self.before}{name}{self.after}"
            for name in sorted(self.names)
        ]


@dataclass(frozen=True)
class Pairing:
    """Where the pictures are, by split, and two patterns as recipe/masks.py reads them."""

    folders: dict[str, Path]  # "train" always
    pictures: str  # "{name}.jpg"
    masks: str  # "../{folder}annot/{name}_L.png", from the folder of the split


Pairs = Sequence[tuple[Family, Family]]


def find(folder: Path) -> Pairing | None:
    """None where the folder holds no masks."""
    pairs = pairs_of(list(families(folder, DEEP)))
    if pairs := mask_rivals.one_picture_each(folder, pairs):
        return mask_lists.given(folder, joined(folder, pairs))
    return beside(folder)


def source(found: Pairing) -> Source:
    splits = [found.folders.get(split) for split in ("train", "validation", "test")]
    return Source("masks", *splits, patterns=(found.pictures, found.masks))  # type: ignore[arg-type]


def beside(folder: Path) -> Pairing | None:
    """Of a folder of pictures: masks in a folder beside it that is called so."""
    pictures = list(families(folder, 0))
    pairs = [
        pair
        for entry in (entries(folder.parent) if pictures else ())
        if entry.is_dir() and entry != folder and MASK_WORDS.search(entry.name)
        for pair in pairs_of([*pictures, *families(entry, 0)])
        if pair[0].folder == folder != pair[1].folder
    ]
    return joined(folder.parent, pairs) if pairs else None


def pairs_of(found: list[Family]) -> list[tuple[Family, Family]]:
    """Each two families that are pictures and their masks."""
    masklike = {id(family) for family in found if look_like_masks(family.files)}
    pairs = [
        (pictures, masks)
        for masks in found
        if id(masks) in masklike
        for pictures in found
        if pictures is not masks and near(pictures.folder, masks.folder)
        if id(pictures) not in masklike
        or MASK_WORDS.search(told_apart(pictures, masks))
        if share(pictures, masks)
    ]
    drawn = {id(masks) for pictures, masks in pairs if id(pictures) not in masklike}
    pairs = [  # SegmentationObject is no picture of SegmentationClass
        (pictures, masks)
        for pictures, masks in pairs
        if id(pictures) not in masklike or id(masks) not in drawn
    ]
    pairs = [pair for pair in pairs if not are_classes(*pair, pairs)]
    return same_everywhere.without(pairs)


def are_classes(pictures: Family, masks: Family, pairs: Pairs) -> bool:
    """Folders of classes of which one is smooth: SeaLake/SeaLake_1.jpg, beside River/River_1.jpg.

    The files are called as their folders, or many folders would share one of masks.
    """
    if pictures.folder == masks.folder or MASK_WORDS.search(
        told_apart(pictures, masks)
    ):
        return False
    sharing = {one.folder for one, other in pairs if other.folder == masks.folder}
    own = [f.before.strip("_-. ").lower() for f in (pictures, masks)]
    called = own == [f.folder.name.lower() for f in (pictures, masks)]
    return called or len(sharing) >= MANY


def families(folder: Path, deep: int) -> Iterator[Family]:
    """Of a folder and those below; each with and without a word before the numbers."""
    inside = entries(folder)
    files = [e.name for e in inside if e.suffix.lower() in IMAGE_ENDINGS]
    plain: dict[tuple[str, str], set[str]] = defaultdict(set)
    for file in files:
        match = NAME.fullmatch(file)
        assert match, "every name with an ending fits"
        plain[match["before"] or "", match["after"]].add(match["name"])
    for (before, after), names in sorted(plain.items()):
        if before:
            yield Family(folder, before, after, frozenset(names))
    whole: dict[str, set[str]] = defaultdict(set)
    for (before, after), names in plain.items():
        rare = len(names) < max(2, len(files) // 10)  # "cat_dog.png": part of the name
        ending = Path(after).suffix if rare else after
        inner = after.removesuffix(ending)
        whole[ending] |= {f"{before}{name}{inner}" for name in names}
    for after, names in sorted(whole.items()):
        yield Family(folder, "", after, frozenset(names))
    endings = {Path(f"a{after}").suffix for after in whole} - whole.keys()
    for after in sorted(endings):  # "1_cat.png" and "2_dog.png"
        ends = (file.removesuffix(after) for file in files if file.endswith(after))
        yield Family(folder, "", after, frozenset(ends))
    if after := counted_word(files):
        ends = (file.removesuffix(after) for file in files)
        yield Family(folder, "", after, frozenset(ends))
    for entry in inside if deep else ():
        if entry.is_dir():
            yield from families(entry, deep - 1)


def counted_word(files: list[str]) -> str:
    """ "_manual1.gif" of 21_manual1.gif, if all files end so: no part of their names."""
    end = os.path.commonprefix([file[::-1] for file in files])[::-1]
    match = re.search(r"[_-][A-Za-z]+\d\.\w+$", end) if len(files) > 1 else None
    return match[0] if match else ""


def near(pictures: Path, masks: Path) -> bool:
    """The same folder, two whose paths differ in one place, or masks in deeper ones."""
    deeper = len(masks.parts) - len(pictures.parts)
    if 0 < deeper <= DEEPER and pictures.parent in masks.parents:
        way = masks.relative_to(pictures.parent)
        own = way.as_posix().removeprefix(f"{pictures.name}/")  # "annotations/trimaps"
        same = split_in(way) == split_in(Path(pictures.name))
        return same and bool(MASK_WORDS.search(own))
    parts = zip(pictures.parts, masks.parts, strict=False)
    return not deeper and sum(not alike(*both) for both in parts) <= 1


def alike(one: str, other: str) -> bool:
    """Equal, or two words for one part: "val" and "validation"."""
    return one == other or split_of(Path(one)) == split_of(Path(other)) != ""


def told_apart(pictures: Family, masks: Family) -> str:
    """What the path of a mask says and that of its picture does not."""
    words = set(masks.folder.parts) - set(pictures.folder.parts)
    return " ".join(
        [*sorted(words), masks.before * (masks.before != pictures.before)]
    ) + (masks.after * (masks.after != pictures.after))


def share(pictures: Family, masks: Family) -> bool:
    """Enough names in common; with or without a word before the numbers, both alike."""
    both = len(pictures.names & masks.names)
    alike = bool(pictures.before) == bool(masks.before)
    return alike and both > ENOUGH * min(len(pictures.names), len(masks.names))


def joined(folder: Path, pairs: list[tuple[Family, Family]]) -> Pairing:
    """One pattern for all splits; DataError where the pairs do not fit together."""
    found: dict[tuple[str, str], dict[str, list[Path]]] = defaultdict(dict)
    size: dict[tuple[str, str], int] = defaultdict(int)
    for pictures, masks in pairs:
        home, below = climbed(pictures.folder, masks.folder, folder)
        pattern = pictures.pattern, f"{below}{masks.pattern}"
        split = split_in(home.relative_to(folder))
        found[pattern].setdefault(split, []).append(home)
        size[pattern] += len(pictures.names & masks.names)

    def fit(pattern: tuple[str, str]) -> tuple[bool, int, str]:
        return not NOT_CLASSES.search(pattern[1]), size[pattern], pattern[1]

    best = max(found, key=fit)
    if "train" not in found[best]:
        anomalies.refuse_masks(next(iter(found[best].values()))[0], best[1])
        raise DataError(
            f"Found pictures with masks in {some(sorted(found[best]))} of {folder}, but none"
            " to train on. Needed: a folder whose name says train; name it, or rename it."
        )
    homes = {s: list(dict.fromkeys(several)) for s, several in found[best].items()}
    return Pairing({s: one_home(s, homes, best[1]) for s in homes}, *best)


def one_home(split: str, homes: dict[str, list[Path]], masks: str) -> Path:
    """The folder of a split; of several, the one around them, if nothing else is in it."""
    own, *more = homes[split]
    if not more:
        return own
    common = Path(os.path.commonpath(homes[split]))
    others = [home for s, several in homes.items() if s != split for home in several]
    if masks.startswith("../") or any(common in (h, *h.parents) for h in others):
        raise DataError(
            f"Found pictures with masks in several folders: {some(map(str, homes[split]))}. Needed: the"
            " pictures of a split in one folder, or folders in it, and the masks in another,"
            " with the same folders in it; move them so, or name one of these folders."
        )
    return common


def split_in(path: Path) -> str:
    """The split that any folder of a path speaks of; "train" if none does."""
    said = [split for part in path.parts if (split := split_of(Path(part)))]
    return said[0] if said else "train"


def climbed(pictures: Path, masks: Path, top: Path) -> tuple[Path, str]:
    """The folder of a split, and the way from it to that of its masks: "../{folder}annot/".

    Folders below the split that both sides have in common are part of the name.
    """
    while pictures.name == masks.name and not split_of(Path(pictures.name)):
        if pictures in (top, masks):
            break
        pictures, masks = pictures.parent, masks.parent
    if pictures == masks:
        return pictures, ""
    way = Path(os.path.relpath(masks, pictures)).as_posix()
    head, _, last = way.rpartition("/")
    if split_of(Path(pictures.name)):
        last = last.replace(pictures.name, "{folder}")
    return pictures, f"{head}/{last}/".removeprefix("/")
