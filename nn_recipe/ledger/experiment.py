"""One experiment of the recipe: what should happen, what happened, and the verdict."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ..changed import first_of_changed
from ..where import in_this_code
from .rows import ROWS
from .strict_json import is_finite, plain

VERDICTS = ("holds", "fails", "unclear", "waived", "stale", "not applicable")


@dataclass(frozen=True)
class Record:
    """One line of the ledger: an expectation, or the verdict on it."""

    number: int  # of the experiment; its expectation and its verdict share it
    id: str  # of the row: "2.5"
    check: str  # its name in the post's words
    stage: int
    hypothesis: str
    state: str = "expected"  # then "concluded"
    expected: dict[str, Any] = field(default_factory=dict)  # value, how, tolerance
    measured: Any = None
    verdict: str = ""
    because: str = ""
    look_at: Sequence[str] = ()  # on failure: the most likely place first
    evidence: list[str] = field(default_factory=list)  # files, relative to the project
    seed: int | None = None
    cost_seconds: float = 0.0
    # of what the row depends on
    fingerprints: dict[str, str] = field(default_factory=dict)
    run: str = ""
    time: str = ""
    was: str = ""  # the verdict before it went stale


@dataclass(frozen=True)
class Experiment:
    """An expectation already in the ledger, waiting for its measurement."""

    append: Callable[[Record], Record]
    record: Record
    started: float

    def conclude(
        self,
        measured: Any,
        holds: bool | None,
        because: str,
        look_at: Sequence[str] = (),
        evidence: Sequence[str | Path] = (),
        run: str = "",
    ) -> Record:
        """Append the verdict. None means unclear; a number that is not finite fails."""
        measured, verdict = (
            plain(measured),
            {True: "holds", False: "fails", None: "unclear"}[holds],
        )
        if not is_finite(measured) or not is_finite(self.record.expected):
            verdict, because = "fails", f"A number is not finite. {because}"
        places = list(map(in_this_code, look_at))
        concluded = replace(
            self.record,
            state="concluded",
            measured=measured,
            verdict=verdict,
            because=because,
            look_at=first_of_changed(places) if verdict == "fails" else places,
            evidence=list(map(str, evidence)),
            run=run,
            cost_seconds=round(time.perf_counter() - self.started, 3),
            time=now(),
        )
        return self.append(concluded)


def outlives(before: Record, after: Record) -> bool:
    """Does a person's earlier word still count, nothing it was said about having changed?

    A waiver stands against "fails" and "unclear", a "looks right" against "unclear".
    """
    if before.fingerprints != after.fingerprints:
        return False
    if before.verdict == "waived":
        return after.verdict in ("fails", "unclear")
    human = before.id in ROWS and ROWS[before.id].type == "human"
    return human and (before.verdict, after.verdict) == (
        "holds",
        "unclear",
    )


def said(verdict: str) -> str:
    """A verdict as the end of "changed since it ..."."""
    return {"holds": "held", "fails": "failed"}.get(verdict, f"was {verdict}")


def now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
