"""Which checks held, and which failed, were waived, went stale or were never run."""

from ..ledger.experiment import Record
from ..ledger.rows import ROWS, Row
from ..place import here
from .markdown import bullets, missing, section, source, table, text
from .subject import Subject
from .tried import of

TELLING = ("fails", "unclear", "waived", "stale")  # in this order, each with its reason


def checked(about: Subject) -> str:
    latest = {id: r for id, r in about.ledger.latest().items() if not of(r)}
    if not latest:
        return section("Checks", missing("Any check", "check"))
    rows = [row for row in ROWS.values() if row.type != "rule"]
    held = [r for r in rows if r.id in latest and latest[r.id].verdict == "holds"]
    open_ = [r for r in rows if r.id not in latest and r.blocks]
    lines = [f"Held, {len(held)}: {names(held)}."] if held else []
    if open_:
        lines.append(
            f"Never measured, {len(open_)}: {names(open_)}. `{here().python} status` says how."
        )
    told = [
        (r.id, text(r.check), f"{r.verdict}{was(r)}", text(r.because), str(r.number))
        for v in TELLING
        for r in latest.values()
        if r.verdict == v and r.id in ROWS
    ]
    head = ("", "check", "verdict", "because", "experiment")
    shown = table(head, told) if told else ""
    lead = "As of this run's config and the code as it is now."
    parts = (lead, bullets(lines), shown, waived_before(about, latest))
    return section("Checks", *parts, source("runs/ledger.jsonl"))


def names(rows: list[Row]) -> str:
    return ", ".join(f"{row.id} {row.name}" for row in rows)


def waived_before(about: Subject, latest: dict[str, Record]) -> str:
    """No waiver is forgotten, though what it waived may hold by now."""
    now = {record.number for record in latest.values()}
    earlier = [w for w in about.ledger.waivers() if w.number not in now]
    said = (f"{w.id} {w.check}: {w.because}" for w in earlier)
    return f"Waived before: {text('; '.join(said))}." if earlier else ""


def was(record: Record) -> str:
    return f" (was: {record.was})" if record.was else ""
