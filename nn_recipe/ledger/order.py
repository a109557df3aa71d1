"""From simple to complex: may this config be trained yet? (recipe 0.2)"""

from dataclasses import replace
from typing import Any

from ..place import here
from ..say import sentence
from .lines import Ledger
from .rows import ROWS
from .stages import unsettled


def objection(config: Any, ledger: Ledger) -> str:
    """The gate that fails, with the way around it; empty if none does."""
    latest = ledger.latest()
    for row in ROWS.values():
        record = latest.get(row.id)
        if row.type == "gate" and row.fast and record and record.verdict == "fails":
            return (
                f"{row.id} {row.name} fails. {sentence(record)}\n"
                f'Mend it, or go on with: {here().python} check --waive {row.id} --because "..."'
            )
    return ""


def too_early(config: Any, ledger: Ledger) -> str:
    """What this config uses that belongs to a later stage than the one you are in: advice.

    The gates are read as of the plain config: regularising must not undo what it waits for.
    """
    rule = ledger.latest().get("0.2")
    if rule and rule.verdict == "waived":
        return ""
    wanted = [
        ("weight_decay", config.weight_decay > 0, 4),
        ("schedule", getattr(config, "schedule", "constant") != "constant", 5),
    ]
    off = {"weight_decay": 0.0, "schedule": "constant"}
    known = {name: value for name, value in off.items() if hasattr(config, name)}
    plain = ledger.seen_under(replace(config, **known))
    for name, used, stage in wanted:
        waiting = unsettled(plain, before=stage)
        if used and waiting:
            return (
                f"{name} = {getattr(config, name)} belongs to stage {stage}, and "
                f"{', '.join(f'{row.id} {row.name}' for row in waiting[:3])}"
                f"{f' and {len(waiting) - 3} more' if len(waiting) > 3 else ''} are not "
                f"settled yet: {here().python} status"
            )
    return ""
