"""What the three layouts of texts with a class have in common, and the facts it makes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scaffolder.errors import DataError
from scaffolder.facts.listing import said
from scaffolder.facts.model import Column, Facts, Proposal
from scaffolder.facts.pictures.answers import on_unseen, unseen
from scaffolder.facts.tables import answers
from scaffolder.facts.texts import sentences
from scaffolder.facts.texts.look import Looked

KIND = "text-classification"
ENCODED = {
    "utf8": "the usual one, and the bytes agree",
    "utf-16": "the file begins with the mark of UTF-16",
    "cp1252": "some bytes are not UTF-8; Windows writes this one in Western Europe",
    "latin-1": "some bytes are not UTF-8; this one reads any of them",
}


@dataclass
class Found:
    """What the three layouts have in common, by split; "train" always."""

    path: Path
    format: str
    files: dict[str, Path]
    looked: dict[str, Looked]
    answers: dict[str, list[str]]
    kind: Proposal
    target: Proposal
    settings: dict[str, Proposal]
    drop: tuple[Proposal, ...] = ()
    columns: tuple[Column, ...] = ()
    notes: list[str] = field(default_factory=list)
    quote: str = '"'
    opinions: bool = False  # of several people on one text


def facts(found: Found) -> Facts:
    train, given = found.looked["train"], found.answers["train"]
    classes = dict(sorted(Counter(given).items(), key=lambda item: (-item[1], item[0])))
    copies = sentences.copies(found.looked, given)
    strange = unseen(found.answers)
    counts = {
        s: len(one) - strange.get(s, Counter()).total()
        for s, one in found.looked.items()
    }
    names = {split: file.name for split, file in found.files.items()}
    listed = [f"{names[s]} ({s}) {said(n, 'text')}" for s, n in counts.items()]
    return Facts(
        path=found.path,
        reader="text",
        format=found.format,
        counts=counts,
        kind=found.kind,
        target=found.target,
        drop=found.drop,
        split=Proposal("chance", "nothing says which texts belong together but copies"),
        split_column=Proposal("", "a split by chance needs no column"),
        settings=paths(found, counts)
        | found.settings
        | {"length": sentences.length(train)},
        classes=classes,
        columns=found.columns,
        shape=(sentences.length(train).value,),
        duplicates=copies.exact,
        sentences=(
            f"{', '.join(listed)}.",
            *found.notes,
            *on_unseen(found.answers),
            *answers.on_classes(classes),
            *sentences.on_copies(copies, len(train), names, found.opinions),
            *sentences.on_telling_words(train, given),
            *sentences.on_length(train),
            sentences.on_words(found.looked),
            *sentences.on_writing(train, found.quote),
        ),
    )


def paths(found: Found, counts: dict[str, int]) -> dict[str, Proposal]:
    def given(split: str) -> Proposal:
        if file := found.files.get(split):
            count = said(counts[split], "text")
            return Proposal(str(file.resolve()), f"{count}, found beside the training")
        return Proposal("", f"no {split} texts were given: a share of `data` is kept")

    train = str(found.files["train"].resolve())
    return {
        "data": Proposal(train, f"{found.format}, {said(counts['train'], 'text')}"),
        "validation_data": given("validation"),
        "test_data": given("test"),
    }


def unused_dialect(encoding: str) -> dict[str, Proposal]:
    none = "of tables; these texts are in none"
    return {
        "separator": Proposal("", none),
        "quote": Proposal("", none),
        "encoding": Proposal(encoding, ENCODED[encoding]),
        "columns": Proposal((), none),
        "same_answer": Proposal((), "(as found, meant): every answer has one spelling"),
    }


def because(asked: str | None, reason: str) -> Proposal:
    return Proposal(KIND, "you asked for it" if asked else reason)


def must_be_text(kind: str | None, path: Path) -> None:
    if kind not in (None, KIND):
        raise DataError(
            f"{path} holds texts with a class each, and {kind} needs other data. Use"
            f" --task {KIND}, or name other data."
        )


def must_be_learnable(found: list[Any], path: Path) -> None:
    """As for the answers of a table."""
    counts = Counter(found)
    if len(found) < answers.FEWEST or len(counts) < 2:
        raise DataError(
            f"Found {said(len(found), 'text')} of {said(len(counts), 'class')} in {path}."
            f" Needed: {answers.FEWEST} and more, of two classes; add texts."
        )
