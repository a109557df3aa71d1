"""`curve lr` against a real sweep: 400 steps of a linear map on the digits, six rates, three seeds.

Run: pytest tests/test_learning_rate_range.py (10 s)
The sweep's optimum is sharp: validation loss .095, .083, .106 at 2.15e-2, 4.64e-2, 1e-1.
"""

from collections.abc import Iterator
from dataclasses import replace
from statistics import mean

import pytest

from nn_recipe.contract import Project
from nn_recipe.ledger import Ledger, Record
from nn_recipe.stage3_overfit import adam_is_safe
from tests.bugs.planting import imported
from tests.examples import ROOT, some

KIND = "image-classification"
RATES = (4.64e-3, 1e-2, 2.15e-2, 4.64e-2, 1e-1, 2.15e-1)
SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def problem() -> Iterator[Project]:
    changes = {"model": "linear", "steps": 400, "evaluate_every": 400}
    with imported(ROOT / "generated_examples" / KIND, KIND, **changes) as planted:
        yield planted.project


@pytest.fixture(scope="module")
def best(problem: Project) -> float:
    """The rate of the lowest final validation loss, in the mean over the seeds."""
    splits = problem.splits

    def final_loss(rate: float, seed: int) -> float:
        one = problem.but(learning_rate=rate, seed=seed)
        feeds = one.feed(splits.train), one.feed(splits.validation)
        return one.train(one.net(), *feeds).evaluations[-1][1]

    return min(RATES, key=lambda rate: mean(final_loss(rate, s) for s in SEEDS))


def suggested(problem: Project, **changes) -> Record:
    return adam_is_safe.check(problem.but(**changes), Ledger())


def within(suggested: float, best: float) -> bool:
    return 1 / 3 <= suggested / best <= 3


@pytest.mark.parametrize("seed", some(SEEDS, SEEDS[0]))
def test_the_suggestion_lies_within_3x_of_the_best_rate_of_a_sweep(
    problem: Project, best: float, seed: int
):
    assert within(suggested(problem, seed=seed).measured, best)


def minimum(rates: list[float], losses: list[float]) -> float:
    return rates[losses.index(min(losses))]


def steepest_slope(rates: list[float], losses: list[float]) -> float:
    return rates[min(range(1, len(losses)), key=lambda i: losses[i] - losses[i - 1])]


def half_way_down(rates: list[float], losses: list[float]) -> float:
    half = (losses[0] + min(losses)) / 2
    return next(r for r, loss in zip(rates, losses, strict=True) if loss <= half)


RULES = minimum, steepest_slope, half_way_down


@pytest.mark.parametrize("rule", some(RULES, minimum))
def test_the_sweep_tells_other_rules_from_ours(problem, best, rule, monkeypatch):
    monkeypatch.setattr(adam_is_safe, "suggestion", rule)
    assert not within(suggested(problem).measured, best)


def test_a_first_batch_without_the_rare_class_does_not_end_the_test(problem: Project):
    """A batch with one costs many times more than one without: no sign of a broken net."""
    train = problem.splits.train
    common = [e for e in train if e.answer == train[0].answer][:96]
    rare = [e for e in train if e.answer != train[0].answer][:3]
    splits = replace(problem.splits, train=common + rare)
    splits = replace(splits, validation=common, test=common)
    lopsided = problem.loaded(splits).but(batch_size=8)
    rates = [suggested(lopsided, seed=seed).measured for seed in SEEDS]
    assert min(rates) > 1e-3, rates


@pytest.mark.parametrize(
    "configured, verdict, says",
    (
        (1.0, "fails", "too high, training may break"),
        (1e-4, "unclear", "safe, but low, so training may be slow"),
        (2e-2, "holds", "safe, and within 3 times"),
    ),
)
def test_the_verdict_says_what_the_configured_rate_costs(
    problem: Project, configured: float, verdict: str, says: str
):
    record = suggested(problem, learning_rate=configured)
    assert record.verdict == verdict and says in record.because
    assert bool(record.look_at) == (verdict != "holds")


def test_a_loss_that_never_falls_says_nothing_of_the_rate(problem, monkeypatch):
    flat = [1e-6, 1e-3, 1.0], [2.3, 2.29, 2.31]
    monkeypatch.setattr(adam_is_safe, "range_test", lambda problem: flat)
    record = suggested(problem)
    assert (record.verdict, record.measured) == ("unclear", None)
    assert list(record.look_at) == ["check overfit_one_batch"]
