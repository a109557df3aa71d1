"""Texts in one file, answers in the same lines of another: train_text.txt, train_labels.txt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.files.source import SPLIT_WORDS, Source, split_of
from scaffolder.facts.listing import entries, first_bytes, said, some
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.texts.found import (
    Found,
    because,
    facts,
    must_be_learnable,
    must_be_text,
    unused_dialect,
)
from scaffolder.facts.texts.look import look
from scaffolder.facts.written.text_lines import encoding_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Done = Callable[[str, int, int], None]

FORMAT = "parallel lines"
FEWEST = 10  # lines from which a pair is believed
MOST_FILES = 40  # of a folder: of more, each is a text of its own
WORDY = 3  # words of a text on average; an answer has fewer
NOT_LINES = (".csv", ".tsv", ".json", ".jsonl", ".parquet", ".npz", ".xml", ".gz")


def find(files: Sequence[Path]) -> Source | None:
    """The pair to train on and those of the given splits, among the files of a folder."""
    if len(files) > MOST_FILES:
        return None
    plain = [f for f in files if f.suffix.lower() not in NOT_LINES and is_plain(f)]
    pairs = [
        (text, answers, told)
        for text in plain
        for answers in plain
        if (told := told_apart(text.name, answers.name)) and fit(text, answers)
    ]
    given = {split_of(text) or "train": (text, told) for text, _, told in pairs}
    if "train" not in given or len(given) < len(pairs):
        return None
    text, told = given["train"]
    others = {s: f for s, (f, same) in given.items() if same == told}
    return Source(
        FORMAT, text, others.get("validation"), others.get("test"), patterns=told
    )


def find_file(path: Path) -> Source | None:
    """The same for either file of a pair."""
    files = [entry for entry in entries(path.parent) if entry.is_file()]
    if path.suffix.lower() in NOT_LINES or not (source := find(files)):
        return None
    pairs = [(text, partner(text, source)) for text in source.splits.values()]
    return source if any(path in pair for pair in pairs) else None


def partner(text: Path, source: Source) -> Path:
    before, after = source.patterns
    return text.with_name(after.join(text.name.rsplit(before, 1)))


def told_apart(one: str, other: str) -> tuple[str, str] | None:
    """The one word in which two names differ, if it is no split: ("text", "labels")."""
    words, others = (re.split(r"[^A-Za-z0-9]+", name) for name in (one, other))
    known = {word for names in SPLIT_WORDS.values() for word in names}
    if len(words) != len(others):
        return None
    apart = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    if len(apart) != 1 or {word.lower() for word in apart[0]} & known:
        return None
    before, after = apart[0]
    return (before, after) if after.join(one.rsplit(before, 1)) == other else None


def is_plain(file: Path) -> bool:
    head = first_bytes(file, 4096)
    return b"\0" not in head and b"\n" in head


def fit(text: Path, answers: Path) -> bool:
    """As many lines; long ones on one side, few short ones again and again on the other."""
    texts, said_of = (lines(file, "latin-1") for file in (text, answers))
    if len(texts) != len(said_of) or len(texts) < FEWEST:
        return False
    words = sum(len(line.split()) for line in texts) / len(texts)
    short = all(len(line.split()) <= WORDY for line in said_of)
    return words > WORDY and short and len(set(said_of)) <= len(said_of) / 5


def lines(path: Path, encoding: str) -> list[str]:
    """As read.py of a project finds them: empty ones too."""
    stored = path.read_bytes()
    try:
        text = stored.decode()
    except UnicodeDecodeError:
        text = stored.decode(encoding, "replace")
    return [line.strip("\ufeff\r ") for line in text.removesuffix("\n").split("\n")]


def read_parallel(path: Path, source: Source, kind: str | None, done: Done) -> Facts:
    must_be_text(kind, path)
    encoding = encoding_of(source.train, first_bytes(source.train, 10**9))
    rows = {}
    for number, (split, file) in enumerate(source.splits.items(), 1):
        texts, answers = lines(file, encoding), lines(partner(file, source), encoding)
        if len(texts) != len(answers):
            raise DataError(
                f"{file} has {said(len(texts), 'line')}, {partner(file, source).name}"
                f" {len(answers):,}. Needed: an answer in the same line for each text."
            )
        both = zip(texts, answers, strict=True)
        rows[split] = [(text, answer) for text, answer in both if text and answer]
        done("reading text", number, len(source.splits))
    must_be_learnable([answer for _, answer in rows["train"]], source.train)
    names = f"{source.train.name} and {partner(source.train, source).name}"
    return facts(
        Found(
            path=path,
            format=FORMAT,
            files=source.splits,
            looked={s: look(text for text, _ in some_) for s, some_ in rows.items()},
            answers={s: [answer for _, answer in some_] for s, some_ in rows.items()},
            kind=because(kind, f"lines of text and as many of labels: {names}"),
            target=Proposal("", "the same line of the file beside is the answer"),
            settings={
                "read": Proposal("parallel_lines", "two files with as many lines"),
                "text": Proposal((), "empty: a text is a whole line"),
                "label": Proposal(
                    "", "empty: the answers stand in a file of their own"
                ),
                "parallel": Proposal(
                    source.patterns, "words of the names of a pair, text first"
                ),
                **unused_dialect(encoding),
            },
            notes=[
                f"Each line of the first is a text, of the second its answer: {names}."
            ]
            + on_stray(source),
            quote="",
        )
    )


def on_stray(source: Source) -> list[str]:
    read = {f for text in source.splits.values() for f in (text, partner(text, source))}
    left = [e.name for e in entries(source.train.parent) if e not in read]
    return [f"Left unread beside the data: {some(left)}."] if left else []
