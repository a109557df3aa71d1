"""While validation gets better training goes on, at its rate: `pytest tests/test_patience.py`."""

from typing import Any

import pytest

from nn_recipe.silent_failures.patience import judge_patience
from scaffolder.bugs.bug import Edit
from tests.bugs.blind import BUGS
from tests.bugs.edits import EDITS
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT
from tests.rendered import said

KEEP = "            keep(problem, net, optimizer, done, evaluation, history, run)\n"
LISTENS = """\
            value = evaluation.values()[{watch}]
            waited = 0 if {better} else waited + 1
            best = value if {better} else best
            if waited >= {patience}:
                {then}
"""


def listening(kind: str, then: str = "break", **how: Any) -> str:
    """A training that waits for a better evaluation, a few times."""
    how = {"watch": "config.watch", "patience": 4} | how
    edits = [
        Edit("train.py", KEEP, KEEP + LISTENS.format(then=then, **how)),
        Edit(
            "train.py",
            "    pending: list[Step] = []\n",
            "    pending: list[Step] = []\n    best, waited, share = None, 0, 1.0\n",
        ),
        Edit(
            "train.py",
            '            group["lr"] = learning_rate_at(step, config)\n',
            '            group["lr"] = share * learning_rate_at(step, config)\n',
        ),
    ]
    return judged(kind, HealthyEdit("", "", kind, "", tuple(edits)))


def judged(kind: str, edit: Any) -> str:
    with imported(ROOT / "generated_examples" / kind, kind, edit) as planted:
        return said(judge_patience, planted.project)


HIGHER = "(best is None or value > best)"
LOWER = "(best is None or value < best)"
HALF = "share, waited = share / 2, 0"
NUMBERS, CLASSES = "tabular-regression", "tabular-classification"


@pytest.mark.parametrize(
    ("kind", "how"),
    (
        (NUMBERS, {"better": HIGHER, "watch": "'MAE'"}),
        (CLASSES, {"better": LOWER, "watch": "'accuracy'"}),
        (CLASSES, {"better": "best is None", "watch": "'loss'"}),
        ("series-forecasting", {"better": HIGHER, "watch": "'loss'", "patience": 10}),
    ),
)
def test_a_training_that_ends_while_it_gets_better_is_found(kind: str, how: Any):
    assert "each evaluation was better" in listening(kind, **how)


def test_a_rate_that_falls_while_validation_gets_better_is_found():
    for kind, watch, better in (
        (NUMBERS, "'loss'", HIGHER),
        (CLASSES, "'accuracy'", LOWER),
    ):
        found = listening(kind, HALF, watch=watch, better=better)
        assert "rate falls while validation gets better" in found


def test_patience_with_what_gets_worse_is_free():
    assert not listening(NUMBERS, better=LOWER, watch="'MAE'")
    assert not listening(CLASSES, better=HIGHER, watch="'accuracy'")
    assert not listening(NUMBERS, HALF, better=LOWER, watch="'loss'")


@pytest.mark.parametrize("id", ("H15", "H30", "H45", "H58", "H60"))
def test_strangers_who_listen_to_validation_are_free(id: str):
    assert not judged(EDITS[id].kind, EDITS[id])


def test_patience_with_an_error_that_falls_is_found():
    bug: Any = next(bug for bug in BUGS if bug.id == "Q14")
    assert "each evaluation was better" in judged(bug.kind, bug)
