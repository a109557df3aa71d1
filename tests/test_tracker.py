"""The trackers themselves, where they are installed: `pytest tests/test_tracker.py`.

`tests/test_log.py` of the project asks the same with a stand-in; no server is asked for.
"""

import importlib
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.processes import run as process
from tests.rendered import Rendered

SHORT = {"steps": 12, "evaluate_every": 6, "log_every": 4, "batch_size": 8}
TRAIN = (
    "import sys; sys.modules['nn_recipe'] = None; from {} import __main__ as verbs; "
)
SPLITS = ("train", "validation")


@pytest.fixture(scope="module")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    folder = tmp_path_factory.mktemp("wine")
    return Rendered(folder, "tabular-classification", add=("log",))


def killed_and_resumed(wine: Rendered, log: str) -> Any:
    """A run that was killed after step 9 and went on from step 6: the row of step 8 came twice."""
    tracker, train = wine.module("tracker"), wine.module("train").train
    problem = wine.module("problem").Problem.load(wine.config(tracker=log, **SHORT))
    feeds = [
        wine.module("feed").Feed(getattr(problem.splits, part), problem)
        for part in SPLITS
    ]
    run = wine.module("run").Run.new(log, problem.config)

    def killed(done: int, net: object) -> None:
        if done == 9:
            raise KeyboardInterrupt

    for resume in (False, True):
        package = tracker.imported(problem.config)
        told = tracker.tracked(run, problem.config, package)
        look = {} if resume else {"look": killed}
        with suppress(KeyboardInterrupt):
            train(problem, problem.net(), *feeds, told, resume, **look)
        (run.folder / "drawn.svg").write_text("<svg/>")
        told.end()
    return run


def written(run: Any) -> dict[tuple[str, int], float]:
    rows = run.rows("metrics.csv")
    return {
        (f"{r['split']}/{r['name']}", int(r["step"])): float(r["value"]) for r in rows
    }


def test_tensorboard_has_each_row_once(wine: Rendered):
    pytest.importorskip("tensorboard")
    name = "tensorboard.backend.event_processing.event_accumulator"
    events = importlib.import_module(name)
    run = killed_and_resumed(wine, "tensorboard")
    found = events.EventAccumulator(str(run.folder / "tensorboard")).Reload()
    told = [(n, e) for n in found.Tags()["scalars"] for e in found.Scalars(n)]
    assert {*Counter((n, e.step) for n, e in told).values()} == {1}
    assert {(n, e.step): e.value for n, e in told} == pytest.approx(written(run))


def test_mlflow_has_each_row_once_the_config_and_the_pictures(wine, monkeypatch):
    mlflow = pytest.importorskip("mlflow")
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    run = killed_and_resumed(wine, "mlflow")
    client = mlflow.MlflowClient()
    (found,) = mlflow.search_runs(output_format="list")
    id = found.info.run_id
    told = [e for n in found.data.metrics for e in client.get_metric_history(id, n)]
    assert {*Counter((e.key, e.step) for e in told).values()} == {1}
    assert {(e.key, e.step): e.value for e in told} == written(run)
    assert found.data.params["learning_rate"] == "0.0003"
    assert "drawn.svg" in [file.path for file in client.list_artifacts(id)]


def test_wandb_goes_on_under_the_same_name(wine: Rendered, monkeypatch):
    pytest.importorskip("wandb")
    monkeypatch.setenv("WANDB_MODE", "offline")
    monkeypatch.setenv("WANDB_SILENT", "true")
    run = killed_and_resumed(wine, "wandb")
    id = wine.module("tracker").known(run)
    parts = [*(wine.folder / "runs" / "wandb").glob(f"offline-run-*-{id}")]
    assert id and parts
    assert any([*part.rglob("drawn.svg")] for part in parts)


def test_what_is_not_installed_is_said_before_anything_is_written(tmp_path: Path):
    made = Rendered(tmp_path, "tabular-classification", add=("log",))
    code = TRAIN.format(made.name) + (
        "sys.modules['wandb'] = None; "
        "sys.exit(verbs.main(['train', '--tracker', 'wandb']))"
    )
    done = process(code, cwd=made.folder, PYTHONPATH="src")
    assert done.returncode == 2
    assert done.stderr.startswith("tracker wandb: pip install wandb")
    assert "Traceback" not in done.stderr and not (made.folder / "runs").exists()


def test_a_server_that_is_away_ends_no_training(wine: Rendered, monkeypatch, capsys):
    mlflow = pytest.importorskip("mlflow")
    nobody = "http://127.0.0.1:9"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", nobody)
    mlflow.set_tracking_uri(nobody)
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    run = killed_and_resumed(wine, "mlflow")
    assert max(step for _, step in written(run)) == 12
    said = capsys.readouterr().err
    assert said.count("From here on nothing is tracked") == 2  # once for each command
