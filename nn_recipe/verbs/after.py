"""What the recipe says of a training, and of the baselines, once they are done."""

import json as strict
import math
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .. import say
from ..checks import measure, measured_by
from ..ledger import Experiment, Ledger, Record
from ..ledger.order import objection
from ..place import here

LAST = 2  # rows of metrics.csv: what the net makes of training examples in the end
Verb = Callable[..., int]


def train(
    verb: Verb, config: Any, name: str = "", resume: str = "", json: bool = False
) -> int:
    """Refuse what comes too early (0.2); then say whether anything was learned (2.1, 2.14)."""
    ledger = Ledger.of(config)
    if not resume and (why := objection(config, ledger)):
        return say.refuse(why)
    experiment = expect_skeleton(ledger, config)
    code = verb(config, name=name, resume=resume, json=json)
    if code:
        return code
    found = here().runs.glob("*/evaluation-validation.json")
    run = max(found, key=lambda path: path.stat().st_mtime).parent
    records = [conclude_skeleton(experiment, run)]
    records += measure(measured_by("train"), config, ledger)
    if not json:
        say.remarks(records)
    return say.exit_code(records)


def expect_skeleton(ledger: Ledger, config: Any) -> Experiment:
    """Before training: what a net that learned anything must beat (recipe 2.1)."""
    import torch

    from ..contract import open_project

    project = open_project(here().package, **vars(config))
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
    import csv

    with open(run / "metrics.csv", newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    found = [
        float(row["value"])
        for row in rows
        if (row["split"], row["name"]) == ("train", "loss")
    ]
    return statistics.fmean(found[-LAST:] or [math.inf])


def baseline(verb: Verb, config: Any, json: bool = False) -> int:
    """The table, then the verdicts on it (2.9, 2.10)."""
    verb(config, json=json)
    records = measure(measured_by("baseline"), config, Ledger.of(config))
    if not json:
        say.remarks(records)
    return say.exit_code(records)
