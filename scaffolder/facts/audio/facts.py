"""Puts the facts of sounds together: folders, names that say the label, a table of paths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.audio import sentences, speakers
from scaffolder.facts.audio.find import KIND, Found, Listed, in_folders
from scaffolder.facts.audio.listening import Clip, listen, silent
from scaffolder.facts.audio.settings import settings
from scaffolder.facts.audio.tables import in_tables, place_in
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import on_left_out, said, some
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.pictures import anomalies, spellings, unsorted
from scaffolder.facts.pictures.answers import on_unseen, unseen
from scaffolder.facts.pictures.sentences import on_copies
from scaffolder.facts.tables import answers
from scaffolder.facts.tables.reading import Reading

__all__ = ["KIND", "place_in", "read_folder", "read_listed"]

Done = Callable[[str, int, int], None]
Heard = dict[str, list[tuple[Listed, Clip]]]  # by split


def read_folder(path: Path, source: Source, kind: str | None, done: Done) -> Facts:
    _must_be_audio(kind, path)
    return _facts(path, in_folders(path, source), done)


def read_listed(
    reading: Reading, place: str, kind: str | None, named: str | None, done: Done
) -> Facts:
    """Sounds that a table names, at this place."""
    _must_be_audio(kind, reading.path)
    return _facts(reading.path, in_tables(reading, place, named), done)


def _must_be_audio(kind: str | None, path: Path) -> None:
    if kind not in (None, KIND):
        raise DataError(
            f"{path} holds sounds, and {kind} needs something else. Use --task {KIND}, or"
            " name other data."
        )


def _facts(path: Path, found: Found, done: Done) -> Facts:
    """Raises DataError where nothing can be learnt."""
    heard = _listen(found, done)
    out = _left_out(found, heard)
    kept = {
        split: [(row, clip) for row, clip in pairs if row.id not in out]
        for split, pairs in heard.items()
    }
    train = kept["train"]
    labels = {split: [row.answer for row, _ in pairs] for split, pairs in kept.items()}
    classes = _classes(labels, found.source.splits)
    kept = {
        s: [pair for pair in pairs if pair[0].answer in classes]
        for s, pairs in kept.items()
    }
    digests = {s: [clip.digest for _, clip in pairs] for s, pairs in kept.items()}
    chosen = settings(
        found, {split: len(pairs) for split, pairs in kept.items()}, train
    )
    by_folder = found.format == "class folders of sounds"
    split, split_column, share = speakers.propose(found, train)
    return Facts(
        path=path,
        reader="audio",
        format=found.format,
        counts={split: len(pairs) for split, pairs in kept.items()},
        kind=Proposal(KIND, "sounds with one label"),
        target=found.target,
        drop=(
            *found.aside,
            *(Proposal(id, f"{id}: {why}") for id, why in out.items()),
        ),
        split=split,
        split_column=split_column,
        columns=found.beside,
        settings=chosen | share,
        classes=classes,
        shape=(chosen["bands"].value + 1, sentences.frames(chosen)),
        duplicates=len(digests["train"]) - len(set(digests["train"])),
        unreadable={
            row.id: clip.wrong for s in heard.values() for row, clip in s if clip.wrong
        },
        sentences=(
            *sentences.on_lengths(kept, chosen["seconds"].value),
            *found.notes,
            *speakers.on_speakers(found, kept),
            *answers.on_classes(classes),
            *(spellings.of_folders(found.source, labels) if by_folder else []),
            *(unsorted.sentences(found.source, labels) if by_folder else []),
            *on_unseen(labels),
            *on_copies(digests, labels["train"], "clip"),
            *on_left_out(out),
            *sentences.on_sound([c for _, c in train], chosen["sample_rate"].value),
        ),
    )


def _listen(found: Found, done: Done) -> Heard:
    heard: Heard = {}
    for split, rows in found.rows.items():
        what = f"listening to {split} clips"
        clips = listen([r.path for r in rows], lambda n, of, w=what: done(w, n, of))
        heard[split] = list(zip(rows, clips, strict=True))
    every = [clip for pairs in heard.values() for _, clip in pairs]
    wrong = [clip for clip in every if clip.wrong]
    if len(wrong) == len(every):
        first = (
            f"the first, {wrong[0].path.name}: {wrong[0].wrong}" if wrong else "none"
        )
        raise DataError(
            f"None of {said(len(every), 'sound')} in {found.source.train} can be decoded;"
            f" {first}. Needed: WAV, FLAC or OGG; save or download them again."
        )
    return heard


def _left_out(found: Found, heard: Heard) -> dict[str, str]:
    """Id -> why it cannot be learnt from."""
    pairs = [pair for several in heard.values() for pair in several]
    mute = silent((clip, row.answer) for row, clip in pairs)
    return {
        row.id: clip.wrong or mute[clip.path]
        for row, clip in pairs
        if clip.wrong or clip.path in mute
    }


def _classes(
    labels: dict[str, list[str]], places: Mapping[str, Path]
) -> dict[str, int]:
    train = labels["train"]
    if len(train) < answers.FEWEST:
        raise DataError(
            f"Found {said(len(train), 'clip')} with an answer. Needed: {answers.FEWEST}"
            " and more, better hundreds; add some."
        )
    classes = dict(sorted(Counter(train).items(), key=lambda item: (-item[1], item[0])))
    if len(classes) < 2:
        anomalies.refuse(list(classes), unseen(labels), places)
        raise DataError(
            f"Found one class ({some(classes)}) in {places['train']}. Needed: two and more,"
            " each with its own folder or label; add clips of another class."
        )
    return classes
