"""Folders that are only linked: read.py does not follow them, so facts must not count them."""

import os
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import IMAGE_ENDINGS, SOUND_ENDINGS, entries

ENDINGS = (*IMAGE_ENDINGS, *SOUND_ENDINGS, ".txt", ".xml")
DEEP = 3  # folders below the one given
SEARCHED = ("class folders", "masks", "sounds", "text folders", "VOC XML")


def must_be_followed(source: Source) -> None:
    """DataError where a search below the folders of `source` would miss what is linked."""
    for place in source.splits.values():
        if source.format in SEARCHED and place.is_dir():
            refuse(place)
        if (
            source.format == "masks" and place.is_symlink()
        ):  # ../masks is elsewhere then
            raise linked(place, "pictures")


def refuse(folder: Path, deep: int = DEEP) -> None:
    """DataError where one of the folders below is a link, and has files for us in it."""
    for entry in entries(folder):
        if not entry.is_dir():
            continue
        if entry.is_symlink():
            inside = (
                name for _, _, names in os.walk(entry.resolve()) for name in names
            )
            if found := next((n for n in inside if n.lower().endswith(ENDINGS)), ""):
                raise linked(entry, found)
        elif deep:
            refuse(entry, deep - 1)


def linked(folder: Path, inside: str) -> DataError:
    place = folder.resolve()
    return DataError(
        f"{folder} is a link to a folder, with {inside} in it. Needed: folders themselves, or"
        " links to files, as a search does not follow links to folders; replace it by links"
        f" to the files: rm '{folder}' && cp -rs '{place}' '{folder}'"
    )
