"""Plant one bug, run the checks as a user would until one speaks up, and note which."""

import os
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from nn_recipe.ledger import Ledger, Record
from nn_recipe.specimen import some
from nn_recipe.verbs import after
from scaffolder.bugs import CATALOGUE, NoLongerApplies
from scaffolder.bugs.finds import Find

from .planting import Planted, imported

# The training that must run to its end, once a check has spoken: some epochs.
TRAINED, SEEN = 12, 96  # steps, examples


def hunt(source: Path, kind: str, id: str, model: str = "tiny") -> Find:
    """`check --fast`; if that says nothing `check --all`; if that says nothing `train`."""
    reseed()
    try:
        with imported(source, kind, CATALOGUE.get(id), model=model) as planted:
            return found(planted, id, kind)
    except NoLongerApplies:
        raise
    except Exception as error:  # it does not even import
        return Find(id, kind, stopped=said(error))


def found(planted: Planted, id: str, kind: str) -> Find:
    began = processor_time()
    by, verdicts = caught(planted)
    seconds = round(processor_time() - began)
    if verdicts:
        stopped = trained_briefly(planted)
    else:
        by, (stopped, verdicts) = "train", trained(planted)
    names = tuple(f"{record.id} {record.check}" for record in verdicts)
    if not verdicts:
        return Find(id, kind, seconds=seconds, stopped=stopped)
    message, look_at = verdicts[0].because, tuple(verdicts[0].look_at)
    return Find(id, kind, by, names, message, look_at, seconds, stopped)


def caught(planted: Planted) -> tuple[str, list[Any]]:
    """The first command with a verdict that stops a user, and that verdict."""
    fast = planted.rows(fast=True)
    slow = [row for row in planted.rows(all=True) if row not in fast]
    for command, rows in (("check --fast", fast), ("check --all", slow)):
        for record in planted.records(rows):
            if planted.stops(record):
                return command, [record]
    return "", []


def stops(planted: Planted, records: Iterable[Any]) -> list[Any]:
    return [record for record in records if planted.stops(record)]


def trained(planted: Planted) -> tuple[str, list[Record]]:
    """How `train` stopped, "" if it did not, and the verdicts of it that stop a user."""
    config = planted.project.config
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
            after.train(planted.module("__main__").train, config)
    except Exception as error:
        return said(error), []
    return "", stops(planted, Ledger.of(config).records())


def trained_briefly(planted: Planted) -> str:
    """How a training of a few steps stopped, "" if it did not."""
    project = planted.project.but(steps=TRAINED, evaluate_every=TRAINED // 4)
    splits = (project.splits.train, project.splits.validation)
    try:
        feeds = [project.feed(some(examples, SEEN)) for examples in splits]
        project.train(project.net(), *feeds)
    except Exception as error:
        return said(error)
    return ""


def said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def processor_time() -> float:
    """Seconds of this process and of those it has started and waited for."""
    return sum(os.times()[:4])


def reseed() -> None:
    """A bug that draws without a seed draws the same here every time: the record stays."""
    import random

    import numpy as np
    import torch

    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)
