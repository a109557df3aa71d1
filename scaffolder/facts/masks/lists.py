"""Lists of names that say which pairs train and which test: ImageSets/Segmentation/train.txt."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import entries, first_bytes, images_below, said, some

if TYPE_CHECKING:
    from scaffolder.facts.masks.folders import Pairing

DEEP = 3  # folders below the one given in which lists are looked for
MOSTLY = 0.8  # of the names; a copy may be incomplete
HEAD = 100_000  # bytes of a list that are looked at


def given(top: Path, found: Pairing) -> Pairing:
    """The pairs as lists split them, where lists name them; else as they were found."""
    home = found.folders["train"]
    if len(found.folders) > 1:
        return found
    before, after = found.pictures.split("{name}")
    inside = {way_to(home, f) for f in home.rglob("*") if f.is_file()}
    known = {
        way.removeprefix(before).removesuffix(after)
        for way in inside
        if way.startswith(before) and way.endswith(after)
    }
    lists = next(filter(None, (of(f, known) for f in folders(top, DEEP))), {})
    if not lists:
        return found
    start = lists["train"].parent
    masks = found.masks.replace("{folder}", home.name)
    pictures, masks = (
        Path(os.path.relpath(os.path.normpath(home / pattern), start)).as_posix()
        for pattern in (found.pictures, masks)
    )
    return replace(found, folders=lists, pictures=pictures, masks=masks)


def of(folder: Path, known: set[str]) -> dict[str, Path]:
    """By split: the lists of a folder, whose names are those of pairs."""
    lists = {part_of(f): f for f in entries(folder) if f.suffix == ".txt"}
    lists = {
        split: file for split, file in lists.items() if split and named(file, known)
    }
    return lists if {"train"} < lists.keys() else {}


def part_of(file: Path) -> str:
    """That of trainval.txt is train where no list says which of them train."""
    apart = any(file.with_stem(word).exists() for word in ("train", "val"))
    return "train" if file.stem == "trainval" and not apart else split_of(file)


def named(file: Path, known: set[str]) -> bool:
    text = first_bytes(file, HEAD).decode("utf8", "replace")
    lines = text.splitlines()[: -1 if len(text) == HEAD else None]
    names = set(map(name_in, filter(str.strip, lines)))
    return bool(names) and len(names & known) >= MOSTLY * len(names)


def name_in(line: str) -> str:
    """ "g001" of "g001" and of "JPEGImages/g001.jpg SegmentationClass/g001.png"."""
    return Path(line.split()[0]).stem


def names_in(file: Path) -> list[str]:
    lines = file.read_text("utf-8", "replace").splitlines()
    return [name_in(line) for line in lines if line.strip()]


def on_unlisted(listed: list[tuple[Path, Path]]) -> list[str]:
    """Pictures beside those of the lists that no list names; `listed` are pairs."""
    known = {file.resolve() for pair in listed for file in pair}
    homes = dict.fromkeys(picture.resolve().parent for picture, _ in listed)
    spare = [f for home in homes for f in images_below(home) if f not in known]
    if not spare:
        return []
    names = some([file.name for file in spare])
    return [f"{said(len(spare), 'picture')} in no list, passed over: {names}."]


def way_to(home: Path, file: Path) -> str:
    return file.relative_to(home).as_posix()


def folders(folder: Path, deep: int) -> Iterator[Path]:
    yield folder
    for entry in entries(folder) if deep else ():
        if entry.is_dir():
            yield from folders(entry, deep - 1)
