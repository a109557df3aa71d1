"""Columns beside the one that is forecast: the net sees their past."""

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import torch

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.new_rows import judge_new_rows
from tests.rendered import Rendered

LAG, STEPS = 6, 600  # steps by which the load follows the temperature


def table(folder: Path) -> Path:
    """No past of the load tells its future; that of the temperature does."""
    noise = np.random.default_rng(0).normal(size=(2, STEPS + LAG))
    rows = [
        f"{datetime(2024, 1, 1) + timedelta(hours=i)},{noise[1, i]:.4f},x"
        f",{50 + 3 * noise[1, i - LAG] + 0.1 * noise[0, i]:.4f}"
        for i in range(LAG, STEPS + LAG)
    ]
    path = folder / "load.csv"
    path.write_text("\n".join(["time,temperature,note,load", *rows]) + "\n")
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Rendered:
    folder = tmp_path_factory.mktemp("covariates")
    given = {"data": str(table(folder)), "target": "load", "horizon": LAG}
    return Rendered(folder, "series-forecasting", **given)


def problem(made: Rendered, **changes):
    small = {"lookback": 12, "batch_size": 32, **changes}
    return made.module("problem").Problem.load(made.config(**small))


def test_the_past_of_all_is_known_and_the_future_of_the_target_asked(made: Rendered):
    example = problem(made).splits.train[0]
    assert [*example.raw] == ["load", "temperature"] and [*example.answer] == ["load"]
    cells = (made.folder.parent / "load.csv").read_text().splitlines()[1:13]
    assert example.raw["temperature"].tolist() == [
        float(c.split(",")[1]) for c in cells
    ]


def test_what_the_covariate_tells_is_learnt_and_without_it_is_not(made: Rendered):
    def error(**changes) -> float:
        asked, baselines = problem(made, **changes), made.module("baselines")
        feed = made.module("feed").Feed(asked.splits.validation, asked)
        batch, model = next(feed.in_order()), baselines.ridge(asked)
        said = baselines.answers(model, batch.x, asked)
        return asked.target.loss(said, batch.y).mean().item()

    assert error() < 0.02 < 0.5 < error(drop=("temperature",))


@pytest.mark.parametrize("model", ["linear", "tiny", "reference"])
def test_a_forecast_feels_each_channel_and_begins_at_its_own_last_value(made, model):
    asked = problem(made, model=model)
    feed = made.module("feed").Feed(asked.splits.train, asked)
    x, net = feed[torch.arange(8)].x.requires_grad_(), asked.net()
    net.head.weight.data *= 100
    outputs = net(x)
    assert outputs.shape == (8, LAG, 1) and net.head.out_features == LAG
    outputs.sum().backward()
    assert (x.grad.abs().sum((0, 2)) > 0).all()
    assert torch.allclose(net(x + 5), outputs, atol=1e-4)  # a level is nothing new


def test_a_file_without_a_channel_is_said(made: Rendered, tmp_path: Path):
    lines = [
        line.rsplit(",", 1)[0] for line in table(tmp_path).read_text().splitlines()
    ]
    (tmp_path / "new.csv").write_text("\n".join(lines))
    read, config = made.module("read").read, made.config(lookback=12)
    with pytest.raises(ValueError, match="lacks `target` 'load'"):
        read(tmp_path / "new.csv", config)
    lines = [
        line.replace("temperature", "warmth")
        for line in table(tmp_path).read_text().splitlines()
    ]
    (tmp_path / "new.csv").write_text("\n".join(lines))
    (example,) = read(tmp_path / "new.csv", config)
    with pytest.raises(ValueError, match=r"lacks \['temperature'\]"):
        problem(made).inputs.encode(example.raw)


def test_new_rows_of_a_forecast_bring_the_past_of_what_is_asked(made: Rendered):
    stand(made.name)
    findings = Findings()
    judge_new_rows(Generated.of(made.name, threads=1), findings)
    assert not findings.faults


def test_a_long_table_gives_one_column_of_values(tmp_path: Path):
    times = [datetime(2024, 1, 1) + timedelta(hours=i) for i in range(200)]
    rows = [
        f"{time},{shop},{(i * 7 + j) % 24},{i % 5}"
        for i, time in enumerate(times)
        for j, shop in enumerate(("north", "south"))
    ]
    path = tmp_path / "shops.csv"
    path.write_text("\n".join(["time,shop,sold,price", *rows]) + "\n")
    made = Rendered(tmp_path, "series-forecasting", data=str(path), target="sold")
    example = made.load().train[0]
    assert [*example.raw] == [*example.answer] == ["north", "south"]
    with pytest.raises(ValueError, match="`drop` leaves none of the shop"):
        made.load(drop=("north", "south"))
