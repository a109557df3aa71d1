"""What `train` concludes of a net that does not beat the constant: `pytest tests/test_skeleton.py`."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bugs.planting import imported
from tests.examples import ROOT

KIND = "tabular-classification"
EXAMPLE = ROOT / "generated_examples" / KIND


@pytest.mark.parametrize(
    ("steps", "overfits"), [(600, True), (2, False)], ids=["long", "short"]
)
def test_a_net_that_fits_training_alone_is_said_to_overfit(
    steps: int, overfits: bool, tmp_path: Path
):
    """Answers dealt at random: there is nothing to learn but the examples themselves."""
    with imported(EXAMPLE, KIND, steps=steps, learning_rate=1e-2) as project:
        problem = project.problem
        answers = [example.answer for example in problem.splits.train]
        random.Random(0).shuffle(answers)
        dealt = zip(problem.splits.train, answers, strict=True)
        train = [replace(example, answer=answer) for example, answer in dealt]
        problem = replace(problem, splits=replace(problem.splits, train=train))
        session = project.module("recipe.session")
        ledger = project.module("recipe.ledger").Ledger()
        run = session.Run.new("dealt", problem)
        result = session.run_through(problem, run, ledger, blank=False, resume=False)
    record = result["verdicts"][0]
    assert (record.id, record.verdict) == ("2.1", "fails")
    assert ("overfits" in record.because) is overfits
    assert ("more examples" in record.look_at[0]) is overfits
