"""One thing the doctor looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """`verdict` is "holds", "look" (worth knowing) or "fails" (it keeps you from going on)."""

    verdict: str
    what: str
    because: str
    remedy: str = ""
