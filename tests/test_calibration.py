"""One temperature, fitted, kept and used: `pytest tests/test_calibration.py`."""

import json
import math
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import torch
from scipy.optimize import minimize_scalar
from torch.nn.functional import cross_entropy

from scaffolder.render import formatted
from tests.rendered import Rendered


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    things = ("calibration", "export")
    return Rendered(tmp_path_factory.mktemp("made"), "tabular-classification", things)


def test_its_files_are_finished(made: Rendered):
    for file in (f"src/{made.name}/calibration.py", "tests/test_calibration.py"):
        text = (made.folder / file).read_text("utf-8")
        assert formatted(text) == text


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("scale", (0.1, 1.0, 30.0))
def test_the_temperature_is_the_one_that_scipy_finds(made, seed: int, scale: float):
    """Of logits that have little to do with the classes, too."""
    generator = torch.Generator().manual_seed(seed)
    y = torch.randint(5, (60,), generator=generator)
    outputs = torch.randn(60, 5, generator=generator)
    outputs[range(60), y] += 0.5
    outputs *= scale

    def cost(log: float) -> float:
        return cross_entropy(outputs.double() / math.exp(log), y).item()

    best: Any = minimize_scalar(cost, bounds=(-8, 8), method="bounded")
    found = made.module("calibration").fitted(outputs, y)
    assert found == pytest.approx(math.exp(best.x), rel=1e-3)


@pytest.fixture
def run(made: Rendered, tmp_path: Path) -> Any:
    """Of a net at random, as sure as ten times its logits: it errs."""
    config = made.config(model="tiny", threads=1)
    problem = made.module("problem").Problem.load(config)
    found = made.module("run").Run.new("one", config, tmp_path)
    net, generator = problem.net(), torch.Generator().manual_seed(1)
    drawn = torch.randn(net.head.weight.shape, generator=generator)
    net.head.weight.data.copy_(10 * drawn)
    state = {"step": 0, "problem": problem.state(), "net": net.state_dict()}
    for name in ("best", "last"):
        found.save(name, state)
    with mock.patch.object(type(found), "find", lambda name: found):
        yield found


def evaluated(made: Rendered, capsys: Any, *asked: str) -> tuple[dict[str, Any], str]:
    made.module("__main__").evaluate("one", *asked)
    said = capsys.readouterr().out
    made.module("__main__").evaluate("one", *asked, json=True)
    return json.loads(capsys.readouterr().out), said


def test_evaluate_says_how_far_off_before_and_after(made: Rendered, run, capsys):
    before, said = evaluated(made, capsys, "test")
    assert before["temperature"] == 1 and "ECE calibrated" not in before
    assert f"`python -m {made.name}.calibration`" in said
    made.module("calibration").calibrate()
    after, said = evaluated(made, capsys, "test")
    assert after["temperature"] > 2 and f"{after['temperature']:.4g}" in said
    assert "flatters" not in said and "flatters" in evaluated(made, capsys)[1]
    (value, low, high), (less, *_) = after["ECE"], after["ECE calibrated"]
    assert low <= value <= high and less < value
    assert {k: after[k] for k in before if k != "temperature"} == {
        k: v for k, v in before.items() if k != "temperature"
    }


def test_the_temperature_goes_with_the_weights(made: Rendered, run, capsys):
    made.module("calibration").calibrate()
    assert evaluated(made, capsys, "test", "last")[0]["temperature"] == 1
    run.save("best", run.checkpoint("last"))  # as a resumed training does
    assert made.module("calibration").temperature(run) == 1


def test_what_is_exported_is_as_sure_as_predict(made: Rendered, run):
    calibration = made.module("calibration")
    calibration.calibrate()
    made.module("export").export()
    problem, net = run.trained()
    feed = made.module("feed").Feed(made.load().validation, problem)
    x = next(feed.in_order()).x
    with torch.no_grad():
        expected = (net(x) / calibration.temperature(run)).softmax(1)
    answers = torch.export.load(run.folder / "export" / "net.pt2").module()(x)
    assert torch.allclose(answers, expected, atol=1e-4)


def test_a_run_in_training_is_left_alone(made: Rendered, run):
    run.hold()
    other = type(run)(run.folder)
    with (
        mock.patch.object(type(run), "find", lambda name: other),
        pytest.raises(ValueError, match="is in training"),
    ):
        made.module("calibration").calibrate()
