"""What a person should know of tagged sentences, most important first."""

from __future__ import annotations

from collections.abc import Iterator

from scaffolder.facts.listing import said, share, some
from scaffolder.facts.splits.crossing import must_leave_some
from scaffolder.facts.tokens.census import Census, unknown
from scaffolder.facts.tokens.schemes import are_spans


def sentences(tag: str, found: dict[str, Census]) -> Iterator[str]:
    train = found["train"]
    yield on_size(found)
    yield on_tags(tag, train)
    if are_spans(train.tags):
        yield from on_spans(found)
    yield from on_lines(found)
    yield on_words(found)
    yield from on_strange_tags(found)
    yield from on_copies(found)
    yield from on_untagged(found)


def on_size(found: dict[str, Census]) -> str:
    sizes = [
        f"{said(c.sentences, 'sentence')} of {said(c.tokens, 'token')} in {part}"
        for part, c in found.items()
    ]
    documents = sum(c.documents for c in found.values() if c.documents > 1)
    marked = f"; {said(documents, 'document')} are marked" if documents else ""
    return f"{', '.join(sizes)}{marked}."


def on_tags(tag: str, train: Census) -> str:
    total = train.tags.total()
    shares = [f"{name} {share(n, total)}" for name, n in train.tags.most_common(4)]
    rare = [f"{name} ({n})" for name, n in train.tags.items() if n < 10]
    few = f"; fewer than 10 tokens have {some(sorted(rare), 3)}" if rare else ""
    return f"{said(len(train.tags), 'tag')} in {tag}: {', '.join(shares)}{few}."


def on_spans(found: dict[str, Census]) -> Iterator[str]:
    scheme = found["train"].scheme
    told = {
        "BIO": "B- begins every entity, I- goes on, O is outside",
        "IOB1": "I- begins an entity, B- only one that follows another of its type",
        "BIOES": "B- begins, E- ends, S- is alone, O is outside",
    }
    yield f"The tags mark spans in the scheme {scheme.name}: {told[scheme.name]}."
    for part, census in found.items():
        if census.scheme.broken:
            yield (
                f"{said(census.scheme.broken, 'tag')} in {part} cannot follow the one before,"
                f" first {census.scheme.first}: each is taken to begin an entity, as by"
                " conlleval."
            )


def on_lines(found: dict[str, Census]) -> Iterator[str]:
    ranges = sum(census.ranges for census in found.values())
    empty = sum(census.empty for census in found.values())
    if ranges or empty:
        train = found["train"]
        yield (
            f"{said(ranges, 'line')} are ranges such as 3-4, which the lines below them repeat,"
            f" and {empty:,} are empty nodes such as 8.1, which nobody wrote"
            f" ({train.ranges:,} and {train.empty:,} in train): they are no tokens."
        )


def on_words(found: dict[str, Census]) -> str:
    train = found["train"]
    once = sum(tags.total() == 1 for tags in train.of_word.values())
    text = f"{len(train.of_word):,} different words"
    if once:
        text += f", {share(once, len(train.of_word))} of them once"
    for part in ("validation", "test"):
        if part in found:
            new = share(unknown(train, found[part]), 1)
            text += f"; {new} of the {part} words are not in training"
    return f"{text}: of rare and new ones the net sees the ending and the shape."


def on_strange_tags(found: dict[str, Census]) -> Iterator[str]:
    for part, census in found.items():
        if strange := sorted(census.tags.keys() - found["train"].tags.keys()):
            yield (
                f"Training lacks {said(len(strange), 'tag')} of {part}: {some(strange)}. No net"
                " can learn them, and their sentences are left out."
            )


def on_copies(found: dict[str, Census]) -> Iterator[str]:
    train = found["train"].contents
    for part, census in found.items():
        both = sum(n for content, n in train.items() if content in census.contents)
        if part != "train" and both:
            must_leave_some(train.total(), both, part, "sentence")
            yield (
                f"{said(both, 'training sentence')} stand in {part} as well, word for word: they"
                " are left out of training."
            )
    repeats = train.total() - len(train)
    if repeats and len(found) == 1:
        yield f"{said(repeats, 'sentence')} repeat an earlier one: copies stay on one side."


def on_untagged(found: dict[str, Census]) -> Iterator[str]:
    if untagged := sum(census.untagged for census in found.values()):
        yield f"{said(untagged, 'token')} have no tag (_): they count nowhere."
