"""First overfit the training set (3.1): what can be learnt by heart, and what cannot.

Run: pytest tests/test_first_overfit.py (15 s)
"""

import random
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from nn_recipe import show
from nn_recipe.contract import Known, Project, Some
from nn_recipe.ledger import Ledger
from nn_recipe.stage3_overfit import first_overfit as overfit
from tests.bugs.planting import imported
from tests.examples import ROOT

WIDTH = 2


@pytest.fixture(scope="module")
def wine() -> Iterator[Project]:
    kind = "tabular-classification"
    with imported(ROOT / "generated_examples" / kind, kind, threads=1) as planted:
        splits = planted.project.splits
        some = [e for i, e in enumerate(splits.train) if i % 3 == 0]
        few = Some(some, splits.validation[:9], [])
        yield planted.project.having(splits=few).but(learning_rate=1e-2)


@pytest.fixture(autouse=True)
def few_steps(monkeypatch):
    monkeypatch.setattr(overfit, "ROUNDS", (400,))
    monkeypatch.setattr(overfit, "DOUBLINGS", 1)


def taught(project: Project, answer) -> Project:
    """Other answers in training."""
    train = [
        Known(e.id, e.raw, answer(i, e)) for i, e in enumerate(project.splits.train)
    ]
    return project.having(splits=Some(train, project.splits.validation, []))


def test_wine_is_learnt_by_heart_and_drawn(wine: Project, tmp_path: Path):
    record = overfit.check(wine, Ledger(tmp_path / "ledger.jsonl"))
    assert record.verdict == "holds" and record.measured["left"] <= overfit.LEFT
    assert "accuracy 1" in record.because
    assert (tmp_path / "evidence" / "first_overfit.svg").stat().st_size > 5e3


def test_answers_by_chance_are_learnt_as_well(wine: Project):
    """Zhang et al. 2017: what is tested is the net's capacity, not what it understands."""
    chance = random.Random(0)
    record = overfit.check(taught(wine, lambda i, e: chance.choice("ABC")), Ledger())
    assert record.verdict == "holds"


def test_equal_rows_of_other_answers_are_told_first_where_they_are_known(wine: Project):
    train = [e for e in wine.splits.train for _ in "AB"]
    torn = taught(
        wine.having(splits=Some(train, wine.splits.validation, [])),
        lambda i, e: "AB"[i % 2],
    )
    ledger = Ledger()
    for id, measured in (("2.11", None), ("3.3", None), ("1.2", {"contradicting": 9})):
        ledger.expect(id, "", value=0, how="").conclude(measured, True, "")
    record = overfit.check(torn, ledger)
    assert record.verdict == "fails" and "expected at most 2%" in record.because
    first, second, *_ = record.look_at
    assert first == "look: 9 groups of equal examples have other answers (1.2)"
    assert "hardly depends on the width" in second


@pytest.mark.parametrize("left, rounds", [((0.9, 0.5, 0.1), 3), ((0.5, 0.45), 2)])
def test_more_steps_are_not_tried_where_they_do_not_help(monkeypatch, left, rounds):
    """Noise that nobody learns by heart costs a fifth of the steps."""
    monkeypatch.setattr(overfit, "ROUNDS", (300, 1200, 4800))
    found = iter(left)

    def fitted(project, examples, steps, start, floor):
        return SimpleNamespace(steps=steps, left=next(found), reached=False)

    monkeypatch.setattr(overfit, "fitted", fitted)
    fit = overfit.fit_in_rounds(None, [], 1.0, 0.0)
    assert (fit.left, fit.steps) == (left[-1], overfit.ROUNDS[rounds - 1])


def test_a_net_that_is_too_small_is_told_which_width_will_do(wine: Project):
    """Behind a LayerNorm two units say -1 and 1, whatever comes in; four say enough."""
    record = overfit.check(wine.but(model="reference", width=WIDTH), Ledger())
    assert record.verdict == "fails"
    wider = f"width = {2 * WIDTH}"
    assert record.look_at == [f'config.py: model = "reference", {wider}']
    assert f"width {2 * WIDTH} gets there" in record.because


def test_what_nobody_has_measured_is_a_suspect():
    batch, rate = overfit.suspects(Ledger())
    assert "overfit_one_batch" in batch and rate.startswith("curve lr")


def test_a_wider_net_that_helps_is_not_said_to_be_of_no_use():
    fits: list = [
        SimpleNamespace(width=w, left=left) for w, left in ((8, 0.4), (16, 0.3))
    ]
    model, _ = overfit.usual(fits)
    assert "helps, and is not enough (40% at width 8, 30% at width 16)" in model
    fits[1].left = 0.39
    assert "hardly depends on the width" in next(overfit.usual(fits))


def test_a_curve_of_one_point_is_drawn_too(tmp_path: Path):
    one = [1], [0.5]
    show.first_overfit(one, one, 0.0, tmp_path / "one.svg")
