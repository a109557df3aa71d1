"""Tags that mark spans: which scheme they follow, and where they break it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

SPAN = re.compile("([BIESLU])-(.+)")


def are_spans(tags: Iterable[str]) -> bool:
    marked = [tag for tag in tags if tag != "O"]
    return bool(marked) and all(map(SPAN.fullmatch, marked))


@dataclass
class Scheme:
    """What follows what, counted sentence by sentence."""

    begun: int = 0  # entities whose first tag is B-
    beside: int = 0  # of these, right after another one of the same type
    abrupt: int = 0  # I- or E- where no entity of that type is open
    first: str = ""  # where that is for the first time
    ends: int = 0  # E-, S-, L- and U-

    def add(self, tags: list[str], place: str) -> None:
        role, kind = "O", ""
        for number, tag in enumerate(tags):
            before, kind_before = role, kind
            found = SPAN.fullmatch(tag)
            role, kind = found.groups() if found else ("O", "")
            same = before in "BI" and kind == kind_before
            self.ends += role in "ESLU"
            self.begun += role == "B"
            self.beside += role == "B" and same
            if role in "IEL" and not same:
                self.abrupt += 1
                self.first = (
                    self.first
                    or f"{tag} of token {number + 1} of the sentence in {place}"
                )

    @property
    def name(self) -> str:
        if self.ends:
            return "BIOES"
        if self.abrupt and self.begun == self.beside:
            return "IOB1"
        return "BIO"

    @property
    def broken(self) -> int:
        return 0 if self.name == "IOB1" else self.abrupt
