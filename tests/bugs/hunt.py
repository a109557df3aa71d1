"""Plant one bug, run the checks as a user would, and note who noticed."""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolder.bugs import CATALOGUE

from .planting import Project, imported

TRAINED = 40  # steps of the training that must run to its end, once a check has spoken


@dataclass(frozen=True)
class Find:
    """What happened to one bug in one kind of project."""

    bug: str  # its id; "" for a healthy project
    kind: str
    trains: str  # "" if a training runs to its end, as it must; else how it stopped
    by: str  # the command that caught it: "check --fast", "check --all", "train"; or ""
    checks: tuple[
        str, ...
    ]  # the rows that stopped the user, in the order of the recipe
    message: str  # of the first
    look_at: tuple[str, ...]
    seconds: float  # until the command that caught it was done

    @property
    def caught(self) -> bool:
        return bool(self.checks)


def hunt(source: Path, kind: str, id: str, **changes: Any) -> Find:
    """`check --fast`; if that says nothing `check --all`; if that says nothing `train`."""
    with imported(source, kind, CATALOGUE.get(id), **changes) as planted:
        began = time.perf_counter()
        by, stopped = caught(planted)
        seconds = time.perf_counter() - began
        trains, verdicts = trained(planted, TRAINED if stopped else None)
    if not stopped and verdicts:
        by, stopped = "train", verdicts
    first = stopped[0] if stopped else None
    return Find(
        id,
        kind,
        trains,
        by if stopped else "",
        tuple(named(record) for record in stopped),
        first.because if first else "",
        tuple(first.look_at) if first else (),
        seconds,
    )


def caught(planted: Project) -> tuple[str, list[Any]]:
    """The first command with a verdict that stops a user, and those verdicts."""
    fast = planted.rows(fast=True)
    slow = [row for row in planted.rows(all=True) if row not in fast]
    for command, rows in (("check --fast", fast), ("check --all", slow)):
        if found := stopping(planted, planted.records(rows)):
            return command, found
    return "", []


def stopping(planted: Project, records: Iterable[Any]) -> list[Any]:
    return [record for record in records if planted.stops(record)]


def trained(planted: Project, steps: int | None) -> tuple[str, list[Any]]:
    """How `train` stopped, "" if it did not, and the verdicts of it that stop a user."""
    session = planted.module("recipe.session")
    ledger = planted.module("recipe.ledger").Ledger()
    problem = planted.problem
    if steps is not None:
        problem = problem.but(steps=steps, evaluate_every=steps // 4)
    try:
        run = session.Run.new("planted", problem)
        result = session.run_through(problem, run, ledger, blank=False, resume=False)
    except Exception as error:
        return f"{type(error).__name__}: {error}", []
    return "", stopping(planted, result["verdicts"])


def named(record: Any) -> str:
    """The row as the recipe writes it: "2.5 verify loss @ init"."""
    return f"{record.id} {record.check}"
