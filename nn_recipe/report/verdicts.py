"""The ledger's part of the page: the six stages, every hypothesis, what stays visible."""

from ..ledger import Ledger
from ..ledger.experiment import Record
from ..ledger.rows import ROWS, STAGES, Row, rows_of
from ..ledger.stages import here
from ..place import relative
from ..say import MARKS, number
from ..side_files import damaged
from ..status import counted, where
from .pictures import Album
from .words import CHIPS, chip, moment, section, table, text, traced, value

BUILT_IN, NOTHING = "built in, kept by the tests", "nothing measured yet"


def stages(ledger: Ledger) -> str:
    """Six blocks, a marker on one of them, and the next command."""
    place = here(ledger)
    blocks = "".join(block(ledger, stage, stage == place.stage) for stage in STAGES)
    return (
        f'<ol class="stages">{blocks}</ol>'
        f'<p class="here"><b>You are here:</b> {text(where(ledger, place))}</p>'
        f'<p class="here"><b>Next:</b> <code>{text(place.command)}</code></p>'
    )


def block(ledger: Ledger, stage: int, current: bool) -> str:
    marker = '<span class="marker">you are here</span>' if current else ""
    style = (
        "current"
        if current
        else "passed" if rows_of(stage) and stage < here(ledger).stage else ""
    )
    return (
        f'<li class="{style}">{marker}<span class="number">{stage}</span>'
        f"<b>{text(STAGES[stage])}</b>{bar(ledger, stage)}"
        f"<small>{text(counted(ledger, stage))}</small></li>"
    )


def bar(ledger: Ledger, stage: int) -> str:
    """One segment per row of the stage, coloured by its verdict."""
    latest = ledger.latest()
    verdicts = [
        latest[row.id].verdict if row.id in latest else "" for row in rows_of(stage)
    ]
    ordered = sorted(verdicts, key=list(MARKS).index)
    return f'<span class="bar">{"".join(f"<i class={CHIPS[v]}></i>" for v in ordered)}</span>'


def table_of_verdicts(ledger: Ledger, album: Album) -> str:
    """One line per hypothesis: expected, measured, verdict; more when it is opened."""
    latest = ledger.latest()
    lines = []
    for stage in (0, *STAGES):
        rows = [(row, latest.get(row.id)) for row in rows_of(stage)]
        inside = "".join(line(row, record, album) for row, record in rows)
        title = f"{stage or ''} {text(STAGES.get(stage, 'In all stages'))}"
        if any(record for _, record in rows):
            lines.append(f"<h3>{title}</h3>{inside}")
        else:
            built_in = all(row.type == "rule" for row, _ in rows)
            lines.append(folded(title, inside, BUILT_IN if built_in else NOTHING))
    head = "<div class='hypothesis head'><span></span><span>hypothesis</span><span>expected</span><span>measured</span><span>verdict</span></div>"
    lead = "Each expectation was written down before it was measured. Open a line for its evidence."
    return section("Every step is an experiment", head + "".join(lines), lead)


def folded(title: str, rows: str, why: str) -> str:
    """A stage with nothing to see in it takes one line."""
    if not rows:
        return f"<h3>{title} <small>nothing to measure in this version</small></h3>"
    head = f"<summary><h3>{title} <small>{why}</small></h3></summary>"
    return f"<details>{head}{rows}</details>"


def line(row: Row, record: Record | None, album: Album) -> str:
    if record is None:
        verdict = f'<span class="chip open">{BUILT_IN}</span>'
        verdict = verdict if row.type == "rule" else chip("")
        about = f"<code>{text(row.command)}</code>" if row.command else ""
        return (
            f'<div class="hypothesis quiet"><span>{row.id}</span><span><b>{text(row.name)}</b> '
            f"{about}</span><span></span><span></span>{verdict}</div>"
        )
    expected, measured = record.expected.get("value"), record.measured
    first = (
        next(iter(measured.values()), None) if isinstance(measured, dict) else measured
    )
    source = f"runs/ledger.jsonl, experiment {record.number}"
    return (
        f'<details class="{CHIPS[record.verdict]}"><summary class="hypothesis">'
        f"<span>{row.id}</span><span><b>{text(row.name)}</b>{text(record.hypothesis)}</span>"
        f"<span>{traced(text(number(expected)), source)}</span>"
        f"<span>{traced(text(number(first)), source)}</span>{chip(record.verdict)}</summary>"
        f"{more(record, source, album)}</details>"
    )


def more(record: Record, source: str, album: Album) -> str:
    """What a line unfolds: why, where the expectation comes from, all numbers, the pictures."""
    look = "".join(f"<li>{text(place)}</li>" for place in record.look_at)
    tolerance = record.expected.get("tolerance")
    facts = {
        "because": text(record.because),
        "look first at": f"<ol>{look}</ol>" if look else "",
        "expected from": text(record.expected.get("how") or ""),
        "tolerance": "" if tolerance is None else text(tolerance),
        "measured": value(record.measured) if isinstance(record.measured, dict) else "",
        "evidence": " ".join(
            album.link(path, record.check) for path in record.evidence
        ),
        "provenance": text(
            f"{source}; seed {record.seed}; {record.cost_seconds:g} s; {record.time}"
            + (f"; {record.run}" if record.run else "")
        ),
    }
    cells = "".join(
        f"<dt>{name}</dt><dd>{html}</dd>" for name, html in facts.items() if html
    )
    return f'<dl class="more">{cells}</dl>'


def footnotes(ledger: Ledger) -> str:
    """Waivers, stale verdicts, interruptions, damage, looks at the test split: all of them."""
    rows = [
        [chip("waived"), w.id, text(w.check), text(w.because), moment(w.time)]
        for w in ledger.waivers()
    ]
    rows += [
        [chip("stale"), r.id, text(r.check), text(r.because), moment(r.time)]
        for r in ledger.stale()
    ]
    rows += [
        [
            "begun, never concluded",
            r.id,
            text(r.check),
            text(r.hypothesis),
            moment(r.time),
        ]
        for r in ledger.unfinished()
    ]
    rows += damage(ledger)
    looks = ledger.test_openings
    opened = (
        f"The test split has been opened {'once' if looks == 1 else f'{looks} times'}. "
    )
    opened += "Each look makes its number a little less honest."
    if not looks:
        opened = "The test split has never been opened. Keep it so until the end."
    names = ", ".join(text(ROWS[r.id].name) for r in ledger.waivers() if r.id in ROWS)
    lead = f"{opened}{f' Passed over by hand: {names}.' if names else ''}"
    body = table(["", "row", "name", "because", "when"], rows) if rows else " "
    return section(
        "Waived, stale, interrupted", body, f'<span id="looks">{lead}</span>'
    )


def damage(ledger: Ledger) -> list[list[str]]:
    """What was passed over: lines of the ledger, and files beside it."""
    counts = "It counts as not there: measure again what it held."
    files = damaged(ledger.path.parent) if ledger.path else []
    found = [("", ledger.remark)] * bool(ledger.damaged)
    found += [(relative(path), counts) for path in files]
    sign = '<span class="chip fails">✗ damaged</span>'
    return [[sign, "", text(name), text(because), ""] for name, because in found]
