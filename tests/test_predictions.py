"""What `evaluate` leaves for each example, against scikit-learn: `pytest tests/test_predictions.py`."""

import importlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import sklearn.metrics as reference

from nn_recipe import predictions
from tests.examples import PACKAGES


def evaluated(kind: str, folder: Path) -> tuple[Any, Any, pl.DataFrame, list[str]]:
    """The problem, its evaluation by the untrained net, what is left, what is said."""
    package = PACKAGES[kind]
    module = {
        name: importlib.import_module(f"{package}.{name}")
        for name in ("config", "problem", "feed", "evaluate")
    }
    problem = module["problem"].Problem.load(module["config"].Config(model="tiny"))
    feed = module["feed"].Feed(problem.splits.validation, problem)
    with predictions.kept(package) as kept:
        found = module["evaluate"].evaluate(problem.net(), feed)
    lines = kept.leave(folder, "validation")
    frame = pl.read_parquet(folder / "predictions-validation.parquet")
    return problem, found, frame, lines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run = tmp_path / "runs" / "0001-a"
    run.mkdir(parents=True)
    return run


@pytest.mark.parametrize("kind", PACKAGES)
def test_each_example_of_each_kind_has_a_row_with_its_own_loss(kind: str, folder: Path):
    _, found, frame, lines = evaluated(kind, folder)
    assert frame["id"].to_list() == found.ids
    assert frame["loss"].to_list() == pytest.approx(found.losses.tolist(), rel=1e-6)
    assert lines[-1].endswith("runs/0001-a/predictions-validation.parquet")


def test_classes_are_counted_as_scikit_learn_counts_them(folder: Path):
    problem, found, frame, lines = evaluated("image-classification", folder)
    answers, said = frame["answer"].to_list(), frame["prediction"].to_list()
    names = problem.target.names
    assert answers == [str(e.answer) for e in problem.splits.validation]
    assert reference.accuracy_score(answers, said) == pytest.approx(
        found.values()["accuracy"]
    )
    shares = frame.select(f"p {name}" for name in names).to_numpy()
    assert [names[i] for i in shares.argmax(1)] == said
    assert shares.sum(1) == pytest.approx(1)
    seen = sorted({*answers, *said})
    table = pl.read_csv(
        folder / "confusion-validation.csv", schema_overrides={"answer": pl.String}
    )
    assert table["answer"].to_list() == table.columns[1:] == seen
    expected = reference.confusion_matrix(answers, said, labels=seen)
    assert (table.drop("answer").to_numpy() == expected).all()
    recall = {
        n: np.mean([p == n for a, p in zip(answers, said, strict=True) if a == n])
        for n in names
    }
    shown = {
        line.split()[0]: line.split() for line in lines[1:-1] if "taken" not in line
    }
    for name in names:
        assert float(shown[name][2]) == pytest.approx(recall[name], abs=5e-4)


def test_tags_are_counted_token_by_token(folder: Path):
    _, found, frame, _ = evaluated("text-tagging", folder)
    table = pl.read_csv(folder / "confusion-validation.csv")
    counts = table.drop("answer").to_numpy()
    assert counts.sum() == sum(len(json.loads(row)) for row in frame["answer"])
    right = sum(table.filter(answer=name)[name][0] for name in table["answer"])
    assert right / counts.sum() == pytest.approx(found.values()["accuracy"])


def test_tokens_that_nobody_tagged_count_nowhere():
    rows = [{"answer": '["_", "A", "B"]', "prediction": '["A", "A", "A"]'}]
    kept = predictions.Kept(rows, "tags", untagged=["_"])
    assert kept.pairs == [("A", "A"), ("B", "A")]


def test_numbers_and_forecasts_are_in_the_users_own_unit(folder: Path):
    _, found, frame, _ = evaluated("tabular-regression", folder)
    error = (frame["answer"] - frame["prediction"]).abs().mean()
    assert error == pytest.approx(found.values()["MAE"], rel=1e-5)
    problem, found, frame, _ = evaluated("series-forecasting", folder)
    gaps = []
    for i, (answer, said) in enumerate(
        frame.select("answer", "prediction").iter_rows()
    ):
        came, forecast = (
            np.array(json.loads(v)["level"], float) for v in (answer, said)
        )
        gaps.append(abs(came - forecast))
        start = problem.splits.validation[i].raw["level"][-1]
        change = problem.splits.validation[i].answer["level"]
        assert came == pytest.approx(start + np.asarray(change), nan_ok=True)
    assert np.nanmean(gaps) == pytest.approx(found.values()["MAE of level"], rel=1e-4)
