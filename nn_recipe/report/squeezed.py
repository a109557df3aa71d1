"""What was squeezed out: nets together, averages of weights, nets that learnt from nets."""

from typing import Any

from ..ledger import Ledger
from ..ledger.experiment import Record
from ..side_files import scores
from .pictures import Album
from .words import chip, interval, moment, section, table, text, traced

HEAD = ["what", "better by", "metric", "", "when"]
LEAD = (
    "Against the mean of the single nets, the best weights of the same training, or the same "
    "net that sees the answers alone; with 95 % intervals over seeds and other examples."
)


def squeezed(ledger: Ledger, album: Album) -> str:
    """The newest first."""
    found = [r for r in ledger.records() if r.id in ("6.1", "6.2") and told(r)]
    rows = [row(record, album) for record in reversed(found)]
    return section("What was squeezed out", table(HEAD, rows), LEAD) if rows else ""


def told(record: Record) -> dict[str, Any]:
    """What it measured; {} where nothing was."""
    found = record.measured
    return found if isinstance(found, dict) and "better by" in found else {}


def row(record: Record, album: Album) -> list[str]:
    found, source = told(record), f"runs/ledger.jsonl, experiment {record.number}"
    three = scores({"by": found["better by"]}).get("by", {})
    links = " ".join(album.link(path, record.check) for path in record.evidence)
    says = f"<details><summary>what it says</summary>{text(record.because)}</details>"
    return [
        f"<b>{record.id}</b> {text(record.hypothesis)} {links}{says}",
        traced(interval(three), source),
        text(found.get("metric", "–")),
        chip(record.verdict),
        moment(record.time),
    ]
