"""Forecasts: reading, windows, formulas, and what looks ahead: `pytest tests/test_series.py`.

Metrics against scikit-learn and against a count by hand from the raw values.
"""

import math
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import sklearn.linear_model
import sklearn.metrics as reference
import tank.data as data
import tank.model as model
import torch
from tank.config import Config
from tank.recipe import timeline, windows
from tank.recipe.bootstrap import intervals
from tank.recipe.contract import Answers, Problem
from tank.recipe.dumb import series as dumb
from tank.recipe.feed import Feed
from tank.recipe.findings import Findings
from tank.recipe.silent_failures.forecast_origin import judge_origins
from tank.target import Target

BEGIN = datetime(2024, 1, 1)
LOOKBACK, HORIZON = 8, 4


def moment(hour: float) -> str:
    return f"{BEGIN + timedelta(hours=hour):%Y-%m-%d %H:%M}"


def file(folder: Path, lines: list[str], header: str = "when,a,b") -> Config:
    path = folder / "s.csv"
    path.write_text("\n".join([header, *lines]) + "\n")
    return replace(
        Config(),
        data=str(path),
        split_column="when",
        lookback=LOOKBACK,
        horizon=HORIZON,
        period=3,
    )


def walk(steps: int = 200, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(steps, 2)).cumsum(0).round(3) + 50


def lines_of(values: np.ndarray) -> list[str]:
    return [f"{moment(h)},{a},{b}" for h, (a, b) in enumerate(values)]


def whole(config: Config) -> timeline.Timeline:
    return data.steps(Path(config.data), config, {})


# --- reading


def test_rows_are_sorted_copies_averaged_gaps_opened_and_filled_from_the_past(tmp_path):
    lines = [
        f"{moment(3)},30,3",
        f"{moment(0)},10,",
        f"{moment(1)},20,1",
        f"{moment(1)},40,1",
        f"{moment(6)},60,inf",
    ]
    line = whole(file(tmp_path, lines))
    unknown = math.nan
    a = [10, 30, unknown, 30, unknown, unknown, 60]
    np.testing.assert_array_equal(line.values[0], a)
    np.testing.assert_array_equal(line.known[0], [10, 30, 30, 30, 30, 30, 60])
    np.testing.assert_array_equal(line.known[1], [unknown, 1, 1, 3, 3, 3, 3])
    assert line.times[2] == "2024-01-01 02:00:00"


def test_a_clock_that_is_off_by_a_minute_stays_on_the_grid(tmp_path):
    late = [f"{moment(h + (-1) ** h / 60)},{h},{h}" for h in range(1, 9)]
    line = whole(file(tmp_path, [f"{moment(0)},0,0", *late]))
    np.testing.assert_array_equal(line.values[0], range(9))


def test_rows_without_a_readable_time_are_left_out_with_the_reason(tmp_path):
    config = file(tmp_path, [*lines_of(walk()), ",1,1"])
    assert data.load(config).left_out == {"s.csv:201": "no value in when"}


def test_a_long_table_is_the_wide_one_with_a_channel_per_name(tmp_path):
    values = walk()
    long = [
        f"{moment(h)},{name},{value}"
        for name, column in zip("ab", values.T, strict=True)
        for h, value in enumerate(column)
    ]
    wide = whole(file(tmp_path, lines_of(values)))
    config = replace(file(tmp_path, long, "when,who,value"), series="who")
    found = whole(config)
    assert found.channels == wide.channels
    np.testing.assert_array_equal(found.values, wide.values)


@pytest.mark.parametrize("step", ["1mo", "3mo"])
def test_months_of_unequal_length_are_equal_steps(tmp_path, step):
    months = [1 + int(step[0]) * i for i in range(6) if i != 3]
    lines = [f"{2024 + (m - 1) // 12}-{(m - 1) % 12 + 1:02d},{m},0" for m in months]
    config = replace(file(tmp_path, lines), time_format="%Y-%m", step=step)
    assert len(whole(config).times) == 6


# --- windows


def spans(config: Config) -> dict[str, tuple[float, float]]:
    """The first and the last row that each split reads; the file holds row numbers."""
    splits = data.load(config)
    return {
        part: (
            min(e.raw["a"].min() for e in getattr(splits, part)),
            max(e.answer["a"].max() for e in getattr(splits, part)),
        )
        for part in ("train", "validation", "test")
    }


def counting(folder: Path, steps: int = 200) -> Config:
    return file(folder, [f"{moment(h)},{h},{-h}" for h in range(steps)])


def test_no_window_crosses_a_border_and_all_rows_are_read(tmp_path):
    at = spans(counting(tmp_path))
    assert at == {"train": (0, 119), "validation": (120, 159), "test": (160, 199)}


def test_the_answer_begins_one_step_after_the_past_ends(tmp_path):
    for example in data.load(counting(tmp_path)).validation:
        rows = np.concatenate([example.raw["a"], example.answer["a"]])
        np.testing.assert_array_equal(np.diff(rows), 1)
        assert example.id == f"s.csv:{moment(example.raw['a'][-1])}:00"


def test_windows_are_views_into_one_array(tmp_path):
    splits = data.load(counting(tmp_path))
    one, other = splits.train[0], splits.train[1]
    assert np.shares_memory(one.raw["a"], other.raw["a"])
    assert np.shares_memory(one.answer["a"], splits.train.timeline.values)


def test_given_files_are_whole_parts_and_may_not_overlap_in_time(tmp_path):
    config = counting(tmp_path)
    later = tmp_path / "later.csv"
    rows = [f"{moment(h)},{h},{-h}" for h in range(300, 340)]
    later.write_text("\n".join(["when,a,b", *rows]))
    given = replace(config, validation_data=str(later))
    assert spans(given)["validation"] == (300, 339)
    assert spans(given)["train"] == (0, 159)
    later.write_text("\n".join(["when,a,b", f"{moment(198)},3,3", *rows]))
    with pytest.raises(ValueError, match="moments of its own"):
        data.load(given)


def test_a_split_by_chance_is_refused(tmp_path):
    with pytest.raises(ValueError, match='needed "time"'):
        data.load(replace(counting(tmp_path), split="chance"))


def test_too_few_steps_are_refused_with_the_remedy(tmp_path):
    with pytest.raises(ValueError, match=r"lookback \+ horizon.*shorten"):
        data.load(counting(tmp_path, steps=50))


def test_a_forecast_starts_where_the_file_ends(tmp_path):
    config = counting(tmp_path)
    (latest,) = data.read(config.data, config)
    assert latest.answer is None and latest.raw["a"].tolist() == [*range(192, 200)]
    short = file(tmp_path, [f"{moment(h)},{h},0" for h in range(5)])
    with pytest.raises(ValueError, match="has 5 steps, needed 8"):
        data.read(short.data, short)


# --- formulas


def problem(folder: Path, holes: bool = False, seed: int = 0) -> Problem:
    values = walk(seed=seed)
    lines = lines_of(values)
    if holes:
        lines = [f"{moment(h)},," if h % 7 == 3 else x for h, x in enumerate(lines)]
    return Problem.load(file(folder, lines))


def scored(problem: Problem, seed: int) -> tuple[torch.Tensor, torch.Tensor, Target]:
    feed = Feed(problem.splits.validation, problem)
    y = feed[range(len(feed))].y
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(y.shape, generator=generator), y, problem.target  # type: ignore[return-value]


@pytest.mark.parametrize("holes", [False, True])
@pytest.mark.parametrize("seed", range(10))
def test_metrics_equal_scikit_learn_and_a_count_by_hand(tmp_path, seed, holes):
    one = problem(tmp_path, holes, seed)
    outputs, _, target = scored(one, seed)
    found = target.metrics(target.tally(outputs, scored(one, seed)[1]))
    truth, guess = [], target.decode(outputs)
    for example in one.splits.validation:
        truth.append(example.answer)
    sums, counts, at = dict.fromkeys("ab", 0.0), dict.fromkeys("ab", 0), []
    for channel in "ab":
        t = np.array([answer[channel] for answer in truth])
        g = np.array([answer[channel] for answer in guess])
        known = np.isfinite(t)
        expected = reference.mean_absolute_error(t[known], g[known])
        assert found[f"MAE of {channel}"] == pytest.approx(expected, rel=1e-6)
        sums[channel], counts[channel] = np.abs(t - g)[known].sum(), known.sum()
        at.append((np.abs(t - g)[:, -1], known[:, -1]))
    usual = {c: seasonal_error(one, c) for c in "ab"}
    mase = sum(sums[c] / usual[c] for c in "ab") / sum(counts.values())
    assert found["MASE"] == pytest.approx(mase, rel=1e-6)
    last = sum((e[k] / usual[c]).sum() for c, (e, k) in zip("ab", at, strict=True))
    assert found[f"MASE at {HORIZON}"] == pytest.approx(
        last / sum(k.sum() for _, k in at)
    )


def seasonal_error(one: Problem, channel: str) -> float:
    """In-sample error of the seasonal naive forecast, from the raw training values."""
    origins = one.splits.train.origins  # type: ignore[attr-defined]
    line = one.splits.train.timeline.values["ab".index(channel)]  # type: ignore[attr-defined]
    after = line[origins + 1]
    return float(np.nanmean(np.abs(after[3:] - after[:-3])))


@pytest.mark.parametrize("holes", [False, True])
def test_scaled_errors_equal_scikit_learn_on_standardised_values(tmp_path, holes):
    one = problem(tmp_path, holes)
    outputs, y, target = scored(one, 0)
    found, known = target.metrics(target.tally(outputs, y)), y.isfinite()
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
def test_the_bias_is_the_best_constant_and_costs_what_paper_says(tmp_path, holes):
    one = problem(tmp_path, holes)
    target = one.target
    y = torch.stack([target.encode(a) for a in Answers(one.splits.train)])
    bias = torch.zeros(HORIZON, requires_grad=True)
    optimizer = torch.optim.LBFGS([bias], max_iter=500, tolerance_grad=1e-12)

    def cost(constant: torch.Tensor) -> torch.Tensor:
        outputs = constant[:, None].expand_as(y)
        weights = target.weight(y)
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


def test_an_unknown_value_costs_nothing_and_pulls_at_nothing(tmp_path):
    target = problem(tmp_path).target
    y = torch.randn(3, HORIZON, 2)
    y[0, 1, 0] = math.nan
    outputs = torch.randn(3, HORIZON, 2, requires_grad=True)
    target.loss(outputs, y).sum().backward()
    assert outputs.grad is not None and outputs.grad.isfinite().all()
    assert outputs.grad[0, 1, 0] == 0 and target.weight(y).tolist() == [7, 8, 8]


def test_a_channel_that_never_moves_divides_by_nothing(tmp_path):
    lines = [f"{moment(h)},5,{h % 3}" for h in range(200)]
    one = Problem.load(file(tmp_path, lines))
    outputs, y, target = scored(one, 0)
    found = target.metrics(target.tally(outputs, y))
    assert all(math.isfinite(value) for value in found.values())


def test_values_come_back_as_they_went_in(tmp_path):
    one = problem(tmp_path)
    example = one.splits.validation[3]
    past = one.inputs.past(one.inputs.encode(example.raw))
    np.testing.assert_allclose(past["b"], example.raw["b"], rtol=1e-6)
    decoded = one.target.decode(one.target.encode(example.answer)[None])[0]
    np.testing.assert_allclose(decoded["b"], example.answer["b"], rtol=1e-6)
    assert one.target.agrees(decoded, example.answer)
    assert not one.target.agrees(one.splits.validation[9].answer, example.answer)


def test_windows_that_overlap_are_drawn_together(tmp_path):
    """Means of 24 neighbours: of 264, 86 in 100 intervals hold the truth; drawn singly, 31."""
    assert Problem.load(counting(tmp_path)).splits.validation.overlap == HORIZON  # type: ignore[attr-defined]
    held = {1: 0, 24: 0}
    for seed in range(40):
        generator = torch.Generator().manual_seed(seed)
        noise = torch.randn(287, generator=generator, dtype=torch.float64).square()
        errors = noise.unfold(0, 24, 1).mean(1)
        for overlap in held:
            found = intervals(
                lambda chosen, errors=errors: {"mean": errors[chosen].mean().item()},
                len(errors),
                200,
                overlap,
            )["mean"]
            held[overlap] += found.low <= 1 <= found.high
    assert held[1] < 20 and held[24] > 30


# --- dumb models and nets


def test_naive_forecasts_and_ridge_equal_those_made_from_the_raw_values(tmp_path):
    one = problem(tmp_path)
    training, validation = (
        Feed(part, one) for part in (one.splits.train, one.splits.validation)
    )
    batch = training[range(len(training))]
    x = validation[range(len(validation))].x
    said = {name: predict(x) for name, predict in dumb.rungs(one, batch)}
    raws = [example.raw for example in one.splits.validation]
    for name, ago in (
        ("the last value stays", [-1] * 4),
        ("as one period ago", [-3, -2, -1, -3]),
    ):
        decoded = one.target.decode(said[name])
        for guess, raw in zip(decoded, raws, strict=True):
            np.testing.assert_allclose(guess["a"], raw["a"][ago], rtol=1e-5)
    past = batch.x.reshape(-1, LOOKBACK).numpy()
    future = batch.y.transpose(1, 2).reshape(-1, HORIZON).numpy()
    ridge = sklearn.linear_model.Ridge().fit(past.astype(float), future.astype(float))
    expected = ridge.predict(x[0].double().numpy()).T
    np.testing.assert_allclose(said["ridge regression"][0], expected, atol=1e-4)


@pytest.mark.parametrize("name", ["linear", "tiny", "reference"])
@pytest.mark.parametrize("lookback", [2, 7, 96, 336])
def test_each_channel_is_forecast_from_its_own_past_alone(name, lookback):
    class Shape:
        shape = (3, lookback)

    net = model.build(Shape(), 5, replace(Config(), model=name)).eval()  # type: ignore[arg-type]
    x = torch.randn(2, 3, lookback, requires_grad=True)
    outputs = net(x)
    assert outputs.shape == (2, 5, 3)
    (felt,) = torch.autograd.grad(outputs[:, :, 1].sum(), x)
    assert (felt[:, [0, 2]] == 0).all()
    assert (felt[:, 1] != 0).all(), "every step of the past is used"


def test_the_parameters_are_as_many_as_the_docstring_says():
    class Shape:
        shape = (3, 96)

    width, horizon, levels = 64, 24, 5
    for depth in (1, 3):
        config = replace(Config(), model="reference", width=width, depth=depth)
        net = model.build(Shape(), horizon, config)  # type: ignore[arg-type]
        matrices = sum(p.numel() for p in net.body.parameters() if p.ndim > 1)  # type: ignore[union-attr]
        assert matrices == levels * (2 + 4 * depth) * width**2


# --- looking ahead


def judged(config: Config) -> str:
    findings = Findings()
    judge_origins(Problem.load(config), findings)
    return " ".join(findings.faults)


@pytest.mark.parametrize("seed", range(3))
def test_healthy_windows_look_at_nothing_to_come(tmp_path, seed):
    config = file(tmp_path, lines_of(walk(seed=seed)))
    assert judged(config) == ""


def filled_from_both_sides(original):
    def build(*args, **options):
        line = original(*args, **options)
        known = [np.interp(range(len(r)), *_known(r)) for r in line.values]
        return replace(line, known=np.array(known))

    return build


def _known(row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    at = np.flatnonzero(np.isfinite(row))
    return at, row[at]


def smoothed(original):
    def build(*args, **options):
        line = original(*args, **options)
        kernel = np.ones(3) / 3
        known = [np.convolve(r, kernel, "same") for r in line.known]
        return replace(line, known=np.array(known))

    return build


def scaled_by_the_whole_file(original):
    def build(*args, **options):
        line = original(*args, **options)
        whole = (line.known - line.known.mean(1, keepdims=True)) * 2
        return replace(line, known=whole)

    return build


@pytest.mark.parametrize(
    "mistake", [filled_from_both_sides, smoothed, scaled_by_the_whole_file]
)
def test_fills_smoothers_and_scalers_that_look_ahead_are_found(
    tmp_path, monkeypatch, mistake
):
    config = file(tmp_path, lines_of(walk()))
    monkeypatch.setattr(data, "timeline", mistake(data.timeline))
    assert judged(config)


def one_step_late(windows_of):
    def build(part, stretch, *rest):
        found = windows_of(part, stretch, *rest)
        line = found.timeline
        found.timeline = replace(line, known=np.roll(line.known, -1, 1))
        return found

    return build


def over_the_border(windows_of):
    def build(part, stretch, *rest):
        line, first, last = stretch
        return windows_of(part, (line, max(0, first - 3), last), *rest)

    return build


@pytest.mark.parametrize("mistake", [one_step_late, over_the_border])
def test_windows_that_see_the_answer_or_the_next_part_are_found(
    tmp_path, monkeypatch, mistake
):
    config = file(tmp_path, lines_of(walk()))
    monkeypatch.setattr(windows, "windows", mistake(windows.windows))
    assert judged(config)
