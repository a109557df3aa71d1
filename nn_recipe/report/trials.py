"""What was tried: each change, what it brought, and what that is worth (3.4)."""

from typing import Any

from ..ledger import Ledger
from ..ledger.experiment import Record
from ..side_files import scores
from .pictures import Album
from .words import chip, interval, moment, section, table, text, traced

HEAD = ["change", "better by", "metric", "expected", "", "seeds", "s per pair", "when"]
LEAD = (
    "Each change alone against the config of its time, in pairs of trainings with the same "
    "seed, with 95 % intervals over seeds and other examples. Of changes that do nothing one "
    "in forty seems to do good."
)


def tried(ledger: Ledger, album: Album) -> str:
    """The newest first."""
    records = [r for r in ledger.records() if told(r)]
    rows = [row(record, album) for record in reversed(records)]
    return section("What was tried", table(HEAD, rows), LEAD) if rows else ""


def told(record: Record) -> dict[str, Any]:
    """What it measured; {} where nothing was."""
    found = record.measured
    return found if isinstance(found, dict) and "change" in found else {}


def row(record: Record, album: Album) -> list[str]:
    found, source = told(record), f"runs/ledger.jsonl, experiment {record.number}"
    three = scores({"by": found.get("better by")}).get("by", {})
    links = " ".join(album.link(path, str(found["change"])) for path in record.evidence)
    return [
        f"<b>{text(found['change'])}</b> {links}",
        traced(interval(three), source),
        text(found.get("metric", "–")),
        text(record.expected.get("value", "")),
        chip(record.verdict),
        text(found.get("seeds", "–")),
        text(found.get("seconds per pair", "–")),
        moment(record.time),
    ]
