"""Where you are in the recipe, and what to do next."""

from dataclasses import dataclass

from .ledger import Ledger
from .rows import PYTHON, ROWS, SETTLED, STAGES, Row

__all__ = ["ROWS", "STAGES", "Here", "Row", "here", "unsettled"]


@dataclass(frozen=True)
class Here:
    """Where you are: the first stage with something to settle, and what to type next."""

    stage: int
    row: (
        Row | None
    )  # the first unsettled row; None if every gate of this version is settled
    command: str


def here(ledger: Ledger) -> Here:
    """The first stage with a gate or a human row that is not settled."""
    waiting = unsettled(ledger)
    if not waiting:
        return Here(4, None, f"{PYTHON} report")
    first = waiting[0]
    drawn = ledger.latest().get(first.id)
    if first.type == "human" and drawn is not None and drawn.verdict == "unclear":
        return Here(
            first.stage,
            first,
            f"{PYTHON} check --looks-right YOUR-NAME",
        )
    return Here(first.stage, first, first.command)


def unsettled(ledger: Ledger, before: int = 7) -> list[Row]:
    """The gates of the stages before `before` that still have to hold, in order."""
    verdicts = {id: record.verdict for id, record in ledger.latest().items()}
    blocking = [row for row in ROWS.values() if row.blocks and row.stage < before]
    return [row for row in blocking if verdicts.get(row.id) not in SETTLED]
