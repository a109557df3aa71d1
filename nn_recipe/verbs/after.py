"""What the recipe says of a training, and of the baselines, once they are done."""

import csv
import json as strict
import math
import os
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .. import say
from ..checks import measured_by, verdicts
from ..contract import Project
from ..findings import last_run
from ..generated import Generated, when_loaded
from ..ledger import Experiment, Ledger, Record
from ..ledger.order import objection
from ..place import here
from . import usual

LAST = 2  # rows of metrics.csv: what the net makes of training examples in the end
RANK = int(os.environ.get("RANK", 0))  # of several processes the first alone judges
WORLD = int(os.environ.get("WORLD_SIZE", 1))
Verb = Callable[..., int]
Begun = list[tuple[Project, Ledger, Experiment]]


def train(
    verb: Verb, config: Any, name: str = "", resume: str = "", json: bool = False
) -> int:
    """Refuse what comes too early (0.2); then say whether anything was learned (2.1, 2.14)."""
    if not resume and (why := objection(config, Ledger.of(config))):
        return say.refuse(why)
    begun = Begun()
    with when_loaded(here().package, lambda project: begin(project, begun)):
        code = verb(config, name=name, resume=resume, json=json)
    if code or not begun:
        return code
    project, ledger, experiment = begun[0]
    run = last_run(ledger, "evaluation-validation.json")
    assert run is not None
    records = [conclude_skeleton(experiment, run)]
    if WORLD == 1:  # other processes would have to join in its short trainings
        records += of("train", project, ledger)
    if not json:
        say.remarks(records)
    return say.exit_code(records)


def begin(project: Project, begun: Begun) -> None:
    """Under the config that is trained: a resumed run keeps its own."""
    if RANK == 0:
        ledger = Ledger.of(project.config)
        begun.append((project, ledger, expect_skeleton(ledger, project)))


def of(verb: str, project: Project, ledger: Ledger) -> list[Record]:
    """The verdicts on the rows that this verb settles."""
    asked = [(row, project.config.seed) for row in measured_by(verb)]
    return list(verdicts(asked, project, ledger))


def expect_skeleton(ledger: Ledger, project: Project) -> Experiment:
    """Before training: what a net that learned anything must beat (recipe 2.1)."""
    import torch

    answers = [project.target.encode(e.answer) for e in project.splits.validation]
    return ledger.expect(
        "2.1",
        "From the files to the metrics it all runs, and the net beats the best constant answer.",
        value=project.target.expected_loss_at_init(torch.stack(answers)),
        how="validation loss of the best constant answer, on paper",
        tolerance="the upper end of the net's 95 % interval lies below",
    )


def conclude_skeleton(experiment: Experiment, run: Path) -> Record:
    """After training: did it? A net that has fitted its batches and fails here overfits."""
    text = (run / "evaluation-validation.json").read_text(encoding="utf-8")
    value, low, high = strict.loads(text)["loss"]
    constant = experiment.record.expected["value"]
    holds = high < constant
    says = "lies" if holds else "does not lie clearly"
    because = (
        f"The net's loss of {value:.4g} [{low:.4g}, {high:.4g}] {says} below the "
        f"{constant:.4g} of the best constant answer."
    )
    look_at = ("config.py: learning_rate and steps", "check overfit_one_batch")
    fitted = last_loss(run)
    if not holds and fitted < constant / 2:
        because += f" On its last training batches it was {fitted:.2g}: it overfits."
        look_at = ("more examples, or a smaller net: width and depth in config.py",)
        look_at += ("data.py: does validation get what training gets?",)
    look_at = () if holds else look_at
    return experiment.conclude(value, holds, because, look_at, run=run.name)


def last_loss(run: Path) -> float:
    """Of the last training batches, as metrics.csv has it."""
    with open(run / "metrics.csv", newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    found = [
        float(row["value"])
        for row in rows
        if (row["split"], row["name"]) == ("train", "loss")
    ]
    return statistics.fmean(found[-LAST:] or [math.inf])


def baseline(verb: Verb, config: Any, json: bool = False) -> int:
    """The table, then the verdicts on it (2.9, 2.10): one way up the ladder for both."""
    project = Generated.of(here().package, **vars(config))
    with project.as_loaded(), project.climbing():
        verb(config, json=json)
    records = of("baseline", project, Ledger.of(config))
    if not json:
        say.remarks(records)
    return say.exit_code(records)


def evaluate(
    verb: Verb, run: str = "last", split: str = "validation", **options: Any
) -> int:
    """The test split is opened here and nowhere else, and each time is counted."""
    code = verb(run, split, **options)
    if split == "test":
        ledger = Ledger.of(usual())
        opened = last_run(ledger, "evaluation-test.json")
        ledger.opened_test(opened.name if opened else run)
    return code
