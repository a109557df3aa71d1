"""Folders of pictures whose names are the classes, and the splits beside, above or in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files import known_formats, matlab
from scaffolder.facts.files.source import (
    Source,
    are_no_classes,
    must_be_classes,
    split_of,
    without_split_word,
)
from scaffolder.facts.listing import IMAGE_ENDINGS, entries, images_below, some
from scaffolder.facts.masks import pieces as mask_pieces
from scaffolder.facts.pictures import name_fields, views_of_one

# "cat" of cat.0.jpg, "red_fox" of red_fox_0.jpg
BEGINNING = r"([A-Za-z][^0-9]*?)[-_. (]*[0-9]"
FEWEST = 5  # pictures whose names begin alike, before the word may be a label
MOST_LABELS = 50


def find(
    folder: Path,
    files: list[Path],
    table_in: Callable[[Path, list[Path]], Source | None],
) -> Source | None:
    """`files` are those of the folder itself; `table_in` finds a table in a folder."""
    classes = classes_in(folder)
    for place, train in [(folder, c) for c in classes] + [(folder.parent, folder)]:
        given, unread = given_folders(place, train)
        train = given.get("train", train)
        if classes and given:
            views_of_one.refuse(train, classes_in(train))
        if classes and len(given) > 1:
            val, test = given.get("validation"), given.get("test")
            return Source("class folders", train, val, test, (*unread, *files))
        if classes and unread:
            return Source("class folders", train, stray=(*unread, *files))
    if len(classes) == 1:
        inside = [entry for entry in entries(classes[0]) if entry.is_file()]
        if table := table_in(classes[0], inside):
            return table
        if len(classes_in(home := home_of(classes[0]))) > 1:
            return find(home, files, table_in)
        known_formats.must_be_readable(folder)  # which may say what they show
    must_hold_classes(folder, classes)
    return Source("class folders", folder, stray=tuple(files)) if classes else None


def classes_in(folder: Path) -> list[Path]:
    """The subfolders that hold pictures."""
    return [
        entry
        for entry in entries(folder)
        if entry.is_dir() and next(images_below(entry), None)
    ]


def home_of(folder: Path) -> Path:
    """Where the classes are, in one folder or in several: Training/Images of Training."""
    inside = classes_in(folder)
    loose = any(e.suffix.lower() in IMAGE_ENDINGS for e in entries(folder))
    if len(inside) == 1 and not loose and classes_in(inside[0]):
        return home_of(inside[0])
    return folder


def given_folders(place: Path, train: Path) -> tuple[dict[str, Path], list[Path]]:
    """By split, `train` and its siblings, which differ in the word for the split only.

    And those that hold pictures in no folder of a class: nobody says what they show.
    """
    if split_of(train) != "train" or not (known := classes_in(home_of(train))):
        return {}, []
    family = {
        split_of(entry): entry
        for entry in entries(place)
        if entry.is_dir() and without_split_word(entry) == without_split_word(train)
    }
    given, unread = {}, []
    for split, folder in ((split, home_of(top)) for split, top in family.items()):
        theirs = {entry.name for entry in classes_in(folder)}
        if theirs & {entry.name for entry in known}:
            given[split] = folder
        elif len(theirs) > 1:
            raise DataError(
                f"The classes of {folder}, {some(sorted(theirs))}, are none of those of"
                f" {train}: {some(entry.name for entry in known)}. Needed: folders of the same"
                " names in both, letter by letter; rename them."
            )
        elif theirs:
            unread.append(folder)
    return given, unread


def must_hold_classes(folder: Path, classes: list[Path]) -> None:
    """DataError where folders say another thing than what a picture shows."""
    loose = [c for c in classes if not classes_in(c)]
    loose.sort(key=lambda place: split_of(place) != "train")
    parts = len(loose) == len(classes) and are_no_classes(c.name for c in loose)
    if loose and (parts or len(classes) == 1):
        matlab.refuse_in(folder)
    if loose and (parts or len(classes) == 1) and (told := hint(folder, loose[0])):
        raise DataError(
            f"Found pictures in {some(c.name for c in loose)} of {folder}, in no folder of"
            f" a class. {told}"
        )
    must_be_classes(folder, [entry.name for entry in classes], "picture")
    mask_pieces.must_be_classes(folder, [entry.name for entry in classes])
    views_of_one.refuse(folder, classes)
    must_hold_no_splits(folder, classes)


def hint(home: Path, folder: Path) -> str:
    """How to write a table where names begin with what may be the label; "" elsewhere."""
    names = [file.name for file in images_below(folder)]
    words = Counter(m[1] for name in names if (m := re.match(BEGINNING, name)))
    fits = words.total() == len(names) and 1 < len(words) <= MOST_LABELS
    if not fits or min(words.values()) < FEWEST:
        return name_fields.hint(home, folder)
    below = folder.relative_to(home).as_posix()
    return (
        f"Their names begin with {some(words)}. Needed, if these are the labels: a table of"
        f' them beside the pictures; write it, and name {home} again. In {home}: python -c "import'
        " re, pathlib; print('path,label', *(f'{p},{m[1]}' for p in"
        f" sorted(pathlib.Path('{below}').iterdir()) if (m :="
        f" re.match('{BEGINNING}', p.name))), sep=chr(10), file=open('labels.csv', 'w'))\""
    )


def are_below(folder: Path) -> bool:
    """Whether a folder holds one with folders of classes: images/cat/1.jpg, set/images/cat/1.jpg."""
    return any(len(classes_in(home_of(below))) > 1 for below in classes_in(folder))


def must_hold_no_splits(folder: Path, classes: list[Path]) -> None:
    """cat/train/1.jpg: given splits, which are found above the classes only."""
    inside = [{e.name for e in entries(c) if e.is_dir()} for c in classes]
    words = set.union(*inside) if inside else set()
    parts = {word: split_of(Path(word)) for word in words}
    if not (words and all(parts.values()) and {"train"} < set(parts.values())):
        return
    raise DataError(
        f"Found {some(sorted(words))} inside the folders of the classes, as in"
        f" {classes[0].name}/{sorted(words)[0]}. Needed: the classes inside the splits, as"
        f" in train/{classes[0].name}; copy them so. In {folder}: for d in */*/; do mkdir -p"
        ' "../splits/$(basename "$d")" && cp -r "$d"'
        ' "../splits/$(basename "$d")/$(dirname "$d")"; done; then name'
        f" {folder.parent / 'splits'}."
    )
