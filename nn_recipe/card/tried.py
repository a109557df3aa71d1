"""What was tried, and what each change bought: `try`, `tune`, `squeeze`, as the ledger has it."""

from ..ledger.experiment import Record
from ..report.folders import runs_in
from ..report.squeezed import told as squeezed
from ..report.trials import told as changed
from ..report.tuned import told as studied
from ..side_files import scores
from .markdown import interval, missing, section, source, table, text
from .subject import Subject

HEAD = ("change", "better by", "metric", "verdict", "seeds", "experiment")
LEAD = (
    "Each against the config of its time, with 95 % intervals over seeds and other validation "
    "examples; a negative number is worse."
)


def tried(about: Subject) -> str:
    """The newest last, as the ledger has it."""
    rows = [row for record in about.ledger.records() for row in of(record)]
    if not rows:
        return section("What was tried", missing("Any change", 'try "KEY=VALUE"'))
    shown = (LEAD, table(HEAD, rows), source("runs/ledger.jsonl"))
    return section("What was tried", *shown)


def of(record: Record) -> list[tuple[str, ...]]:
    """A row of what `try` and `squeeze` measured, and of a study that was run again."""
    change = changed(record)
    study = studied(record) if record.id in ("5.1", "5.2") else {}
    squeeze = squeezed(record) if record.id in ("6.1", "6.2") else {}
    found = change or study or squeeze
    if not found:
        return []
    what = found.get("change") or record.hypothesis
    if study:
        what = f"tune, {study.get('trials', '–')} trials: {found.get('change', 'as it is')}"
    by = scores({"by": found.get("better by")}).get("by", {})
    return [
        (
            text(what),
            interval(by) if by else text("not run again" if study else "–"),
            text(found.get("metric", "–")),
            record.verdict,
            text(found.get("seeds", "–")),
            str(record.number),
        )
    ]


def number_of_looks(about: Subject) -> int:
    """Trainings that validation has judged, this run apart: other runs, changes, trials."""
    others = (run for run in runs_in(about.runs) if run.series("validation", "loss"))
    whole = sum(about.run is None or run.name != about.run.name for run in others)
    for record in about.ledger.records():
        study = studied(record) if record.id in ("5.1", "5.2") else {}
        trials_of = study.get("trials", 0)
        whole += trials_of if isinstance(trials_of, int) else 0
        whole += bool(changed(record)) and not study
    return whole
