"""A folder that holds the same things several times: as sounds, as pictures of them, as a table."""

from __future__ import annotations

from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files.table_names import is_table_name
from scaffolder.facts.listing import (
    IMAGE_ENDINGS,
    SOUND_ENDINGS,
    entries,
    files_below,
    some,
)

MOST = 20  # folders that are looked into
LOOKED_AT = 3  # folders inside such a folder, before all are
SHARED = 0.8  # of the classes have both


def chosen(path: Path, kind: str | None) -> Path:
    """The folder or table of the kind; DataError where nobody says which is meant."""
    if not path.is_dir() or not (home := home_of(path)):
        return path
    sounds = home_of_kind(home, SOUND_ENDINGS)
    pictures = home_of_kind(home, IMAGE_ENDINGS) if sounds else None
    if not sounds or not pictures or not are_same(sounds, pictures):
        return path
    folders = {"audio-classification": sounds, "image-classification": pictures}
    if kind in folders:
        return folders[kind]
    tables = [e for e in entries(home) if e.is_file() and is_table_name(e)]
    if kind and kind.startswith("tabular") and len(tables) == 1:
        return tables[0]
    raise DataError(told(home, sounds, pictures, tables))


def home_of(folder: Path) -> Path | None:
    """The first folder with several in it."""
    inside = [entry for entry in entries(folder) if entry.is_dir()]
    if len(inside) == 1:
        return home_of(inside[0])
    return folder if 2 <= len(inside) <= MOST else None


def home_of_kind(home: Path, endings: tuple[str, ...]) -> Path | None:
    """The one folder in which folders of classes hold such files."""
    found = [e for e in entries(home) if e.is_dir() and len(classes(e, endings)) > 1]
    return found[0] if len(found) == 1 else None


def classes(folder: Path, endings: tuple[str, ...]) -> set[str]:
    """The folders inside that hold such files; none where the first few do not."""
    inside = [entry for entry in entries(folder) if entry.is_dir()]
    if not any(next(files_below(e, endings, 0), None) for e in inside[:LOOKED_AT]):
        return set()
    return {e.name for e in inside if next(files_below(e, endings, 0), None)}


def are_same(sounds: Path, pictures: Path) -> bool:
    ours, theirs = classes(sounds, SOUND_ENDINGS), classes(pictures, IMAGE_ENDINGS)
    return sounds != pictures and len(ours & theirs) >= SHARED * len(ours | theirs)


def told(home: Path, sounds: Path, pictures: Path, tables: list[Path]) -> str:
    beside = f", and {some([t.name for t in tables])}" if tables else ""
    rows = f", or name a table, such as {tables[0]}, with --task tabular-classification"
    return (
        f"Found the same classes twice in {home}: as sounds in {sounds.name}, as pictures in"
        f" {pictures.name}{beside}. Needed: one of them, and only you know which: say --task"
        f" audio-classification for the sounds, --task image-classification for the"
        f" pictures{rows * bool(tables)}."
    )
