"""Puts the facts of pictures together: folders, a table of paths, idx or npz."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import answers, arrays, pictures
from scaffolder.facts.arrays import Arrays
from scaffolder.facts.formats import Source
from scaffolder.facts.listing import entries, hidden, images_below, said, some
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.pictures import Picture

Done = Callable[[str, int, int], None]
BY_CHANCE = Proposal("chance", "nothing says which pictures belong together")
NO_COLUMN = Proposal("", "a split by chance needs no column")


def must_be_images(kind: str | None, path: Path) -> None:
    if kind and not kind.startswith("image"):
        raise DataError(
            f"{path} holds pictures, and {kind} needs a table. Use --task"
            " image-classification, or name a table."
        )


def read_folders(path: Path, source: Source, done: Done) -> Facts:
    found = {}
    for split, folder in source.splits.items():
        found[split] = _look(_files_of(folder), f"decoding {split} pictures", done)
    stray = [*source.stray, *_stray(path, source)]
    settings = {
        "data": Proposal(str(source.train.resolve()), "one folder per class"),
        "columns": Proposal((), "the folders are the answers"),
    }
    facts = _from_pictures(path, "class folders", found, source.splits, settings)
    if not stray:
        return facts
    names = some([_below(path, file) for file in stray])
    ignored = f"{said(len(stray), 'file')} that hold no picture are passed over: {names}."
    return _saying(facts, ignored)


def _saying(facts: Facts, *sentences: str) -> Facts:
    from dataclasses import replace

    return replace(facts, sentences=(*facts.sentences, *sentences))


def _files_of(folder: Path) -> list[tuple[Path, str]]:
    """(picture, class), where the class is the first folder below."""
    classes = [entry for entry in entries(folder) if entry.is_dir()]
    return [(file, cls.name) for cls in classes for file in images_below(cls)]


def _stray(path: Path, source: Source) -> list[Path]:
    """Hidden files, and files of folders and classes that are no pictures."""
    from scaffolder.facts.listing import IMAGE_ENDINGS

    stray = []
    for folder in {path, *source.splits.values()} if path.is_dir() else set():
        stray += [entry for entry in hidden(folder) if entry.is_file()]
    for folder in source.splits.values():
        below = sorted(file for file in folder.rglob("*") if file.is_file())
        stray += [
            file
            for file in below
            if file.suffix.lower() not in IMAGE_ENDINGS
            or file.parent == folder
            and not file.name.startswith(".")
        ]
    return sorted(set(stray) - set(source.stray))


def _below(path: Path, file: Path) -> str:
    return str(file.relative_to(path)) if file.is_relative_to(path) else file.name


def _look(files: list[tuple[Path, str]], what: str, done: Done) -> list[Picture]:
    return pictures.look(files, lambda count, of: done(what, count, of))


def read_table_of_paths(
    path: Path,
    source: Source,
    columns: tuple[str, str],
    rows: dict[str, list[tuple[str, str]]],
    done: Done,
) -> Facts:
    """`rows` holds (path as written, answer) of each split."""
    found = {}
    for split, cells in rows.items():
        folder = source.splits[split].parent
        files = [(folder / cell, answer) for cell, answer in cells]
        found[split] = _look(files, f"decoding {split} pictures", done)
    settings = {
        "data": Proposal(str(source.train.resolve()), "a table of paths and labels"),
        "columns": Proposal(columns, "(column of paths, column of labels)"),
    }
    homes = {split: file.parent for split, file in source.splits.items()}
    facts = _from_pictures(path, "table of paths", found, homes, settings)
    from dataclasses import replace

    target = Proposal(columns[1], f"{columns[1]}: the labels beside the paths")
    return replace(facts, target=target)


def _from_pictures(
    path: Path,
    format: str,
    found: dict[str, list[Picture]],
    homes: dict[str, Path],
    settings: dict[str, Proposal],
) -> Facts:
    every = [picture for looked in found.values() for picture in looked]
    wrong = {picture.path: picture.wrong for picture in every if picture.wrong}
    if len(wrong) == len(every):
        first, why = next(iter(wrong.items()), (path, "there is none"))
        raise DataError(
            f"None of {said(len(every), 'picture')} below {path} can be decoded; the"
            f" first, {first.name}: {why}. Needed: JPEG, PNG and the like; save them again."
        )
    placeholders = pictures.placeholders(every)
    out = {**wrong, **placeholders}
    kept = {s: [p for p in looked if p.path not in out] for s, looked in found.items()}
    names = {
        picture.path: f"{homes[split].name}/{_below(homes[split], picture.path)}"
        for split, looked in found.items()
        for picture in looked
    }
    labels = [picture.answer for picture in kept["train"]]
    digests = {s: [p.digest for p in looked] for s, looked in kept.items()}
    repeats, on_copies = _repeated(digests, labels)
    size, why_size = pictures.image_size(kept["train"])
    count, why_channels = pictures.channels({p.mode for p in kept["train"]})
    return _facts(
        path,
        format,
        {split: len(looked) for split, looked in kept.items()},
        labels,
        drop=tuple(Proposal(names[file], f"{names[file]}: {out[file]}") for file in out),
        settings={
            **settings,
            **_given(found, homes),
            "image_size": Proposal(size, why_size),
            "channels": Proposal(count, why_channels),
        },
        shape=(count, size, size),
        duplicates=repeats,
        unreadable={names[file]: why for file, why in wrong.items()},
        sentences=(
            *[f"Left out: {names[file]} ({out[file]})." for file in out],
            *on_copies,
            *_on_pictures(kept["train"]),
            *_unseen(kept),
        ),
    )


def _given(found: dict[str, list[Picture]], homes: dict[str, Path]) -> dict[str, Proposal]:
    return {
        f"{split}_data": _path_of(split, homes[split] if split in found else None)
        for split in ("validation", "test")
    }


def _path_of(split: str, path: Path | None) -> Proposal:
    if path:
        return Proposal(str(path.resolve()), f"the {split} pictures found beside")
    return Proposal("", f"no {split} pictures are given: a share of the training ones")


def _facts(
    path: Path,
    format: str,
    counts: dict[str, int],
    labels: list[str],
    **others,
) -> Facts:
    """What all sources of pictures share; raises DataError if nothing can be learnt."""
    classes = dict(Counter(labels).most_common())
    if len(classes) < 2 or len(labels) < answers.FEWEST:
        raise DataError(
            f"Found {said(len(labels), 'picture')} of {said(len(classes), 'class')}"
            f" ({some(classes)}) in {path}. Needed: two classes and more, one folder or"
            f" label each, with {answers.FEWEST} pictures and more together."
        )
    sentences = others.pop("sentences")
    splits = ", ".join(f"{split} {said(n, 'picture')}" for split, n in counts.items())
    return Facts(
        path=path,
        reader="images",
        format=format,
        counts=counts,
        kind=Proposal("image-classification", f"pictures with one label each ({format})"),
        target=Proposal("", "the label of each picture is the answer"),
        split=BY_CHANCE,
        split_column=NO_COLUMN,
        classes=classes,
        sentences=(f"{splits}.", *answers.on_classes(classes), *sentences),
        **others,
    )


def _repeated(
    digests: dict[str, list[bytes]], labels: list[str]
) -> tuple[int, list[str]]:
    """Copies within the training pictures and across splits, with sentences on them."""
    train = digests["train"]
    repeats = len(train) - len(set(train))
    sentences = []
    if repeats:
        sentences.append(
            f"{said(repeats, 'training picture')} repeat an earlier one, byte for byte:"
            " copies are kept on one side of the split."
        )
    meanings = {pair for pair in zip(train, labels, strict=True)}
    if contradicting := len(meanings) - len(set(train)):
        sentences.append(
            f"{said(contradicting, 'copy')} of a training picture carry another label."
        )
    for split, others in digests.items():
        crossing = len(set(others) & set(train))
        if split != "train" and crossing:
            sentences.append(
                f"{said(crossing, 'training picture')} also stand in the {split} split:"
                f" the {split} score would flatter; they are left out of training."
            )
    return repeats, sentences


def _on_pictures(train: list[Picture]) -> list[str]:
    sizes = Counter((picture.width, picture.height) for picture in train)
    modes = Counter(picture.mode for picture in train)
    formats = Counter(picture.format for picture in train)
    (width, height), count = sizes.most_common(1)[0]
    sentences = [
        f"Sizes: all {width} x {height}."
        if len(sizes) == 1
        else f"{len(sizes)} sizes, most often {width} x {height} ({count:,} pictures),"
        f" shorter side {min(p.side for p in train)} to {max(p.side for p in train)}."
    ]
    for what, counts in (("modes", modes), ("formats", formats)):
        if len(counts) > 1:
            listed = some([f"{name} {count:,}" for name, count in counts.most_common()])
            sentences.append(f"Several {what}: {listed}; all are turned into one.")
    turned = sum(picture.turned for picture in train)
    if turned:
        sentences.append(
            f"{said(turned, 'picture')} lie on their side until EXIF orientation is"
            " followed: data.py does so."
        )
    return sentences


def _unseen(kept: dict[str, list[Picture]]) -> list[str]:
    known = {picture.answer for picture in kept["train"]}
    sentences = []
    for split, looked in kept.items():
        unknown = {picture.answer for picture in looked} - known
        if unknown:
            sentences.append(
                f"Classes of {split} that training lacks: {some(sorted(unknown))}; no"
                " net can learn them."
            )
    return sentences


def read_arrays(path: Path, source: Source, done: Done) -> Facts:
    """idx pairs and npz archives."""
    reader = arrays.read_idx if source.format == "idx" else arrays.read_npz
    found: dict[str, Arrays] = {}
    for number, (split, file) in enumerate(source.splits.items(), 1):
        found[split] = reader(file)
        done("reading arrays", number, len(source.splits))
    train = found["train"]
    repeats, on_copies = _repeated({s: a.digests for s, a in found.items()}, train.answers)
    count, height, width = train.shape
    side = min(height, width, 96)
    why = (
        f"every picture is {height} x {width}: nothing is resized"
        if side == height == width
        else f"pictures are {height} x {width}; {side} keeps a CPU fast"
    )
    unread = [f"Left unread in {train.path.name}: {some(train.unread)}."]
    return _facts(
        path,
        source.format,
        {split: len(array.answers) for split, array in found.items()},
        train.answers,
        drop=(),
        settings={
            "data": Proposal(str(source.train.resolve()), f"{source.format} file"),
            "columns": Proposal(
                train.keys if train.keys[0] else (),
                "(key of the pictures, key of the labels), known by shape and dtype"
                if train.keys[0]
                else "the labels stand in the idx1 file of the same name",
            ),
            "validation_data": _path_of("validation", source.validation),
            "test_data": _path_of("test", source.test),
            "image_size": Proposal(side, why),
            "channels": Proposal(1 if count == 1 else 3, f"the arrays have {count}"),
        },
        shape=(1 if count == 1 else 3, side, side),
        duplicates=repeats,
        sentences=(*on_copies, *(unread if train.unread else [])),
    )
