"""What can be said of a text without reading it."""

import re
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

WORD = re.compile(r"\w+")
Text = str | bytes | tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """In how many training texts each word occurs."""

    counts: Counter[str]

    @classmethod
    def of(cls, raws: Iterable[Text]) -> "Words":
        return cls(Counter(word for raw in raws for word in {*words_in(raw)}))

    def measure(self, raw: Text, trains: bool) -> dict[str, Any]:
        """Letters, words (or the tokens of a sentence); shares of the words that no other training
        text has, of capitals and of digits; how small it packs, which is little where it repeats
        itself.
        """
        words, text = words_in(raw), as_text(raw)
        letters = max(1, len(text))
        unknown = sum(self.counts[word] <= trains for word in words)  # but for itself
        packed = len(zlib.compress(text.encode("utf-8", "replace"), 1)) / letters
        return {
            "letters": len(text),
            "tokens" if isinstance(raw, tuple) else "words": (
                len(raw) if isinstance(raw, tuple) else len(words)
            ),
            "unknown words": unknown / max(1, len(words)),
            "capitals": sum(map(str.isupper, text)) / letters,
            "digits": sum(map(str.isdigit, text)) / letters,
            "packed": packed,
        }


def as_text(raw: Text) -> str:
    if isinstance(raw, bytes):
        return raw.decode("utf-8", "replace")
    return raw if isinstance(raw, str) else " ".join(raw)


def words_in(raw: Text) -> list[str]:
    return WORD.findall(as_text(raw).lower())
