"""Which files are the clips, what each is called, and what its folder, name or row says."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.audio import (
    by_field,
    class_names,
    fields,
    file_names,
    given_parts,
    lists,
)
from scaffolder.facts.audio.file_names import NOTHING, Names
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import SOUND_ENDINGS, files_below, said, some
from scaffolder.facts.model import Column, Proposal

KIND = "audio-classification"
NO_TABLE = {
    name: Proposal(value, "of a table; here is none")
    for name, value in (("separator", ","), ("encoding", "utf-8-sig"))
}
NO_COLUMNS = Proposal((), "empty: no table names the clips")
NO_NAMES = Proposal("", "empty: the names of the files are not read")


@dataclass(frozen=True)
class Listed:
    """A clip before anybody listened to it; `speaker` is "" if nothing names one."""

    path: Path
    id: str  # as config.drop names it
    answer: str
    speaker: str = ""
    take: str = ""


@dataclass(frozen=True)
class Found:
    """What folders and tables have in common, by split; "train" always."""

    source: Source
    format: str
    rows: dict[str, list[Listed]]
    target: Proposal
    group: str = ""  # the field of the names, or the column, that says who speaks
    columns: Proposal = NO_COLUMNS
    beside: tuple[Column, ...] = ()  # what stands in a table beside the paths
    written: dict[str, Proposal] = field(default_factory=lambda: NO_TABLE)
    names: Proposal = NO_NAMES
    aside: tuple[Proposal, ...] = ()  # folders that are no class
    notes: tuple[str, ...] = ()


def in_folders(path: Path, source: Source) -> Found:
    files = {split: _files(place) for split, place in source.splits.items()}
    given = {f for split, several in files.items() if split != "train" for f in several}
    files["train"] = [file for file in files["train"] if file not in given]
    top = source.train
    aside = sorted(
        {f.relative_to(top).parts[0] for f in files["train"] if _is_aside(f, top)}
    )
    files["train"] = [file for file in files["train"] if not _is_aside(file, top)]
    every = [file for several in files.values() for file in several]
    must_have_labels(path, every)
    folders = [_folder(file, source) for file in every]
    flat = not all(folders)
    if flat and path.is_dir():
        lists.refuse(path, every)
    names = file_names.read(every, folders, top) if every else NOTHING
    if flat and not names.labels:
        hint = fields.hint(top if top.is_dir() else path, every)
        told = by_field.told(every) or hint
        raise DataError(f"{_no_answer(path, len(every))} {told}".strip())
    labels = names.labels if flat else tuple(folders)
    none = [""] * len(every)
    said_of = zip(labels, names.speakers or none, names.takes or none, strict=True)
    said_by = dict(zip(every, said_of, strict=True))
    rows = {
        split: [
            Listed(f, _id(f, source), *said_by[f]) for f in several if said_by[f][0]
        ]
        for split, several in files.items()
    }
    what = "name" if flat else "folder"
    return Found(
        source,
        "sounds named by their label" if flat else "class folders of sounds",
        rows,
        Proposal("", f"the {what} of a clip is its answer"),
        group="speaker" if names.speakers else "",
        names=_pattern(names),
        aside=tuple(
            Proposal(n, f"{n}: a name with _ before it is no class") for n in aside
        ),
        notes=(
            *class_names.on_copy(top),
            *on_unread(path, source, flat),
            *_on_names(names, flat, every),
            *class_names.crossed(top, sorted({*folders} - {""}), every),
        ),
    )


def no_label(path: Path, what: str) -> DataError:
    return DataError(
        f"{path} holds speech with what was said, such as {what}, and no kind here writes"
        " speech down. Needed: one label for each clip, such as who speaks; write a table"
        " with the columns path,label beside the sounds, and name that."
    )


def must_have_labels(path: Path, every: list[Path]) -> None:
    """DataError where what was said stands beside the sounds: no kind writes that down."""
    for folder in dict.fromkeys(file.parent for file in every[:1] + every[-1:]):
        if transcript := next(folder.glob("*.trans.txt"), None):
            raise no_label(path, transcript.name)


def on_unread(path: Path, source: Source, flat: bool) -> list[str]:
    top, used = source.train, {p for p in source.splits.values() if p.is_file()}
    if flat or not path.is_dir() or not top.is_dir():
        return []
    return given_parts.notes(path, top, used)


def _pattern(names: Names) -> Proposal:
    if not names.pattern:
        return NO_NAMES
    return Proposal(names.pattern, f"fields of the name of a file, {names.reason}")


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return list(files_below(place, SOUND_ENDINGS))
    lines = place.read_text("utf-8").split("\n")
    return [place.parent / line for line in lines if line]


def _is_aside(file: Path, top: Path) -> bool:
    return file.relative_to(top).parts[0].startswith("_")


def _folder(file: Path, source: Source) -> str:
    """The class folder: the first below the place given; "" if there is none."""
    inside = file.relative_to(_home(file, source)).parts
    return inside[0] if len(inside) > 1 else ""


def _home(file: Path, source: Source) -> Path:
    places = [p for p in source.splits.values() if p.is_dir() and p in file.parents]
    return max(places, key=lambda place: len(place.parts))


def _id(file: Path, source: Source) -> str:
    home = _home(file, source)
    return f"{home.name}/{file.relative_to(home).as_posix()}"


def _no_answer(path: Path, count: int) -> str:
    return (
        f"Found {said(count, 'sound')} in {path} but no answer for them. Put them into one"
        " folder per class, begin their names with the label as in dog_anna_1.wav, or add"
        " a CSV with the columns path,label beside them."
    )


def _on_names(names: Names, flat: bool, every: list[Path]) -> tuple[str, ...]:
    if not names.pattern:
        return (names.doubt,) if names.doubt else ()
    where = (
        "The label is in no folder and no table, but in"
        if flat
        else "More than the folder says"
    )
    first = f"{where} the name of each file: {every[0].stem} is {names.pattern} ({names.reason})."
    more = (
        f" Left out, as their names do not fit: {some(names.misfits)}."
        if names.misfits
        else ""
    )
    return (first + more,)
