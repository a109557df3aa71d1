"""What a person writes into a card stays: between two markers, and in its front matter.

All else is written anew; the last line has a digest of it, so that words that somebody put
elsewhere are not lost in silence.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

OPEN, SHUT = "<!-- yours: {} -->", "<!-- /yours -->"
PAIR = re.compile(
    r"^<!-- yours: ([a-z ]+) -->\n(.*?)\n?^<!-- /yours -->", re.DOTALL | re.MULTILINE
)
SEAL = re.compile(r"^<!-- written: ([0-9a-f]{12}) -->\n?\Z", re.MULTILINE)
HEAD = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
KEY = re.compile(r"^(?:# )?([\w-]+):", re.MULTILINE)
NOT_OURS = "was changed outside of its markers, or is not ours"


@dataclass(frozen=True)
class Kept:
    """What is taken over: front matter by key, and the words between markers by name."""

    front: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


def read(card: str) -> Kept:
    """ValueError where something would be lost, with the way out."""
    seal = SEAL.search(card)
    if not seal or seal[1] != digest(card[: seal.start()]):
        raise ValueError(
            f"MODEL_CARD.md {NOT_OURS}: it would be lost. Keep a copy, put your words between "
            f'two lines "{OPEN.format("NAME")}" and "{SHUT}", and move the file away: then '
            "write the card again."
        )
    return Kept(front_of(card), dict(PAIR.findall(card)))


def front_of(card: str) -> dict[str, str]:
    """Each key with its lines, as they were written."""
    head = HEAD.match(card)
    found = [*KEY.finditer(head[1])] if head else []
    ends = [m.start() for m in found[1:]] + [len(head[1]) if head else 0]
    return {
        m[1]: m.string[m.start() : e].rstrip() for m, e in zip(found, ends, strict=True)
    }


def yours(name: str, words: Mapping[str, str], asks: str) -> str:
    """The place for them, with what stood there, or with what is asked for."""
    said = words.get(name) or f"TODO: {asks}"
    return f"{OPEN.format(name)}\n{said}\n{SHUT}"


def sealed(card: str) -> str:
    """With the digest of what is ours as its last line."""
    return f"{card}<!-- written: {digest(card)} -->\n"


def digest(card: str) -> str:
    """Of what is not between markers and not in the front matter."""
    ours = PAIR.sub(r"\1", HEAD.sub("", card)).strip()
    return hashlib.sha256(ours.encode()).hexdigest()[:12]
