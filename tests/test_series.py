"""Forecasts against scikit-learn, from the raw values: `pytest tests/test_series.py`."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
import sklearn.metrics as reference
import torch
from tank.target import Target

from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.specimen import fewer

CHANNELS, HORIZON, PERIOD, N = ("a", "b"), 4, 3, 60


def windows(holes: bool, seed: int) -> list[SimpleNamespace]:
    """Windows one step apart of two random walks, the past of one step."""
    rng = np.random.default_rng(seed)
    walk = rng.normal(size=(2, N + 1 + HORIZON)).cumsum(1) + 50
    if holes:
        walk[:, 3::7] = math.nan
    known = walk.copy()
    known[:, 3::7] = known[:, 2::7][:, : known[:, 3::7].shape[1]]
    return [
        SimpleNamespace(
            raw=dict(zip(CHANNELS, known[:, i : i + 1], strict=True)),
            answer=dict(
                zip(
                    CHANNELS,
                    walk[:, i + 1 : i + 1 + HORIZON] - known[:, i : i + 1],
                    strict=True,
                )
            ),
        )
        for i in range(N)
    ]


def measured(told: list[SimpleNamespace], seed: int):
    from tank.config import Config

    target = Target.from_training(told, Config(horizon=HORIZON, period=PERIOD))
    y = torch.stack([target.encode(window.answer) for window in told])
    generator = torch.Generator().manual_seed(seed)
    return target, y, torch.randn(y.shape, generator=generator)


@pytest.mark.parametrize("holes", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_metrics_equal_scikit_learn_and_a_count_by_hand(seed: int, holes: bool):
    told = windows(holes, seed)
    target, y, outputs = measured(told, seed)
    found = target.metrics(target.tally(outputs, y))
    guess, sums, counts = target.decode(outputs), 0.0, 0
    for channel in CHANNELS:
        t = np.array([window.answer[channel] for window in told])
        g = np.array([answer[channel] for answer in guess])
        known = np.isfinite(t)
        expected = reference.mean_absolute_error(t[known], g[known])
        assert found[f"MAE of {channel}"] == pytest.approx(expected, rel=1e-6)
        expected = reference.root_mean_squared_error(t[known], g[known])
        assert found[f"RMSE of {channel}"] == pytest.approx(expected, rel=1e-6)
        last = np.array([window.raw[channel][0] for window in told])
        first = last + t[:, 0]  # one step later with each window
        usual = np.nanmean(abs(first[PERIOD:] - first[:-PERIOD]))
        sums, counts = sums + (abs(t - g)[known] / usual).sum(), counts + known.sum()
    assert found["MASE"] == pytest.approx(sums / counts, rel=1e-6)
    known = y.isfinite()
    for name, metric in (
        ("scaled MSE", reference.mean_squared_error),
        ("scaled MAE", reference.mean_absolute_error),
    ):
        expected = metric(y[known].numpy(), outputs[known].numpy())
        assert found[name] == pytest.approx(expected, rel=1e-6)
    weights = target.weight(y)
    loss = (target.loss(outputs, y) * weights).sum() / weights.sum()
    assert loss.item() == pytest.approx(found["scaled MSE"], rel=1e-5)


@pytest.mark.parametrize("holes", [False, True])
def test_the_bias_is_the_best_constant_and_costs_what_paper_says(holes: bool):
    target, y, _ = measured(windows(holes, 0), 0)
    bias = torch.zeros(HORIZON, requires_grad=True)
    optimizer = torch.optim.LBFGS([bias], max_iter=500, tolerance_grad=1e-12)

    def cost(constant: torch.Tensor) -> torch.Tensor:
        outputs, weights = constant[:, None].expand_as(y), target.weight(y)
        return (target.loss(outputs, y) * weights).sum() / weights.sum()

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        loss = cost(bias)
        loss.backward()
        return loss

    optimizer.step(closure)
    lowest = closure().item()
    assert target.expected_loss_at_init(y) == pytest.approx(lowest, rel=1e-5)
    assert cost(target.head_bias()).item() == pytest.approx(lowest, rel=1e-5)


def test_an_unknown_value_costs_nothing_and_pulls_at_nothing():
    target, *_ = measured(windows(False, 0), 0)
    y = torch.randn(3, HORIZON, 2)
    y[0, 1, 0] = math.nan
    outputs = torch.randn(3, HORIZON, 2, requires_grad=True)
    target.loss(outputs, y).sum().backward()
    assert outputs.grad is not None and outputs.grad.isfinite().all()
    assert outputs.grad[0, 1, 0] == 0 and target.weight(y).tolist() == [7, 8, 8]


def test_a_channel_that_never_moves_divides_by_nothing():
    told = windows(False, 0)
    for window in told:
        window.answer["a"], window.raw["a"] = np.zeros(HORIZON), np.full(1, 5.0)
    target, y, outputs = measured(told, 0)
    found = target.metrics(target.tally(outputs, y))
    assert all(math.isfinite(value) for value in found.values())


@pytest.mark.parametrize("kind", ["linear", "tiny", "reference"])
def test_a_level_that_training_never_saw_is_nothing_new_to_a_net(kind: str):
    """An exchange rate has moved on since: the forecast begins at the last known value."""
    from tank.config import Config
    from tank.problem import Problem

    problem = Problem.load(Config(model=kind))
    net, example = problem.net(), problem.splits.validation[0]
    moved = {channel: values + 1000 for channel, values in example.raw.items()}
    near, far = (
        problem.target.locate(
            problem.target.decode(net(problem.inputs.encode(raw)[None]))[0], raw
        )
        for raw in (example.raw, moved)
    )
    for channel, values in near.items():
        assert far[channel] == pytest.approx([v + 1000 for v in values], abs=0.01)
        assert values[0] == pytest.approx(
            example.raw[channel][-1], abs=0.1 * problem.target.sd[channel]
        )


def test_of_fewer_windows_a_check_still_knows_that_they_overlap():
    """Else the ranges of 64 windows, drawn in runs, are told to be too narrow (2.4)."""
    stand("tank")
    project = Generated.of("tank", threads=1)
    validation = project.splits.validation
    assert validation.overlap > 1
    assert fewer(project.splits, 64).validation.overlap == validation.overlap
