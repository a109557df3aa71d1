"""Folders of sounds: of classes, of given parts, or one that holds all."""

from collections.abc import Callable
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.audio import class_names, fields
from scaffolder.facts.files.source import Source, are_people, must_be_classes, split_of
from scaffolder.facts.listing import (
    IMAGE_ENDINGS,
    SOUND_ENDINGS,
    entries,
    files_below,
)
from scaffolder.facts.pictures.class_folders import must_hold_no_splits
from scaffolder.facts.pictures.numbered_folders import must_hold_no_classes


def find(
    folder: Path, files: list[Path], deeper: Callable[[Path], Source]
) -> Source | None:
    """Sounds by folder or by name; with lists or folders of given splits, if there are any."""
    if not next(files_below(folder, SOUND_ENDINGS), None):
        return None
    pictures, sounds = (
        sum(1 for _ in files_below(folder, endings))
        for endings in (IMAGE_ENDINGS, SOUND_ENDINGS)
    )
    if pictures > sounds:
        return None
    inside = [e for e in entries(folder) if e.is_dir()]
    inside = [e for e in inside if next(files_below(e, SOUND_ENDINGS), None)]
    if len(inside) == 1 and not any(f.suffix.lower() in SOUND_ENDINGS for f in files):
        return deeper(inside[0])
    if copy := class_names.once_more(inside):
        return Source("sounds", copy)
    holding = {split_of(entry): entry for entry in inside}
    if why := fields.whose(folder):
        raise DataError(f"{why} {fields.below(folder, 'person', 'train' in holding)}")
    if "train" not in holding:
        _must_be_classes(folder, [entry.name for entry in inside])
        must_hold_no_classes(folder, "sound", SOUND_ENDINGS)
        must_hold_no_splits(folder, inside)
        lists = [f for f in files if f.suffix == ".txt" and _lists_files(f)]
        holding = {split_of(file): file for file in lists} | {"train": folder}
    splits = [holding.get(split) for split in ("train", "validation", "test")]
    return Source("sounds", *splits)  # type: ignore[arg-type]


def _must_be_classes(folder: Path, names: list[str]) -> None:
    """DataError where folders say another thing, with what the names of files say."""
    try:
        must_be_classes(folder, names, "sound")
    except DataError as error:
        beside = "person" if are_people(names) else "fold"
        told = fields.below(folder, beside)
        raise DataError(f"{error} {told}".strip()) from error


def _lists_files(file: Path) -> bool:
    """Whether each of the first lines is a file, from the folder of the list on."""
    with file.open("rb") as opened:
        lines = opened.read(20_000).decode("utf8", "replace").splitlines()[:20]
    return bool(lines) and all((file.parent / line).is_file() for line in lines)
