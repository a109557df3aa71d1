"""Folders that say where a text comes from, above those that say what it is: site1/ham, site2/ham."""

from __future__ import annotations

from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import python, text
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import entries, some
from scaffolder.facts.texts.find import is_text_file, text_classes

FEWEST = 5  # texts of a class of one source
LONE = 2  # texts beside class folders at most: a summary, a list


def refuse(folder: Path) -> None:
    """DataError where two and more folders hold the same classes of texts."""
    found = {e: of_classes(e) for e in entries(folder) if e.is_dir()}
    found = {source: names for source, names in found.items() if names}
    sets = {frozenset(names) for names in found.values()}
    if len(found) < 2 or len(sets) > 1 or any(map(split_of, found)):
        return
    if any(map(split_of, map(Path, sets.pop()))):
        return  # each source has its own parts
    classes = next(iter(found.values()))
    to = folder.with_name(f"{folder.name}_classes")
    sources = [source.name for source in found]
    code = (
        f"import shutil; from pathlib import Path; to = Path({text('../' + to.name)});"
        f" [(to / c).mkdir(parents=True, exist_ok=True) or shutil.copy(f, to / c / (s +"
        f' {text("_")} + f.name)) for s in {text(sources)} for c in {text(classes)}'
        " for f in sorted((Path(s) / c).iterdir()) if f.is_file()]"
    )
    raise DataError(
        f"The folders {some(sources)} of {folder} say where a text comes from, and"
        f" {some(classes)} in each of them what it is. Needed: one folder per class; copy them"
        f" so, with the source before the name: {python(folder, code)} and name {to}. Or name"
        f" one of them, such as {next(iter(found))}. To tell the sources apart: the texts of"
        " each in its own folder, and none below."
    )


def of_classes(folder: Path) -> list[str]:
    """The names of its folders of texts, where the texts stand in these and hardly beside them."""
    classes = text_classes(folder)
    return [c.name for c in classes] if len(classes) > 1 and stand_apart(folder) else []


def stand_apart(folder: Path) -> bool:
    """Whether each of its class folders holds several texts, and beside them is hardly any."""
    classes = text_classes(folder)
    least = min((len(texts_of(label)) for label in classes), default=0)
    return len(classes) > 1 and least >= FEWEST and len(texts_of(folder)) <= LONE


def texts_of(folder: Path) -> list[Path]:
    return [f for f in entries(folder) if f.is_file() and is_text_file(f)]


def unread(files: tuple[Path, ...]) -> list[str]:
    """A sentence on the texts beside the class folders."""
    lone = [file.name for file in files if is_text_file(file)]
    return [f"Left unread beside the folders: {some(lone)}."] if lone else []
