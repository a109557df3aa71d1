"""`curve "width=8,64"`: several values of one field: `pytest tests/test_several_values.py`."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import t as student

from nn_recipe.generated import Generated
from nn_recipe.ledger import Ledger
from nn_recipe.place import here, stand
from nn_recipe.stage3_overfit.several_values import Sweep, judged
from nn_recipe.trials.gap import Gap
from nn_recipe.trials.training import Trainings
from nn_recipe.verbs import main
from tests.rendered import Rendered

SHORT = {"evaluate_every": 10, "width": 8, "steps": 40}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("swept")
    a, b = np.random.default_rng(0).normal(size=(2, 200))
    rows = [f"{r:.3f},{s:.3f},{r + 2 * (s > 0):.3f}" for r, s in zip(a, b, strict=True)]
    (folder / "t.csv").write_text("\n".join(["a,b,y", *rows]))
    asked = {"data": str(folder / "t.csv"), "target": "y"}
    made = Rendered(folder, "tabular-regression", **asked)
    config = made.folder / "src" / made.name / "config.py"
    text = config.read_text()
    for name, value in SHORT.items():
        line = next(s for s in text.splitlines() if s.startswith(f"    {name}: int"))
        text = text.replace(line, f"    {name}: int = {value}")
    config.write_text(text)
    stand(made.name)
    return Generated.of(made.name, threads=1)


def curve(project: Generated, capsys: Any, *given: str) -> tuple[int, str, str]:
    stand(project.package)
    code = main(project.package, ["curve", *given])
    out, err = capsys.readouterr()
    return code, " ".join(out.split()), err


def test_a_harm_fails_a_gain_holds_and_nothing_is_trained_twice(project, capsys):
    code, out, _ = curve(project, capsys, "steps=1,40,2", "--seeds", "4")
    assert code == 0 and "All are worse." in out
    assert out.count("steps=40 RMSE") == 1, "the present value, once"
    assert "experiment" in (here().root / "LAB.md").read_text()
    code, out, _ = curve(project, capsys, "steps=2,400", "--seeds", "4")
    assert "steps=2 RMSE" in out and "(0.0 s)" in out
    code, out, _ = curve(project, capsys, "steps=40,400", "--seeds", "4", "--json")
    (record,) = json.loads(out) if out.startswith("[") else [json.loads(out)]
    assert (
        record["verdict"] == "holds" and "steps = 400 in config.py" in record["because"]
    )
    assert len(record["measured"]["steps=400"]) == 4
    (drawn,) = record["evidence"]
    assert Path(here().root, drawn).stat().st_size > 5000


@pytest.mark.parametrize(
    "given, said",
    [
        (("width=8",), 'try "width=8"'),
        (("width=8,8",), "already"),
        (("widht=8,16",), "did you mean width"),
        (("width=8,x",), "a whole number"),
        (("wide",), "width=16,64,256"),
        (("width=8,16", "--seeds", "1"), "needed 2"),
        (("lr", "--seeds", "2"), "for `curve data` and values"),
    ],
)
def test_a_mistake_is_one_sentence(project, capsys, given, said):
    with pytest.raises(ValueError, match=said):
        curve(project, capsys, *given)


def test_stopped_it_goes_on_with_what_is_kept(project, capsys, monkeypatch):
    train, trained = Trainings.train, []

    def stopped(self: Trainings, *given: Any) -> Any:
        if len(trained) == 2:
            raise KeyboardInterrupt
        trained.append(given)
        return train(self, *given)

    with monkeypatch.context() as patch:
        patch.setattr(Trainings, "train", stopped)
        code, _, err = curve(project, capsys, "clip=0.5,2", "--seeds", "2")
    assert code == 130 and "The same command goes on" in err
    assert curve(project, capsys, "clip=0.5,2", "--seeds", "2")[0] == 0
    assert not Ledger.of(project.config).unfinished()


def gained(by: float, tail: float = 0.975) -> Gap:
    ones = [1.0, 2.0, 3.0]
    others = [one + by + 0.1 * (i - 1) for i, one in enumerate(ones)]
    return Gap("accuracy", ones, others, 1, 0.0, 100, tail=tail)


def test_of_several_values_each_must_be_surer():
    """Bonferroni: of ten values one would seem better in 22 of 100 draws without."""
    wide, narrow = (gained(0.0, 1 - 0.025 / k).half(3) for k in (10, 1))
    assert wide / narrow == pytest.approx(
        student.ppf(0.9975, 2) / student.ppf(0.975, 2)
    )
    sweep = Sweep("width", (4, 16), "4.12")
    gaps = {4: gained(-1.0), 16: gained(1.0)}
    assert judged(sweep, 8, "accuracy", gaps)[0] is True
    assert judged(sweep, 8, "accuracy", {4: gained(-1.0)})[0] is False
    spread = Gap("accuracy", [0.0] * 3, [-9.0, 9.0, 9.0], 1, 0.0, 100)
    holds, because = judged(sweep, 8, "accuracy", {4: spread, 16: gained(1.0)})
    assert holds and "width = 16" in because
    assert judged(sweep, 8, "accuracy", {4: gained(0.01), 16: gained(0.0)})[0] is None
