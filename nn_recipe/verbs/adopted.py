"""The two verbs that a project of its own has and an adapter has not: its code trains itself."""

from .. import say
from ..bootstrap import bootstrap
from ..contract import Project, open_project
from ..ledger import Ledger, Record
from ..place import here
from ..stage2_skeleton_and_baselines import set_up_the_skeleton as skeleton
from .after import of


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
    project = open_project(here().package)
    ledger = Ledger.of(project.config)
    records = [beats_the_constant(ledger, project)] if verb == "train" else []
    records += of(verb, project, ledger)
    say.as_json(records) if json else say.verdicts(records)
    return say.exit_code(records)


def beats_the_constant(ledger: Ledger, project: Project) -> Record:
    """2.1, of your own training: the loss of its net on validation, with an interval."""
    experiment = skeleton.expect(ledger, project)
    *_, (_, found) = project.baselines()
    loss = bootstrap(found, project.target)["loss"]
    constant = experiment.record.expected["value"]
    holds = loss.high < constant
    says = "lies" if holds else "does not lie clearly"
    because = f"The net's loss of {loss} {says} below the {constant:.4g} of the best constant."
    look_at = () if holds else ("check overfit_one_batch",)
    measured = loss.three
    return experiment.conclude(measured, holds, because, look_at)
