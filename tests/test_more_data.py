"""`curve data`: what more examples would give: `pytest tests/test_more_data.py`."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from nn_recipe.ledger import Ledger
from nn_recipe.stage4_regularize.more_real_data import curve_of, left_out, swept
from nn_recipe.trials.power_law import PowerLaw, fitted
from nn_recipe.trials.subset import drawn, subset
from tests.rendered import of_numbers

SIZES = (60, 120, 250, 500, 1000)


def worlds(times: int) -> list[tuple[PowerLaw, float]]:
    """Power laws with noise of 10 % on each size, and the error at twice the data."""
    chance, found = np.random.default_rng(0), []
    for _ in range(times):
        noise = chance.normal(0, 0.1, 6)
        errors = [
            3 * n**-0.4 * np.exp(e) for n, e in zip((*SIZES, 2000), noise, strict=True)
        ]
        found.append((PowerLaw(SIZES, tuple((e,) for e in errors[:-1])), errors[-1]))
    return found


def test_a_new_training_lies_in_its_interval_in_95_of_100():
    hits = []
    for law, measured in worlds(1000):
        _, low, high = law.predicted(2000)
        hits.append(low <= measured <= high)
    assert 0.935 <= np.mean(hits) <= 0.965


def test_the_slope_is_found_and_its_interval_holds_it():
    found = [law.slopes() for law, _ in worlds(400)]
    assert np.mean([slope for slope, *_ in found]) == pytest.approx(-0.4, abs=0.01)
    assert 0.93 <= np.mean([low <= -0.4 <= high for _, low, high in found]) <= 0.97


def test_without_noise_the_line_goes_on():
    law = fitted(SIZES, [[n**-0.5] for n in SIZES])
    assert law and law.predicted(4000) == pytest.approx([4000**-0.5] * 3)
    assert fitted((5, 9), [[1.0], [0.5]]) is None
    for error in (0.0, 0.2):  # nothing, or the same everywhere
        assert fitted(SIZES, [[error]] * 5) is None


def test_the_largest_size_is_left_out_and_its_measure_told():
    def trained(n: int, value: float) -> Any:
        scores = SimpleNamespace(numbers={"loss": value, "accuracy": 1 - value})
        return SimpleNamespace(examples=n, evaluation=scores)

    parts = [[trained(n, n**-0.5 * f) for f in (0.98, 1.02)] for n in SIZES]
    curve = curve_of(parts, "accuracy", ())
    assert curve and (left := left_out(curve))
    (value, low, high), measured = left
    assert measured == pytest.approx(1 - 1000**-0.5, abs=1e-4)
    assert low < value < high and low <= measured <= high
    assert curve.at(2000)[0] > measured


# --- the parts


def test_parts_are_nested_and_each_answer_gives_its_share():
    answers = ["a"] * 400 + ["b"] * 80 + ["c"] * 20
    units = [str(i) for i in range(500)]
    parts = [set(drawn(answers, units, count, 0)) for count in (50, 125, 250, 500)]
    assert all(small < large for small, large in zip(parts, parts[1:], strict=False))
    for part, n in zip(parts, (50, 125, 250, 500), strict=True):
        assert len(part) == n
        counts = [sum(answers[i] == a for i in part) for a in "abc"]
        assert counts == pytest.approx([0.8 * n, 0.16 * n, 0.04 * n], abs=1)
    assert set(drawn(answers, units, 50, 1)) != parts[0]


def test_groups_stay_whole():
    units = [str(i // 7) for i in range(210)]
    chosen = drawn([str(i) for i in range(210)], units, 70, 0)
    assert len(chosen) == 70 and len({units[i] for i in chosen}) == 10


def rows(day: str = "") -> list[str]:
    head = "x,y" + ",day" * bool(day)
    lines = (
        f"{i * 37 % 101}.5,{i * 37 % 101 * 2 + i % 3}.1"
        + day.format(i // 28 + 1, i % 28 + 1)
        for i in range(300)
    )
    return [head, *lines]


def test_where_time_orders_the_last_ones_train(tmp_path: Path):
    given = {"split": "time", "split_column": "day"}
    project = of_numbers(tmp_path, rows(",2021-{:02d}-{:02d}"), **given)
    whole = [e.id for e in project.splits.train]
    assert [e.id for e in subset(project, 0.25, 0)] == whole[-round(len(whole) / 4) :]


def test_validation_stays_and_the_verdict_is_of_the_slope(tmp_path: Path):
    project = of_numbers(tmp_path, rows()).but(steps=60, width=8, evaluate_every=20)
    said: list[str] = []
    shares = (0.25, 0.5, 0.75, 1)
    ledger = Ledger.of(project.config)
    record = swept(project, ledger, shares, 1, 1, said.append)
    told = record.measured[project.config.watch]
    n = len(project.splits.train)
    sizes = [round(share * n) for share in shares]  # copies stay whole
    assert told["sizes"] == pytest.approx(sizes, abs=3) and len(said) == 4
    assert "Twice the data would give" in record.because and record.evidence
    assert record.verdict in ("holds", "unclear", "fails")
    assert swept(project, ledger, shares, 1, 1, said.append).because == record.because
    assert all("(kept)" in line for line in said[4:])
    with pytest.raises(ValueError, match="needed are 3 or more"):
        swept(project, ledger, (0.5, 1), 1, 1, said.append)
