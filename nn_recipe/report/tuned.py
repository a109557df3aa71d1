"""What was tuned: each study, its best trial, and what of that new seeds bear out (5.1, 5.2)."""

from typing import Any

from ..ledger import Ledger
from ..ledger.experiment import Record
from ..say import number
from ..side_files import scores
from .pictures import Album
from .words import chip, interval, moment, section, table, text, traced

MOST = 3  # studies whose pictures are shown
HEAD = [
    "study",
    "trials",
    "metric",
    "config.py",
    "best of all",
    "with new seeds, better by",
    "",
    "config",
    "when",
]
LEAD = (
    "The best of many trials is too good: of the noise it has the luckiest. What it is worth "
    "stands under new seeds, beside config.py with the same ones, on the examples that chose it."
)


def tuned(ledger: Ledger, album: Album) -> str:
    """The newest first; of each study what was said of it last."""
    found: dict[str, Record] = {}
    for record in ledger.records():
        if record.id in ("5.1", "5.2") and told(record):
            found.pop(told(record)["study"], None)
            found[told(record)["study"]] = record
    if not found:
        return ""
    newest = list(reversed(found.values()))
    pictures = "".join(
        album.show(
            path, f"Study {told(record)['study']}: blue is config.py, orange the best"
        )
        for record in newest[:MOST]
        for path in record.evidence[:1]
        if album.is_there(path)
    )
    return section(
        "What was tuned", table(HEAD, [row(r) for r in newest]) + pictures, LEAD
    )


def told(record: Record) -> dict[str, Any]:
    """What it measured; {} where it has not come so far."""
    found = record.measured
    whole = isinstance(found, dict) and isinstance(found.get("study"), str)
    return found if whole else {}


def row(record: Record) -> list[str]:
    found, source = told(record), f"runs/ledger.jsonl, experiment {record.number}"
    three = scores({"by": found.get("better by")}).get("by", {})
    lost = {"failed": found.get("failed", 0), "stopped": found.get("pruned", 0)}
    count = ", ".join(
        [
            str(found.get("trials", "–")),
            *(f"{n} {word}" for word, n in lost.items() if n),
        ]
    )
    return [
        f"<b>{text(found['study'])}</b> {text(found.get('sampler', ''))}",
        text(count),
        text(found.get("metric", "–")),
        traced(text(number(found.get("config.py has"))), source),
        traced(text(number(found.get("best of all"))), source),
        traced(interval(three), source) if three else "not run again",
        chip(record.verdict),
        text(found.get("change", "as it is")),
        moment(record.time),
    ]
