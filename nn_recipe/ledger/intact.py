"""Which lines of a ledger are records: a crash tears one, and anybody can edit the file."""

import json
from collections.abc import Mapping
from typing import Any

from .experiment import VERDICTS

NEEDED = {"number": int, "id": str, "check": str, "stage": int, "hypothesis": str}
TYPES = {
    **{name: dict for name in ("expected", "fingerprints")},
    **{name: list for name in ("look_at", "evidence")},
    **{name: str for name in ("verdict", "because", "run", "time")},
    "cost_seconds": int | float,
}


def intact(text: bytes) -> dict[str, Any] | None:
    """The line as it was written; None of one that is torn, or no line of ours."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return line if isinstance(line, dict) and is_ours(line) else None


def is_ours(line: Mapping[str, Any]) -> bool:
    """Has it what is asked of a record? What a later version adds may be anything."""
    state = line.get("state")
    if state in ("expected", "concluded"):
        needed = all(isinstance(line.get(n), kind) for n, kind in NEEDED.items())
        said = state == "expected" or line.get("verdict") in VERDICTS
        return needed and said and all(fits(line, *known) for known in TYPES.items())
    return isinstance(state, str) and fits(line, "number", int)


def fits(line: Mapping[str, Any], name: str, kind: Any) -> bool:
    return name not in line or isinstance(line[name], kind)
