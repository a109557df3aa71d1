"""Where the pictures of each split are, by the rule of read.py: seen from its annotations."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.boxes import or_masks
from scaffolder.facts.boxes.find import folders
from scaffolder.facts.boxes.found import Marked
from scaffolder.facts.listing import images_below
from scaffolder.facts.model import Proposal

PART = "{part}"  # "train2017" of instances_train2017.json, "train" of annotations/train
DEEP = 3  # folders below the common one that may be called as the splits are


def home_of(path: Path) -> Path:
    """The nearest folder that has pictures below: of the file, or one of those above it."""
    start = start_of(path)
    if start.name == "Main" and (voc := start.parents[1] / "JPEGImages").is_dir():
        return voc  # beside it may stand masks of the same names
    for folder in (start, *start.parents[:3]):
        if next(images_below(folder), None):
            return or_masks.apart_from_masks(folder)
    return start


def start_of(path: Path) -> Path:
    return path if path.is_dir() else path.parent


def way(splits: Mapping[str, Path]) -> Proposal:
    """From the annotations to the pictures; `{part}` where each split has its own folder."""
    train = splits["train"]
    home, start = home_of(train), start_of(train)
    own = next(folders_of_parts(home, splits), None) if len(splits) > 1 else None
    path = Path(os.path.relpath(own or home, start)).as_posix()
    where = "folder of the pictures, as seen from `data`"
    if own:
        return Proposal(f"{path}/{PART}", f"{where}; {PART} is the end of its name")
    return Proposal(path, f"{where}; found by their names")


def folders_of_parts(home: Path, splits: Mapping[str, Path]) -> Iterator[Path]:
    """Folders that hold one with pictures for each split, called as its annotations are."""
    parts = [part_of(path) for path in splits.values()]
    for folder in folders(home, DEEP):
        own = [folder / part for part in parts]
        if all(map(Path.is_dir, own)) and all(next(images_below(o), None) for o in own):
            yield folder


def part_of(path: Path) -> str:
    return path.stem.rpartition("_")[2]


def place(path: Path, way: str) -> Path:
    """The folder of the pictures that a file or folder of annotations is about."""
    return start_of(path) / way.replace(PART, part_of(path))


def must_be_apart(found: Mapping[str, list[Marked]], home: Path) -> None:
    """DataError where two splits name one picture and there are several of that name."""
    train = {m.listed.picture for m in found["train"]}
    for split, marked in found.items():
        for file in (m.listed.picture for m in marked if split != "train"):
            if file not in train or not file.is_file():
                continue
            twins = [p for p in images_below(home) if p.name == file.name]
            if len(twins) > 1:
                raise DataError(
                    f"train and {split} both name {file.name}, and there are"
                    f" {len(twins)} pictures of that name, {twins[0]} and {twins[1]}."
                    " Needed: one picture for each name; call the files differently, or"
                    " put those of each split into a folder named as its annotations:"
                    " train/ for train.json, val/ for val.json."
                )
