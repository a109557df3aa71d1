"""Where you are in the recipe, and what to do next."""

from dataclasses import dataclass

from ..place import here as place
from .lines import Ledger
from .rows import ROWS, SETTLED, STAGES, Row

__all__ = ["ROWS", "STAGES", "Here", "Row", "here", "unsettled"]


@dataclass(frozen=True)
class Here:
    """Where you are: the first stage with something to settle, and what to type next."""

    stage: int
    row: Row | None  # the first unsettled one; None if there is none in this version
    command: str


def here(ledger: Ledger) -> Here:
    """The first stage with a gate or a human row that is not settled."""
    waiting = unsettled(ledger)
    if not waiting:
        return Here(4, None, f'{place().python} try "KEY=VALUE" --expect "loss -2%"')
    first = waiting[0]
    record = ledger.latest().get(first.id)
    return Here(first.stage, first, command(first, record.verdict if record else ""))


def command(row: Row, verdict: str) -> str:
    """What settles this row: the person it waits for, its own check, or all checks at once."""
    looked = row.type == "human" and row.verb.startswith("check")
    if looked and verdict == "unclear":
        return f"{place().python} check --looks-right YOUR-NAME"
    if row.verb.startswith("check") and verdict in ("", "stale"):
        return f"{place().python} check"
    return row.command


def unsettled(ledger: Ledger, before: int = 7) -> list[Row]:
    """The gates of the stages before `before` that still have to hold, in order."""
    verdicts = {id: record.verdict for id, record in ledger.latest().items()}
    blocking = [row for row in ROWS.values() if row.blocks and row.stage < before]
    return [row for row in blocking if verdicts.get(row.id) not in SETTLED]
