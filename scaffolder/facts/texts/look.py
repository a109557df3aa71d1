"""One pass over the texts of a split: how long they are, what words they use, which are copies."""

import html
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

# As `tokens` in the project's data.py; a test holds both to the same texts.
APART = "\u3040-\u30ff\u3400-\u9fff"  # kana and Han signs, written without spaces
TOKEN = re.compile(rf"[{APART}]|[^\W{APART}]+(?:['’][^\W{APART}]+)*|[^\w\s]")
ENTITY = re.compile(r"&(?:#\d+|\w+);")
MOST_KEPT, LONG = 4000, 4000  # texts, and signs of each
OFTEN = 2  # times in training that make a word known


def tokens(text: str) -> list[str]:
    return TOKEN.findall(html.unescape(text))


def plain(found: Iterable[str]) -> str:
    """Equal for near copies: words in small letters, numbers as 0, signs left out."""
    words = " ".join(word for word in found if word[0].isalnum())
    return re.sub(r"\d+", "0", words.lower())


@dataclass
class Looked:
    """What is kept of most texts is two digests and a length: a million fit."""

    exact: list[bytes] = field(default_factory=list)
    near: list[bytes] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)  # in tokens
    words: Counter[str] = field(default_factory=Counter)
    with_entities: int = 0
    with_quotes: int = 0  # a single " that is never closed
    spaced: int = 0  # signs stand apart: "name ?"
    empty: int = 0
    sample: dict[int, str] = field(default_factory=dict)  # number -> beginning, evenly
    stride: int = 1  # from one of these to the next

    def __len__(self) -> int:
        return len(self.lengths)

    def add(self, text: str) -> None:
        self.keep(text)
        found = tokens(text)
        self.exact.append(digest(text))
        self.near.append(digest(plain(found) or text))
        self.lengths.append(len(found))
        self.words.update(map(str.lower, found))
        self.with_entities += bool(ENTITY.search(text))
        self.with_quotes += text.count('"') % 2
        self.spaced += bool(re.search(r"\w [?.,!]", text))
        self.empty += not found

    def keep(self, text: str) -> None:
        """Every text, then every second, every fourth, as more and more come."""
        if len(self) % self.stride == 0:
            self.sample[len(self)] = text[:LONG]
        if len(self.sample) > MOST_KEPT:
            self.stride *= 2
            kept = self.sample.items()
            self.sample = {n: one for n, one in kept if n % self.stride == 0}


def look(texts: Iterable[str]) -> Looked:
    looked = Looked()
    for text in texts:
        looked.add(text)
    return looked


def digest(text: str) -> bytes:
    return blake2b(text.encode("utf8", "replace"), digest_size=12).digest()


def unknown_share(train: Looked, other: Looked | None) -> float:
    """Of the words of new texts, those that training did not see OFTEN.

    Measured on a given split; without one each text counts as new to all the others, as if
    its words stood there once less.
    """
    often = OFTEN if other else OFTEN + 1
    words = (other or train).words
    known = sum(count for word, count in words.items() if train.words[word] >= often)
    return 1 - known / max(1, words.total())
