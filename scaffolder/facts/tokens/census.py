"""What a token file holds, counted in one pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from scaffolder.facts.tokens.lines import Form
from scaffolder.facts.tokens.schemes import Scheme
from scaffolder.facts.tokens.written import sentences

UNTAGGED = ("_",)  # stands in CoNLL where nothing is known
HELD = 10  # every so many sentences are held back, to try the dumb baseline


@dataclass
class Census:
    """Of one file, read with the word in one column and the tag in another."""

    tags: Counter[str] = field(default_factory=Counter)
    of_word: dict[str, Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    lengths: Counter[int] = field(default_factory=Counter)
    contents: Counter[bytes] = field(default_factory=Counter)  # equal for equal words
    scheme: Scheme = field(default_factory=Scheme)
    documents: int = 0
    ranges: int = 0
    empty: int = 0
    untagged: int = 0  # tokens
    held: list[tuple[str, str]] = field(default_factory=list)  # every tenth sentence

    @property
    def sentences(self) -> int:
        return self.lengths.total()

    @property
    def tokens(self) -> int:
        return sum(length * count for length, count in self.lengths.items())


def count(path: Path, form: Form, word: int, tag: int) -> Census:
    found, documents = Census(), set()
    for sentence in sentences(path, form):
        words = [row[word] for row in sentence.rows]
        tags = [form.named(row[tag]) for row in sentence.rows]
        pairs = [p for p in zip(words, tags, strict=True) if p[1] not in UNTAGGED]
        found.untagged += len(words) - len(pairs)
        found.lengths[len(words)] += 1
        found.contents[blake2b("\n".join(words).encode(), digest_size=8).digest()] += 1
        found.scheme.add(
            tags, f"{'record' if form.records else 'line'} {sentence.line:,}"
        )
        found.ranges += sentence.ranges
        found.empty += sentence.empty
        documents.add(sentence.document)
        found.tags.update(t for _, t in pairs)
        for one, its in pairs:
            found.of_word[one][its] += 1
        if found.sentences % HELD == 0:
            found.held += pairs
    found.documents = len(documents)
    return found


def guessed(train: Census, other: Census | None) -> float:
    """The share of tokens for which the most frequent training tag of their word is right.

    Of another file, or of the training sentences that are held back. A word that training
    lacks gets the most frequent tag of all.
    """
    if other is not None:
        usual = train.of_word
        pairs = [
            (w, t, n) for w, tags in other.of_word.items() for t, n in tags.items()
        ]
    else:
        without = Counter(train.held)
        usual = {
            word: kept
            for word, tags in train.of_word.items()
            if (kept := tags - Counter({t: without[word, t] for t in tags}))
        }
        pairs = [(word, tag, 1) for word, tag in train.held]
    common = best(train.tags)
    says = {word: best(tags) for word, tags in usual.items()}
    right = sum(n for word, tag, n in pairs if says.get(word, common) == tag)
    return right / max(1, sum(n for _, _, n in pairs))


def best(tags: Counter[str]) -> str:
    return min(tags, key=lambda tag: (-tags[tag], tag))


def unknown(train: Census, other: Census) -> float:
    """The share of its tokens whose word training lacks."""
    lacking = sum(
        n.total() for word, n in other.of_word.items() if word not in train.of_word
    )
    return lacking / max(1, other.tags.total())
