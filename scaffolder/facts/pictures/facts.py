"""Puts the facts of pictures together: class folders, a table of paths, idx or npz."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files import npz_files
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import entries, images_below, said, some, stray_files
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.named import part_lists
from scaffolder.facts.pictures import answers as picture_answers
from scaffolder.facts.pictures import (
    arrays,
    deepest_folders,
    numbered_folders,
    spellings,
    unsorted,
    views_of_one,
)
from scaffolder.facts.pictures import look as pictures
from scaffolder.facts.pictures.answers import Rows
from scaffolder.facts.pictures.arrays import Arrays
from scaffolder.facts.pictures.look import Picture
from scaffolder.facts.pictures.sentences import (
    on_copies,
    on_few,
    on_pictures,
    on_shared,
)

Done = Callable[[str, int, int], None]
NO_HEADER = Proposal(
    (), "names of the columns; empty: the first line of a table has them"
)


@dataclass
class Found:
    """What the four formats have in common, by split; "train" always."""

    source: Source
    format: str
    columns: Proposal
    labels: dict[str, list[str]]
    digests: dict[str, list[tuple[bytes, ...]]]  # of each picture of an example
    size: Proposal
    channels: Proposal
    table: dict[str, Proposal] = field(default_factory=dict)  # how one is read
    depth: Mapping[str, Proposal] = field(default_factory=dict)
    drop: tuple[Proposal, ...] = ()
    unreadable: dict[str, str] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)


def must_be_images(kind: str | None, path: Path) -> None:
    if kind and not kind.startswith("image"):
        raise DataError(
            f"{path} holds pictures, and {kind} needs something else. Use --task"
            " image-classification, or name other data."
        )


def read_folders(path: Path, source: Source, kind: str | None, done: Done) -> Facts:
    numbered_folders.must_hold_no_classes(source.train, "picture")
    deepest_folders.must_not_be_classes(source)
    rows = {split: _labelled(folder) for split, folder in source.splits.items()}
    columns = Proposal((), "empty: the folder of a picture is its label")
    found = _decode(source, rows, source.splits, columns, done)
    found.sentences[:0] = [
        *spellings.of_folders(source, found.labels),
        *unsorted.sentences(source, found.labels),
    ]
    stray = dict.fromkeys(source.stray)
    for folder in source.splits.values():
        stray.update(dict.fromkeys(stray_files(folder)))
        found.sentences += _on_empty(folder, path)
    found.sentences += views_of_one.sentences(source.train)
    if stray:
        names = [_below(file, path) for file in stray]
        found.sentences.append(f"Passed over, as no picture of a class: {some(names)}.")
    if len(source.splits) == 1:
        found.sentences += part_lists.sentences(path, source.train)
    return _facts(path, found, kind)


def _on_empty(folder: Path, path: Path) -> list[str]:
    folders = [entry for entry in entries(folder) if entry.is_dir()]
    empty = [_below(e, path) for e in folders if not next(images_below(e), None)]
    return (
        [f"Folders without a picture, which are no class: {some(empty)}."]
        if empty
        else []
    )


def _labelled(folder: Path) -> Rows:
    """The label of a picture is the first folder below the one given."""
    classes = [entry for entry in entries(folder) if entry.is_dir()]
    return [((file,), label.name) for label in classes for file in images_below(label)]


def _below(file: Path, folder: Path) -> str:
    return file.relative_to(folder).as_posix() if folder in file.parents else file.name


def read_listed(
    path: Path,
    source: Source,
    columns: Proposal,
    rows: dict[str, Rows],
    table: dict[str, Proposal],
    kind: str | None,
    done: Done,
) -> Facts:
    """Pictures that a table names; its paths are relative to its own folder."""
    homes = {split: file.parent for split, file in source.splits.items()}
    found = _decode(source, rows, homes, columns, done)
    found.table = table
    return _facts(path, found, kind)


def _decode(
    source: Source,
    rows: dict[str, Rows],
    homes: dict[str, Path],
    columns: Proposal,
    done: Done,
) -> Found:
    looked: dict[str, list[Picture]] = {}
    names: dict[Path, str] = {}
    for split, listed in rows.items():
        what = f"decoding {split} pictures"
        files = [(file, answer) for views, answer in listed for file in views]
        looked[split] = pictures.look(files, lambda n, of, what=what: done(what, n, of))
        home = homes[split]
        names |= {file: f"{home.name}/{_below(file, home)}" for file, _ in files}
    every = [picture for split in looked.values() for picture in split]
    wrong = {picture.path: picture.wrong for picture in every if picture.wrong}
    _some_must_be_readable(source, every, wrong)
    out = {**wrong, **pictures.placeholders(every)}
    by_path = {picture.path: picture for picture in every}
    kept = {
        s: [r for r in listed if not out.keys() & r[0]] for s, listed in rows.items()
    }
    if not kept["train"]:
        raise DataError(
            f"No picture of {source.train} can be used: {some(sorted(out.values()), 3)}."
            " Needed: pictures to train on; save or download them again."
        )
    train = [by_path[file] for views, _ in kept["train"] for file in views]
    why = [f"{names[file]}: {reason}" for file, reason in out.items()]
    return Found(
        source=source,
        format=source.format if source.format != "table" else "table of paths",
        columns=columns,
        labels={s: [answer for _, answer in found] for s, found in kept.items()},
        digests={
            s: [tuple(by_path[file].digest for file in views) for views, _ in found]
            for s, found in kept.items()
        },
        size=Proposal(*pictures.image_size(train, len(kept["train"][0][0]))),
        channels=Proposal(*pictures.channels({picture.mode for picture in train})),
        depth=pictures.depth_setting(train),
        drop=tuple(map(Proposal, [names[file] for file in out], why)),
        unreadable={names[file]: reason for file, reason in wrong.items()},
        sentences=[f"Left out: {some(why)}."] * bool(why) + on_pictures(train),
    )


def _some_must_be_readable(
    source: Source, every: list[Picture], wrong: dict[Path, str]
) -> None:
    if len(wrong) < len(every):
        return
    first = next(iter(wrong.items()), (source.train, "it holds none"))
    raise DataError(
        f"None of {said(len(every), 'picture')} in {source.train} can be decoded; the"
        f" first, {first[0].name}: {first[1]}. Needed: JPEG, PNG or the like; save or"
        " download them again."
    )


def read_arrays(path: Path, source: Source, kind: str | None, done: Done) -> Facts:
    """idx pairs and npz archives."""
    reader = arrays.read_idx if source.format == "idx" else arrays.read_npz
    found: dict[str, Arrays] = {}
    for number, (split, file) in enumerate(source.splits.items(), 1):
        found[split] = reader(file)
        npz_files.must_have_keys(file, found[split].keys, found["train"].keys)
        done("reading arrays", number, len(source.splits))
    train = found["train"]
    channels, height, width = train.shape
    side = min(height, width, 96)
    resized = f"pictures are {height} x {width}; a step on a CPU costs the square of it"
    keys = "(key of the pictures, key of the labels), known by shape and dtype"
    if not train.keys:
        keys = "empty: the labels stand in the idx1 file of the same name"
    unread = [f"Left unread in {train.path.name}: {some(train.unread)}."]
    if len(found) == 1:
        unread += npz_files.on_parts(train.path, train.keys, train.unread)
    return _facts(
        path,
        Found(
            source=source,
            format=source.format,
            columns=Proposal(train.keys, keys),
            labels={split: array.answers for split, array in found.items()},
            digests={s: [(d,) for d in array.digests] for s, array in found.items()},
            size=Proposal(
                side,
                (
                    f"every picture is {height} x {width}: nothing is resized"
                    if side == height == width
                    else resized
                ),
            ),
            channels=Proposal(3 if channels > 2 else 1, f"the arrays have {channels}"),
            sentences=unread * bool(train.unread),
        ),
        kind,
    )


def _facts(path: Path, found: Found, kind: str | None) -> Facts:
    """Raises DataError where nothing can be learnt."""
    train = found.digests["train"]
    means = picture_answers.meaning(found.labels, found.columns, kind)
    counts = {split: len(labels) for split, labels in found.labels.items()}
    if means.classes:
        for split, strange in picture_answers.unseen(found.labels).items():
            counts[split] -= strange.total()
    given = [f"{split} {said(count, 'picture')}" for split, count in counts.items()]
    side, channels = found.size.value, found.channels.value
    return Facts(
        path=path,
        reader="images",
        format=found.format,
        counts=counts,
        kind=means.kind,
        target=Proposal("", "the label of a picture is the answer"),
        drop=found.drop,
        split=Proposal("chance", "nothing says which pictures belong together"),
        split_column=Proposal("", "a split by chance needs no column"),
        settings=_settings(found, counts) | means.settings,
        classes=means.classes,
        number=means.number,
        shape=(channels, side, side),
        duplicates=len(train) - len(set(train)),
        unreadable=found.unreadable,
        sentences=(
            f"{', '.join(given)}.",
            *on_few(counts),
            *means.sentences,
            *on_copies(found.digests, found.labels["train"]),
            *(on_shared(found.digests) if len(train[0]) > 1 else []),
            *found.sentences,
        ),
        watch=means.watch,
        expected=means.expected,
    )


def _settings(found: Found, counts: dict[str, int]) -> dict[str, Proposal]:
    def given(split: str) -> Proposal:
        if path := found.source.splits.get(split):
            count = said(counts[split], "picture")
            return Proposal(str(path.resolve()), f"{count}, found beside the training")
        return Proposal(
            "", f"no {split} pictures were given: a share of `data` is kept"
        )

    train = said(counts["train"], "picture")
    path = str(found.source.train.resolve())
    return {
        "data": Proposal(path, f"{found.format}, {train}"),
        "validation_data": given("validation"),
        "test_data": given("test"),
        "read": Proposal(found.format.replace(" ", "_"), found.format),
        "columns": found.columns,
        "header": NO_HEADER,
        **found.table,
        "image_size": found.size,
        "channels": found.channels,
        **found.depth,
    }
