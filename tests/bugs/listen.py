"""Plant one healthy edit, or a bug of somebody who had not read the checks, run all that a user
would, and note who speaks up."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from nn_recipe.checks import measured_by
from nn_recipe.ledger import Ledger, Record
from nn_recipe.ledger.rows import ROWS
from scaffolder.bugs.finds import Heard

from .blind import BUGS
from .edits import EDITS
from .hunt import processor_time, reseed, said, trained
from .planting import Planted, imported

LOOKING = ("look", "look --probes", "baseline")
PLANTED = EDITS | {bug.id: bug for bug in BUGS}


def listen_to(source: Path, kind: str, id: str, model: str, thorough: bool) -> Heard:
    """`check --fast` or `check --all`, `baseline`, `train`, after one edit."""
    bug: Any = PLANTED[id]
    edited = imported(source, kind, bug, committed=True, model=model)
    return heard(id, kind, edited, thorough)


def heard(
    name: str,
    kind: str,
    opened: AbstractContextManager[Planted],
    thorough: bool = False,
) -> Heard:
    """What all that a user would run says of this project."""
    reseed()
    began = processor_time()
    try:
        with opened as project:
            rows = project.rows(fast=not thorough, all=thorough)
            rows += [row for verb in LOOKING for row in measured_by(verb)]
            records = [*project.records(list(dict.fromkeys(rows)))]
            stopped, _ = trained(project)
            records += Ledger.of(project.project.config).records()
    except Exception as error:  # it is not even read, or does not import
        return Heard(name, kind, stopped=said(error))
    alarms = [r for r in records if r.verdict == "fails"]
    gates = [r for r in records if ROWS[r.id].type == "gate"]
    unclear = [r for r in gates if r.verdict == "unclear"]
    seconds = round(processor_time() - began)
    return Heard(name, kind, words(alarms), words(unclear), stopped, seconds)


def words(records: list[Record]) -> tuple[str, ...]:
    """What each says, and the two places where it says to look first."""
    return tuple(
        f"{r.id} {r.check}: {r.because} -> {'; '.join(r.look_at[:2])}" for r in records
    )
