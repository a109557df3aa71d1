"""What it reached: validation, and test if it was opened; dumb baselines and people beside it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from ..ledger import Ledger
from ..place import here
from ..report.baselines import Scores, against_best, known
from ..report.people import people
from ..side_files import scores
from .classes import per_class, sureness
from .markdown import interval, missing, section, source, table, text
from .subject import Subject

SPLITS = ("validation", "test")
OPENED = "opened the test split"


def results(about: Subject) -> str:
    if here().adapter:
        return section("Results", of_your_own(about), openings(about))
    parts = (measured(about), openings(about), beside(about))
    return section("Results", *parts, per_class(about), sureness(about))


def measured(about: Subject) -> str:
    """Each metric on each split that was evaluated, with its 95 % interval."""
    found = {s: scores(about.evaluation(s)) for s in SPLITS}
    there = [s for s in SPLITS if found[s]]
    name = about.run.name if about.run else "last"
    ask = f"evaluate {name} --split"
    lines = [missing(f"On {s}", f"{ask} {s}") for s in SPLITS if not found[s]]
    if there:
        head = ["", *(f"{s}, n = {about.evaluation(s).get('n', '–')}" for s in there)]
        names = dict.fromkeys(name for s in there for name in found[s])
        rows = [
            [text(n), *(interval(found[s].get(n, {})) for s in there)] for n in names
        ]
        lead = "The whole split at the best weights, with 95 % intervals."
        files = [about.file(f"evaluation-{s}.json") for s in there]
        lines = [lead, table(head, rows), source(*files), *lines]
    return "\n\n".join(lines)


def openings(about: Subject) -> str:
    """How often the test split was looked at, and what was tried since the first time."""
    lines = [line for line in about.ledger.lines if line.get("state") == OPENED]
    if not lines:
        return "The test split has never been opened."
    times = "once" if len(lines) == 1 else f"{len(lines)} times"
    own = sum(line.get("run") == about.run.name for line in lines) if about.run else 0
    this = f", {own} of them for this run" if len(lines) > 1 else ""
    since = tried_since(about.ledger)
    more = "Each look makes its number a little less honest." if len(lines) > 1 else ""
    after = (
        f"Since it was first opened {since} change{'s were' if since > 1 else ' was'} tried."
        if since
        else ""
    )
    late = "This run was begun after it was first opened." * begun_after(about, lines)
    said = f"The test split has been opened {times}{this}. {more} {after} {late}"
    return f"{' '.join(said.split())}\n\n{source('runs/ledger.jsonl')}"


def begun_after(about: Subject, opened: Sequence[Mapping[str, Any]]) -> bool:
    """Somebody may have chosen its config by what the test split said."""
    with suppress(KeyError, TypeError, ValueError, AttributeError):
        began = datetime.fromisoformat(about.run.meta["started"])  # type: ignore
        return began.astimezone() > datetime.fromisoformat(opened[0]["time"])
    return False


def tried_since(ledger: Ledger) -> int:
    """Verdicts on changes that stand after the first opening."""
    states = [line.get("state") for line in ledger.lines]
    later = ledger.lines[states.index(OPENED) :]
    measured = (line.get("measured") for line in later if "verdict" in line)
    return sum(isinstance(m, dict) and "change" in m for m in measured)


def beside(about: Subject) -> str:
    """The dumb baselines, people, and this net, on validation."""
    rungs, persons = known(about.runs), people(about.ledger)
    ours = scores(about.evaluation("validation"))
    lines = [] if persons else [missing("People", "label --annotator NAME")]
    if not rungs:
        return "\n\n".join([missing("Dumb baselines", "baseline"), *lines])
    every = {**rungs, **persons} | (
        {about.run.name: ours} if about.run and ours else {}
    )
    shown = list(dict.fromkeys([about.watch, "loss"]))
    rows = [
        [
            f"**{text(name)}**" if found is ours else text(name),
            *(interval(found.get(metric, {})) for metric in shown),
        ]
        for name, found in every.items()
    ]
    files = ["runs/baselines.json", about.file("evaluation-validation.json")]
    files += ["runs/ledger.jsonl: 2.8"] * bool(persons)
    head = ("On validation", *map(text, shown))
    says = compared(about.watch, ours, rungs)
    return "\n\n".join(filter(None, [table(head, rows), says, source(*files), *lines]))


def compared(watch: str, ours: Scores, rungs: dict[str, Scores]) -> str:
    """Does the whole interval lie on the better side of the best dumb score?"""
    found = against_best(ours, rungs, watch)
    if found is None:
        return ""
    best, clear = found
    return (
        f"The best dumb one by {text(watch)} is {text(best)}; the interval of this net "
        f"{'lies' if clear else 'does not lie'} wholly on the better side of it."
    )


def of_your_own(about: Subject) -> str:
    """What the verdicts say of a training of code of your own, which keeps no run of ours."""
    latest = about.ledger.latest()
    found = [latest[id] for id in ("2.1", "2.9", "2.10") if id in latest]
    if not found:
        return missing("Anything", "train")
    rows = [(text(r.check), r.verdict, text(r.because)) for r in found]
    numbers = [r.number for r in found]
    return f"{table(('', 'verdict', ''), rows)}\n\n{source(experiments=numbers)}"
