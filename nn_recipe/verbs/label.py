"""`label`: a person answers the validation split, blind."""

import math
import sys
from pathlib import Path
from typing import Annotated

import tyro

from .. import say
from ..bootstrap import Interval
from ..contract import NotOffered, Project, open_project
from ..human import kept
from ..human.forms import form_of
from ..human.served import Served
from ..human.shown import of as shown_by
from ..human.task import Task
from ..ledger import Ledger, Record
from ..place import here
from ..printable import escaped
from ..stage2_skeleton_and_baselines import human_baseline
from . import usual

LOWEST = 10  # classes that the terminal shows; the ledger holds all


def label(
    *,
    n: int = 100,
    annotator: str = "",
    score: bool = False,
    agreement: tuple[str, str] | None = None,
    file: Annotated[str, tyro.conf.arg(name="import")] = "",
    anyway: bool = False,
    seed: int = 0,
    port: int = 0,
    open: bool = False,
    json: bool = False,
) -> int:
    """How good is a person at this? A blind page asks you validation examples, and scores you.

    The page is served on this machine alone; each answer is kept at once, in
    runs/data/labels/NAME.jsonl, and the same command goes on where you stopped.

    Example: python -m PACKAGE label --annotator ada --n 100 --open

    Args:
        n: examples to answer, the same ones for everybody.
        annotator: who answers.
        score: no page: the score of what was answered so far.
        agreement: no page: how far these two annotators agree.
        file: no page: answers from elsewhere, CSV with id and label or JSON lines.
        anyway: ask also where a person can read little, as in a table of numbers.
        seed: another sample.
        port: of the page; a free one if 0.
        open: show the page in the browser.
        json: print JSON.
    """
    if n < 1:
        raise ValueError(f"Found --n {n}, needed at least 1.")
    if annotator:
        kept.path_of(annotator)
    config = usual()
    project, ledger = open_project(here().package, **vars(config)), Ledger.of(config)
    try:
        if agreement:
            return agreed(project, ledger, *agreement, json)
        if file:
            return taken(project, ledger, annotator, Path(file), json)
        if score:
            return told(scored(project, ledger, annotator), json)
        if not annotator:
            shown_by(project, anyway)  # of a table nobody is asked
            raise ValueError("Say who answers: --annotator NAME.")
        task = Task.of(project, annotator, n, seed, anyway)
    except NotOffered as missing:
        because = f"Not asked: {missing}."
        row = human_baseline.ROW, human_baseline.HYPOTHESIS
        return told([ledger.not_applicable(*row, because)], json)
    return served(project, ledger, task, port, open, json)


def served(
    project: Project, ledger: Ledger, task: Task, port: int, open: bool, json: bool
) -> int:
    """Until all is answered and the score was seen, or Ctrl-C."""
    records: list[Record] = []

    def finished() -> object:
        records[:] = scored(project, ledger, task.annotator)
        return {**records[0].measured, "because": say.sentence(records[0])}

    server = Served(task, finished, port)
    done, whole = sum(task.done), len(task.examples)
    say.aside(
        f"{done} of {whole} answered. Open this page; Ctrl-C stops, nothing is lost:"
    )
    print(server.address, file=sys.stderr if json else sys.stdout, flush=True)
    if server.until_stopped(open):
        say.aside(
            f"Stopped: {sum(task.done)} of {whole} answered. The same command goes on."
        )
        return 130
    return told(records, json)


def scored(project: Project, ledger: Ledger, annotator: str) -> list[Record]:
    """Of one person, or of all who answered."""
    form, names = form_of(project), [annotator] if annotator else kept.annotators()
    if not names:
        raise ValueError("Nobody has answered yet: `label --annotator NAME` asks.")
    return [human_baseline.judged(project, form, ledger, name) for name in names]


def agreed(project: Project, ledger: Ledger, one: str, other: str, json: bool) -> int:
    from ..human.agreement import agreement, keep, told  # scikit-learn costs a second

    found = agreement(project, form_of(project), one, other)
    keep(found, ledger)
    say.as_json(found) if json else print("\n".join(told(found)))
    return 0


def taken(
    project: Project, ledger: Ledger, annotator: str, file: Path, json: bool
) -> int:
    from ..human.imported import imported

    number = imported(project, form_of(project), annotator, file)
    say.aside(f"{number} answers taken from {file}.")
    return told(scored(project, ledger, annotator), json)


def told(records: list[Record], json: bool) -> int:
    """The verdict, and the table of metrics behind it."""
    if json:
        say.as_json(records)
        return say.exit_code(records)
    say.remarks(records)
    for record in records:
        found = record.measured or {}
        rows = dict(found.get("metrics", {}))
        lowest = list(found.get("per_class", {}).items())[:LOWEST]
        rows |= {f"{name} (n = {n})": one for name, (n, *one) in lowest}
        for name, one in rows.items():
            print(escaped(f"  {name:<28} {shown(*one)}"))
    return say.exit_code(records)


def shown(value: float | None, low: float | None, high: float | None) -> str:
    """With the digits that the interval leaves; null stands for what is not defined."""
    ends = [math.nan if v is None else v for v in (value, low, high)]
    return str(Interval(*ends, standard_error=(ends[2] - ends[1]) / 4))
