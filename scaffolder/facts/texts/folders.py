"""Class folders of texts, a file each; files may differ in their encoding."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.facts.listing import entries, said, whole
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.texts import by_source, find
from scaffolder.facts.texts.found import (
    Found,
    because,
    facts,
    must_be_learnable,
    must_be_text,
    unused_dialect,
)
from scaffolder.facts.texts.look import Looked

if TYPE_CHECKING:
    from collections.abc import Callable

    from scaffolder.facts.files.source import Source

    Done = Callable[[str, int, int], None]

FORMAT = "class folders of texts"
UNLABELLED = ("unsup", "unsupervised", "unlabeled", "unlabelled")


def read_folders(path: Path, source: Source, kind: str | None, done: Done) -> Facts:
    must_be_text(kind, path)
    files = {split: texts_below(folder) for split, folder in source.splits.items()}
    drop = tuple(
        Proposal(name, f"{name}: by its name, texts without an answer")
        for name in sorted({label for _, label in files["train"]})
        if name.lower() in UNLABELLED
    )
    gone = {proposal.value for proposal in drop}
    kept = {s: [f for f in some_ if f[1] not in gone] for s, some_ in files.items()}
    must_be_learnable([label for _, label in kept["train"]], source.train)
    encodings: Counter[str] = Counter()
    looked = {}
    for split, listed in kept.items():
        looked[split] = Looked()
        for number, (file, _) in enumerate(listed, 1):
            looked[split].add(read_file(file, encodings))
            done(f"reading {split} texts", number, len(listed))
    fallback = next((name for name in ("cp1252", "latin-1") if encodings[name]), "utf8")
    return facts(
        Found(
            path=path,
            format=FORMAT,
            files=source.splits,
            looked=looked,
            answers={s: [label for _, label in some_] for s, some_ in kept.items()},
            kind=because(kind, "folders of texts, one for each class"),
            target=Proposal("", "the folder of a text is the answer"),
            settings={
                "read": Proposal("text_folders", "a folder for each class"),
                "text": Proposal((), "empty: a text is a whole file"),
                "label": Proposal("", "empty: the folder of a file is its answer"),
                **unused_dialect(fallback),
            },
            drop=drop,
            notes=[
                *(f"{proposal.reason}: left out." for proposal in drop),
                *on_encodings(encodings, fallback),
                *by_source.unread(source.stray),
            ],
            quote="",
        )
    )


def on_encodings(encodings: Counter[str], fallback: str) -> list[str]:
    if fallback == "utf8":
        return []
    other = encodings["cp1252"] + encodings["latin-1"]
    return [
        f"Not UTF-8: {said(other, 'file')} of {encodings.total():,}; they are read as"
        f" {fallback}, the others as UTF-8."
    ]


def texts_below(folder: Path) -> list[tuple[Path, str]]:
    """(file, name of its class) of each text, by name."""
    return [
        (file, label.name)
        for label in find.text_classes(folder)
        for file in entries(label)
        if file.is_file() and find.is_text_file(file)
    ]


def read_file(path: Path, encodings: Counter[str]) -> str:
    raw = whole(path)
    try:
        text, name = raw.decode("utf8"), "utf8"
    except UnicodeDecodeError:
        name = "cp1252" if re.search(rb"[\x80-\x9f]", raw) else "latin-1"
        text = raw.decode(name, "replace")
    encodings[name] += 1
    return text
