"""Each target against an independent reference: `pytest tests/test_targets.py`.

Metrics against scikit-learn, the formulas on paper against a minimiser over constants.
"""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import sklearn.metrics as reference
import torch
from diabetes.config import Config as NumberConfig
from diabetes.target import Target as Number
from wine.config import Config as ClassConfig
from wine.target import Target as OneClass

from nn_recipe.stage2_skeleton_and_baselines.counted_by_hand import counted_by_hand
from tests.rendered import Rendered, answered


def one_class(shares: list[int]) -> OneClass:
    answers = [
        name
        for name, count in zip("abcdefghij", shares, strict=False)
        for _ in range(count)
    ]
    return OneClass.from_training(answered(answers), ClassConfig())


def sample(target: OneClass, n: int, seed: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Outputs with many ties, and true classes that may leave one out."""
    generator = torch.Generator().manual_seed(seed)
    outputs = torch.randint(-3, 4, (n, target.outputs), generator=generator).float()
    return outputs, torch.randint(target.outputs, (n,), generator=generator)


@pytest.mark.parametrize("seed", range(20))
def test_class_metrics_equal_scikit_learn_with_ties_and_missing_classes(seed):
    target = one_class([30, 20, 10, 5])
    outputs, y = sample(target, n=7 if seed % 2 else 400, seed=seed)
    guess = outputs.argmax(1).numpy()
    found = target.metrics(target.tally(outputs, y))
    assert found["accuracy"] == pytest.approx(
        reference.accuracy_score(y, guess), abs=1e-6
    )
    recalls = reference.recall_score(
        y, guess, average=None, labels=sorted(set(y.tolist()))
    )
    assert found["balanced accuracy"] == pytest.approx(np.mean(recalls), abs=1e-6)
    assert found["macro F1"] == pytest.approx(
        reference.f1_score(y, guess, average="macro"), abs=1e-6
    )


@pytest.fixture(scope="module")
def rare(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The target of a project of two classes: "b" is rare, the class one looks for."""
    folder = tmp_path_factory.mktemp("two")
    lines = [f"{i * 37 % 101}.5,{'b' if i % 11 == 0 else 'a'}" for i in range(330)]
    (folder / "t.csv").write_text("\n".join(["size,y", *lines]))
    data = str(folder / "t.csv")
    project = Rendered(folder, "tabular-classification", data=data, target="y", drop=[])
    answers = ["a"] * 50 + ["b"] * 5
    return project.module("target").Target.from_training(
        answered(answers), project.config()
    )


@pytest.mark.parametrize("seed", range(20))
def test_ranking_metrics_equal_scikit_learn_with_ties(rare, seed):
    target = rare
    outputs, y = sample(target, n=300, seed=seed)
    found = target.metrics(target.tally(outputs, y))
    score = (outputs[:, 1] - outputs[:, 0]).numpy()
    assert found["AUROC"] == pytest.approx(reference.roc_auc_score(y, score), abs=1e-6)
    expected = reference.average_precision_score(y, score)
    assert found["average precision"] == pytest.approx(expected, abs=1e-6)
    guess = outputs.argmax(1)
    f1 = reference.f1_score(y, guess, pos_label=1)
    assert found["F1 of b"] == pytest.approx(f1, abs=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_twins_with_two_answers_are_ties_for_whoever_counts_by_hand(rare, seed):
    generator = torch.Generator().manual_seed(seed)
    outputs = torch.randn(60, 2, generator=generator).repeat(3, 1)
    y = (torch.rand(180, generator=generator) < 0.3).long()
    train = answered(["a"] * 50 + ["b"] * 5)
    project = SimpleNamespace(target=rare, splits=SimpleNamespace(train=train))
    examples = answered([rare.describe(i) for i in y])
    found = counted_by_hand(project, outputs, y, examples)  # type: ignore[arg-type]
    metrics = rare.metrics(rare.tally(outputs, y))
    assert found["AUROC"] == pytest.approx(metrics["AUROC"], abs=1e-9)


def test_ranking_metrics_are_nan_when_one_class_is_absent(rare):
    target = rare
    found = target.metrics(
        target.tally(torch.randn(6, 2), torch.zeros(6, dtype=torch.long))
    )
    assert math.isnan(found["AUROC"]) and math.isnan(found["average precision"])


@pytest.mark.parametrize("seed", range(10))
def test_number_metrics_equal_scikit_learn_in_the_raw_unit(seed):
    rng = np.random.default_rng(seed)
    target = Number.from_training(answered(rng.normal(2e5, 1e5, 100)), NumberConfig())
    truth = rng.normal(2e5, 1e5, 50)
    y = torch.stack([target.encode(value) for value in truth])
    outputs = torch.randn(50, 1, generator=torch.Generator().manual_seed(seed))
    guess = np.array(target.decode(outputs))
    found = target.metrics(target.tally(outputs, y))
    assert found["MAE"] == pytest.approx(
        reference.mean_absolute_error(truth, guess), rel=1e-6
    )
    rmse = reference.root_mean_squared_error(truth, guess)
    assert found["RMSE"] == pytest.approx(rmse, rel=1e-6)
    assert found["R2"] == pytest.approx(reference.r2_score(truth, guess), abs=1e-6)


@pytest.mark.parametrize(
    "shares", [[1, 1], [10, 1], [50, 30, 20], [997, 1, 1, 1], [5] * 10]
)
def test_the_prior_is_the_best_constant_and_its_loss_is_the_formula(shares):
    target = one_class(shares)
    y = torch.cat([torch.full((count,), k) for k, count in enumerate(shares)])
    bias = torch.zeros(target.outputs, requires_grad=True)
    optimizer = torch.optim.LBFGS([bias], max_iter=500, tolerance_grad=1e-12)

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = target.loss(bias.expand(len(y), -1), y).mean()
        loss.backward()
        return loss

    optimizer.step(closure)
    lowest = closure().item()
    assert target.expected_loss_at_init(y) == pytest.approx(lowest, rel=1e-4)
    constant = target.loss(target.head_bias().expand(len(y), -1), y).mean().item()
    # the bias is float32: at a loss of .02 its rounding is seen at 2e-6
    assert constant == pytest.approx(target.expected_loss_at_init(y), rel=1e-5)


def test_one_to_ten_says_one_in_eleven():
    assert one_class([10, 1]).head_bias().softmax(0)[1].item() == pytest.approx(1 / 11)


def test_the_mean_is_the_best_constant_of_a_number_and_costs_the_variance():
    answers = [3.0, 5.0, 100.0, 101.0]
    target = Number.from_training(answered(answers), NumberConfig())
    y = torch.stack([target.encode(answer) for answer in answers])
    constant = target.loss(target.head_bias().expand(4, -1), y).mean().item()
    assert constant == pytest.approx(1.0, rel=1e-6) == target.expected_loss_at_init(y)
    assert target.decode(target.head_bias()[None]) == [pytest.approx(np.mean(answers))]


def test_a_number_comes_back_as_it_went_in():
    target = Number.from_training(
        answered(["14999", "500001", "179700.0"]), NumberConfig()
    )
    assert target.decode(target.encode("500001")[None]) == [
        pytest.approx(500001, rel=1e-6)
    ]
    assert target.describe(target.encode("500001")) == "500,001"


def test_outputs_of_another_shape_than_y_are_refused():
    target = Number.from_training(answered([1, 2, 3]), NumberConfig())
    with pytest.raises(ValueError, match="must match"):
        target.loss(torch.zeros(8, 1), torch.zeros(8))


def test_a_class_that_training_never_saw_is_named_with_the_remedy():
    with pytest.raises(ValueError, match=r"'<=50K\.'.*same_answer"):
        OneClass.from_training(answered(["<=50K", ">50K"]), ClassConfig()).encode(
            "<=50K."
        )


@pytest.mark.parametrize("answers", [[], ["a"], ["a", "a"]])
def test_one_class_alone_is_refused(answers):
    with pytest.raises(ValueError, match="2"):
        OneClass.from_training(answered(answers), ClassConfig())


@pytest.mark.parametrize("answers", [[7.0], [7, 7, 7], ["x"], ["nan", 1]])
def test_answers_without_spread_or_without_number_are_refused(answers):
    with pytest.raises(ValueError, match="needed"):
        Number.from_training(answered(answers), NumberConfig())
