"""What load() left out, and why: nothing is skipped in silence."""

import csv
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from .ledger.fingerprint import PATCH
from .place import here

ADD = "`recipe add corrections`"


def note(left_out: Mapping[str, str], runs: Path) -> str:
    """Write id and reason of each to runs/data/left_out.csv; a sentence, "" if there is none.

    The file is written anew each time, so that it says what holds today.
    """
    path = runs / "data" / "left_out.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("id", "reason"), *left_out.items()])
    reasons = Counter(reason.partition(":")[0] for reason in left_out.values())
    if not reasons:
        return ""
    counted = "; ".join(f"{reason} ({n:,})" for reason, n in reasons.most_common(5))
    where = path.relative_to(runs.parent)
    return f"Left out of the data: {counted}. One line for each: {where}"


def unread() -> str:
    """A sentence if corrections lie beside the project that none of its modules reads."""
    if here().adapter or not (here().root / PATCH).is_file():
        return ""
    texts = (file.read_text("utf-8", "replace") for file in here().folder.rglob("*.py"))
    if any(PATCH in text for text in texts):
        return ""
    return (
        f"{PATCH} corrects nothing, as load.py does not read it: {ADD}, or delete it."
    )
