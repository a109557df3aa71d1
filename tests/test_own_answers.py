"""x of a training example does not hold its own answer: `pytest tests/test_own_answers.py`."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from nn_recipe.contract import Known
from nn_recipe.silent_failures.own_answers import judge_own_answers
from tests.bugs.blind import BUGS
from tests.bugs.planting import imported
from tests.examples import ROOT
from tests.rendered import said

RNG = np.random.default_rng(0)


@dataclass(frozen=True)
class Made:
    """x: a number, and what `of` makes of the training examples."""

    known: list[Known]
    of: Callable[[Sequence[Known], Any], float]

    def encode(self, raw: Any) -> Tensor:
        return torch.tensor([raw["number"], self.of(self.known, raw)])


def project(of: Callable[[Sequence[Known], Any], float], values: int, n: int = 400):
    """`values` different cells, answers that are mostly chance."""
    train = [
        Known(
            str(i),
            {"number": float(RNG.normal()), "cell": int(RNG.integers(values))},
            float(RNG.normal()),
        )
        for i in range(n)
    ]
    return SimpleNamespace(
        splits=SimpleNamespace(train=train),
        target=SimpleNamespace(answers_are="numbers"),
        inputs=SimpleNamespace(shape=(2,)),
        measured=lambda known: SimpleNamespace(inputs=Made(list(known), of)),
    )


def mean_of_cell(known: Sequence[Known], raw: Any) -> float:
    answers = defaultdict(list)
    for each in known:
        answers[each.raw["cell"]].append(each.answer)
    return float(np.mean(answers[raw["cell"]]))


def mean_of_nearest(known: Sequence[Known], raw: Any, first: int = 0) -> float:
    away = [abs(e.raw["number"] - raw["number"]) for e in known]
    nearest = np.argsort(away, kind="stable")[first : first + 5]
    return float(np.mean([known[i].answer for i in nearest]))


def without_itself(known: Sequence[Known], raw: Any) -> float:
    return mean_of_nearest(known, raw, 1)


def test_a_mean_of_few_answers_with_its_own_among_them_is_found():
    assert "own answer" in said(judge_own_answers, project(mean_of_cell, 200))


def test_the_nearest_known_answers_are_its_own_first():
    assert "own answer" in said(judge_own_answers, project(mean_of_nearest, 200))


def test_means_of_many_answers_and_of_others_are_free():
    assert not said(judge_own_answers, project(mean_of_cell, 8))
    assert not said(judge_own_answers, project(without_itself, 200))


def test_cells_that_are_rare_among_a_few_examples_may_be_frequent_in_training():
    assert not said(judge_own_answers, project(mean_of_cell, 60, 3000))


def test_what_a_cell_usually_means_itself_included_is_found():
    bug: Any = next(bug for bug in BUGS if bug.id == "Q01")
    source = ROOT / "generated_examples" / bug.kind
    with imported(source, bug.kind, bug) as planted:
        assert "own answer" in said(judge_own_answers, planted.project)
