"""Pictures that have boxes and masks: which of them is read, and that the other is there."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.source import Source, split_of
from scaffolder.facts.listing import entries, images_below
from scaffolder.facts.masks import drawn
from scaffolder.facts.masks import folders as mask_folders

BOXES = ("VOC XML", "COCO JSON", "YOLO text files")
LOOKED_AT = 3  # pictures of a folder whose values are counted
MOST = 20  # folders of pictures that are looked into
MOSTLY = 0.5  # of the names in two folders are the same


def chosen(path: Path, source: Source, kind: str | None) -> Source:
    """The masks where they were asked for, or where lists are about nothing else."""
    wanted = kind == "image-segmentation" or kind is None and only_masks_listed(source)
    return wanted and masks_in(path, source) or source


def masks_in(path: Path, source: Source) -> Source | None:
    if source.format not in BOXES or not path.is_dir():
        return None
    try:
        found = mask_folders.find(path)
    except DataError:
        return None
    return mask_folders.source(found) if found else None


def only_masks_listed(source: Source) -> bool:
    """ImageSets/Segmentation/train.txt and no lists of boxes, as in VOC's."""
    lists = source.train.parent / "ImageSets" / "Segmentation"
    if source.format != "VOC XML" or not source.train.is_dir() or not lists.is_dir():
        return False
    return any(split_of(file) == "train" for file in entries(lists))


def sentences(path: Path, source: Source) -> list[str]:
    """That masks are there, too; of data read as boxes."""
    if not (found := masks_in(path, source)):
        return []
    masks = Path(found.patterns[1]).parent.name
    where = f", in {masks}" * bool(masks)
    return [
        f"Masks are there, too{where}; not read: for a class of each pixel say --task"
        " image-segmentation."
    ]


def on_boxes(found: Source, taken: Source) -> list[str]:
    """That boxes are there, too; where masks were taken unasked."""
    if found.format == taken.format:
        return []
    return [
        f"Boxes are there, too, in {found.train.name} ({found.format}); not read, as the lists are"
        " about masks: for boxes say --task image-detection."
    ]


def apart_from_masks(folder: Path) -> Path:
    """The folder itself, or the one in it or beside it whose pictures others are masks of."""
    homes = by_folder(folder)
    masks = [home for home in homes if are_masks(homes[home])]
    if not masks or len(homes) > MOST:
        return folder
    if len(masks) == len(homes):
        beside = by_folder(folder.parent)
        homes = beside if len(beside) <= MOST else homes
    stems = {file.stem for home in masks for file in homes[home]}
    drawn = [
        home
        for home, files in homes.items()
        if home not in masks and not are_masks(files)
        if len(stems & {f.stem for f in files}) > MOSTLY * min(len(stems), len(files))
    ]
    return drawn[0] if len(drawn) == 1 else folder


def by_folder(folder: Path) -> dict[Path, list[Path]]:
    found: dict[Path, list[Path]] = defaultdict(list)
    for file in images_below(folder):
        found[file.parent].append(file)
    return found


def are_masks(files: list[Path]) -> bool:
    """Few values in each, and not one value only."""
    counts = [
        drawn.values_in(file) for file in files[:: max(1, len(files) // LOOKED_AT)]
    ]
    return min(counts) > 0 and max(counts) > 1
