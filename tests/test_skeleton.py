"""What `train` concludes of a net that does not beat the constant: `pytest tests/test_skeleton.py`."""

import json
import random
from dataclasses import replace

import pytest

from nn_recipe.verbs import after
from tests.bugs.planting import QUICK, imported
from tests.examples import ROOT

KIND = "tabular-classification"
EXAMPLE = ROOT / "generated_examples" / KIND


@pytest.mark.parametrize(
    ("steps", "overfits"), [(600, True), (2, False)], ids=["long", "short"]
)
def test_a_net_that_fits_training_alone_is_said_to_overfit(
    steps: int, overfits: bool, monkeypatch: pytest.MonkeyPatch
):
    """Answers dealt at random: there is nothing to learn but the examples themselves."""
    with imported(EXAMPLE, KIND) as planted:
        problem, load = planted.module("problem"), planted.module("load").load

        def dealt(config):
            splits = load(config)
            answers = [example.answer for example in splits.train]
            random.Random(0).shuffle(answers)
            pairs = zip(splits.train, answers, strict=True)
            train = [replace(example, answer=answer) for example, answer in pairs]
            return replace(splits, train=train)

        monkeypatch.setattr(problem, "load", dealt)
        quick = QUICK | {"steps": steps, "learning_rate": 1e-2}
        config = planted.module("config").Config(**quick)
        after.train(planted.module("__main__").train, config)
        runs = planted.module("run").RUNS
        lines = (runs / "ledger.jsonl").read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    (record,) = (r for r in records if r["id"] == "2.1" and r["state"] == "concluded")
    assert record["verdict"] == "fails"
    assert ("overfits" in record["because"]) is overfits
    assert ("more examples" in record["look_at"][0]) is overfits
