"""The two verbs that a project of its own has and an adapter has not: its code trains itself."""

from typing import Any

from .. import say
from ..checks import measure, measured_by
from ..ledger import Ledger, Record
from ..place import here
from . import usual
from .after import expect_skeleton

VERBS = ("train", "baseline")


def train(*, json: bool = False) -> int:
    """Train as your code does, and ask whether the net beats the best constant answer.

    Example: python -m PACKAGE train

    Args:
        json: print the verdicts as JSON.
    """
    return told("train", json)


def baseline(*, json: bool = False) -> int:
    """Train without inputs and with them: does your net get anything out of them?

    Example: python -m PACKAGE baseline

    Args:
        json: print the verdicts as JSON.
    """
    return told("baseline", json)


def told(verb: str, json: bool) -> int:
    config = usual()
    ledger = Ledger.of(config)
    records = [beats_the_constant(ledger, config)] if verb == "train" else []
    records += measure(measured_by(verb), config, ledger)
    say.as_json(records) if json else say.verdicts(records)
    return say.exit_code(records)


def beats_the_constant(ledger: Ledger, config: Any) -> Record:
    """2.1, of your own training: the loss of its net on validation, with an interval."""
    from ..bootstrap import bootstrap
    from ..contract import open_project

    experiment = expect_skeleton(ledger, config)
    project = open_project(here().package, **vars(config))
    *_, (_, found) = project.baselines()
    loss = bootstrap(found, project.target)["loss"]
    constant = experiment.record.expected["value"]
    holds = loss.high < constant
    says = "lies" if holds else "does not lie clearly"
    because = f"The net's loss of {loss} {says} below the {constant:.4g} of the best constant."
    look_at = () if holds else ("check overfit_one_batch",)
    measured = [loss.value, loss.low, loss.high]
    return experiment.conclude(measured, holds, because, look_at)
