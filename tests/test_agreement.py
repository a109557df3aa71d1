"""What two people agree in stands in the report while the data are the same: `pytest tests/test_agreement.py`."""

import math

import pytest

from nn_recipe.human import kept, sample
from nn_recipe.human.kept import Said
from nn_recipe.ledger import Ledger
from nn_recipe.place import here
from nn_recipe.report.people import agreements
from nn_recipe.verbs.label import agreed
from tests.test_label import elsewhere, once  # noqa: F401


def test_the_report_says_how_far_two_agree_and_what_that_implies(
    capsys: pytest.CaptureFixture[str],
):
    project, runs = once("image-classification"), here().runs
    parts = {"data": "a", "split": "b", "loss": "c"}
    ledger = Ledger(runs / "ledger.jsonl", present=lambda: parts)
    for i, e in enumerate(sample.sample(project, 50, 0)):
        other = str((int(e.answer) + 1) % 10)
        kept.keep("ada", Said(e.id, other if i < 3 else str(e.answer)))
        kept.keep("bob", Said(e.id, other if 40 <= i < 42 else str(e.answer)))
    assert not agreements(ledger, runs)
    agreed(project, ledger, "ada", "bob", json=False)
    (said,) = agreements(ledger, runs)
    assert said.startswith("ada and bob agree on 0.900 [0.786, 0.957] of 50 examples")
    assert f"right on {math.sqrt(0.9):.3f} [" in said and "kappa 0.89" in said
    parts["loss"] = "other"
    assert not agreements(ledger, runs), "of another split or answer it says nothing"
    (runs / "data/agreement.json").write_text('{"ada and bob": [1, 2], "c": {"on": 3')
    assert not agreements(ledger, runs), "a torn file is as none"
    assert "0.900 [0.786, 0.957]" in capsys.readouterr().out
