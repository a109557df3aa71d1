"""`tune`: many configs, and the best one tried anew: `pytest tests/test_tune.py`."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import numpy as np
import optuna
import pytest

from nn_recipe import place
from nn_recipe.adopt import Knobs
from nn_recipe.contract import NotOffered
from nn_recipe.generated import Generated
from nn_recipe.ledger import Ledger
from nn_recipe.place import here, stand
from nn_recipe.report import write
from nn_recipe.stage5_tune import search, study
from nn_recipe.stage5_tune.config_diff import defaults, edited
from nn_recipe.stage5_tune.importance import importances
from nn_recipe.stage5_tune.knob import Knob
from nn_recipe.stage5_tune.locks import cut
from nn_recipe.stage5_tune.random_search import tuned
from nn_recipe.stage5_tune.space import checked, derived, space_of
from nn_recipe.stage5_tune.study import Settings
from nn_recipe.trials.training import Asked, Trainings
from nn_recipe.verbs import main
from scaffolder.render import formatted
from tests.examples import ROOT
from tests.rendered import Rendered

# --- what may be drawn


@dataclass(frozen=True)
class Config:
    seed: int = 1
    steps: int = 9
    width: int = 8
    rate: float = 1e-3
    dropout: float = 0.1
    weight_decay: float = 0.0
    betas: tuple[float, float] = (0.9, 0.99)
    net: Literal["tiny", "<script>"] = "tiny"


@pytest.mark.parametrize(
    ("space", "said"),
    [
        ({"widht": ("log", 1, 2)}, "did you mean width"),
        ({"seed": ("log", 1, 2)}, "cannot be drawn"),
        ({"steps": ("log", 1, 2)}, "cannot be drawn"),
        ({"rate": 3}, "needed is"),
        ({"rate": ("log", 1)}, "a lowest and a highest"),
        ({"rate": ("log", 1e-2, 1e-3)}, "above the highest"),
        ({"rate": ("log", 0, 1)}, "above 0"),
        ({"rate": ("uniform", 0, float("inf"))}, "a number, and inf"),
        ({"rate": ("between", 0, 1)}, "needed is"),
        ({"width": ("uniform", 1, 2.5)}, "a whole number, and 2.5"),
        ({"width": ("log or 0", 1, 2)}, "with a point"),
        ({"net": ("uniform", "tiny", "<script>")}, "list what may be"),
        ({"net": ("one of", "huge", "tiny")}, "'huge' is none"),
        ({"net": ("one of", "tiny", "tiny")}, "twice"),
        ({}, "no dict of ranges"),
        (["width"], "no dict of ranges"),
        ({3: ("log", 1, 2)}, "no field"),
    ],
)
def test_a_range_that_is_none_is_one_sentence(space: Any, said: str):
    with pytest.raises(ValueError, match=said) as error:
        checked(Config(), space, "space.py")
    assert "\n" not in str(error.value)


def test_the_ranges_of_config_py_hold_what_it_has():
    for knob in checked(Config(), derived(Config(), 100), "config.py"):
        assert knob.drawn(getattr(Config(), knob.name)) is not None, knob.name


def test_adopted_code_without_such_a_field_is_not_asked(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """With a SPACE beside its Config it is."""
    module = SimpleNamespace(Config=Knobs)
    monkeypatch.setitem(sys.modules, "audited", module)  # type: ignore[arg-type]
    monkeypatch.setattr(place, "_now", [place.Place("audited", tmp_path, True)])
    with pytest.raises(NotOffered, match="no rate, decay, width or depth"):
        space_of(Knobs(), 10)
    module.SPACE = {"rate": ("log", 1e-4, 1e-2)}
    (knob,), where = space_of(Config(), 10)
    assert (knob.name, where) == ("rate", "audited.py")


def test_one_draw_in_four_of_log_or_0_is_0_and_betas_are_choices():
    knob = Knob("weight_decay", "log or 0", (1e-4, 0.1))
    draws = knob.lowest * (0.1 / knob.lowest) ** np.random.default_rng(0).random(4000)
    values = [knob.value(d) for d in draws]
    assert 0.22 < values.count(0.0) / 4000 < 0.28
    assert min(v for v in values if v) >= 1e-4 and knob.value(knob.drawn(0.0)) == 0
    (betas,) = checked(Config(), {"betas": ("one of", (0.9, 0.99), (0.8, 0.9))}, "")
    assert betas.value(betas.drawn((0.9, 0.99))) == (0.9, 0.99)


def test_a_torn_line_is_cut_off(tmp_path: Path):
    journal = tmp_path / "journal.log"
    for whole in (b"", b"one\n", b"one\ntwo\n"):
        for torn in (b"", b"t", b"three"):
            journal.write_bytes(whole + torn)
            cut(journal)
            assert journal.read_bytes() == whole


def test_what_matters_is_told_from_chance():
    def trials(noise: float, number: int = 30) -> Any:
        made = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0))
        chance = np.random.default_rng(0)

        def objective(trial: optuna.Trial) -> float:
            rate = trial.suggest_float("rate", 1e-5, 1e-1, log=True)
            trial.suggest_int("depth", 1, 3)
            return (1 - noise) * (np.log10(rate) + 3) ** 2 + chance.random() / 2

        made.optimize(objective, number)
        return made.get_trials()

    found = importances(trials(0), False)
    assert found["rate"][1] and not found["depth"][1] and found["rate"][0] > 0.5
    assert not any(sure for _, sure in importances(trials(1), False).values())
    assert importances(trials(0, 15), False) == {}


TEXT = """from dataclasses import dataclass, field

@dataclass
class Config:
    é: str = "é"; width: int = (
        8
    )  # units
    rate: float = 1e-3  # per step
    some: list = field(default_factory=list)
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_only_the_defaults_change(ends: str):
    text = TEXT.replace("\n", ends)
    after = edited(text, {"width": 16, "é": "ü", "rate": 0.1})
    assert after is not None and edited(text, {"some": 1}) is None
    known = text.replace("   8", "   16").replace('"é"', "'ü'").replace("1e-3", "0.1")
    assert after == known
    assert "width" in defaults(after)


# --- a project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("tuned")
    chance = np.random.default_rng(0)
    a, b = chance.normal(size=(2, 200))
    y = a + 2 * (b > 0) + chance.normal(size=200) / 9
    lines = [f"{r:.3f},{s:.3f},{t:.3f}" for r, s, t in zip(a, b, y, strict=True)]
    (folder / "t.csv").write_text("\n".join(["a,b,y", *lines]))
    made = Rendered(
        folder, "tabular-regression", data=str(folder / "t.csv"), target="y"
    )
    config = made.folder / "src" / made.name / "config.py"
    text = config.read_text()
    for name, value in {"steps": 20, "evaluate_every": 10, "width": 8}.items():
        line = next(s for s in text.splitlines() if s.startswith(f"    {name}: int"))
        text = text.replace(line, f"    {name}: int = {value}")
    config.write_text(text)
    stand(made.name)
    return Generated.of(made.name)


@pytest.fixture(autouse=True)
def stands(request: pytest.FixtureRequest) -> Iterator[None]:
    if "project" in request.fixturenames:
        stand(request.getfixturevalue("project").package)
    yield


RATE = {"learning_rate": ("log", 1e-4, 1e-1)}


def drawn(project: Generated, name: str, trials: int = 4, **more: Any) -> list[Any]:
    """The trials of a study, once its work is done."""
    given = Settings(name, trials, **more)
    with search.opened(project, given, lambda text: None) as found:
        found.work(waits=True)
        return [*found.study.trials]


def of(trials: list[Any]) -> list[Any]:
    return [(t.number, t.params, t.value) for t in trials]


def test_the_same_seed_draws_the_same_trials_in_one_go_or_in_two(project: Generated):
    whole = drawn(project, "whole")
    drawn(project, "parts", 2)
    assert of(drawn(project, "parts")) == of(whole)
    assert of(drawn(project, "other", 2, seed=1))[1:] != of(whole)[1:2]
    rates = [t.params["learning_rate"] for t in whole]
    assert len({*rates}) == 4 and rates[0] == project.config.learning_rate


def test_trial_0_is_what_train_keeps(project: Generated, tmp_path: Path):
    """The best look at validation, not the last one; of the config as it is."""
    project = project.but(learning_rate=0.3, evaluate_every=4, steps=12)
    first = drawn(project, "wild", 1)[0]
    run = project.new_run(tmp_path)
    project.train_command(run)
    rows = [r for r in run.rows("metrics.csv") if r["split"] == "validation"]
    seen = [float(r["value"]) for r in rows if r["name"] == project.config.watch]
    values = json.loads((tmp_path / "evaluation-validation.json").read_text())
    assert first.value == values[project.config.watch][0]
    assert first.value == pytest.approx(min(seen), rel=1e-3) and min(seen) < seen[-1]


def test_the_test_split_stays_shut(project: Generated):
    with search.opened(project, Settings("whole", 4), lambda text: None) as found:
        for splits in (found.trainings.project.splits, found.trainings.of(()).splits):
            with pytest.raises(AssertionError, match="test split"):
                len(splits.test)
            with pytest.raises(AssertionError, match="test split"):
                list(splits.test)


def test_what_diverges_is_counted_and_the_study_goes_on(
    project: Generated, monkeypatch: pytest.MonkeyPatch
):
    plain = Trainings.train

    def broken(self: Any, asked: Any, follow: Any = None) -> Any:
        if dict(asked.changed).get("learning_rate", 0) > 3e-4:
            raise RuntimeError("Loss nan\x1b[31m")
        return plain(self, asked, follow)

    monkeypatch.setattr(Trainings, "train", broken)
    said: list[str] = []
    project = project.but(steps=10)
    with search.opened(project, Settings("breaks", 5, seed=5), said.append) as found:
        found.work(waits=True)
    states = [t.state.name for t in found.study.trials]
    assert states.count("FAIL") == sum("failed: RuntimeError" in s for s in said) > 0
    assert len(states) == 5 and states[0] == "COMPLETE"


def test_the_winner_is_run_again_with_new_seeds(project: Generated):
    ledger, said = Ledger.of(project.config), list[str]()
    with search.opened(project, Settings("whole", 4), said.append) as found:
        record = tuned(found, ledger, 2, said.append)
    measured = record.measured
    assert record.id == "5.1" and len(measured["with"]) == 2
    values = [t.value or 0.0 for t in found.study.trials]
    assert measured["best of all"] == min(values) not in measured["with"]
    fresh = project.config.seed + 1
    assert any(s.startswith(f"seed {fresh}") for s in said)
    states = [line["state"] for line in ledger.lines]
    assert states == ["expected", "concluded"], "written down first"
    assert "luck" in record.because and measured["config.py has"] == values[0]
    changes = git_applied(measured["diff"])
    rate = measured["to config.py"]["learning_rate"]
    assert f"learning_rate: float = {rate}  # size of a step" in changes


def git_applied(diff: str) -> str:
    """config.py as the diff would have it; it is put back."""
    root, file = here().root, here().folder / "config.py"
    command = ["git", "apply", str(root / diff)]
    subprocess.run(command, cwd=root, check=True)
    text = file.read_text()
    subprocess.run([*command, "-R"], cwd=root, check=True)
    return text


def test_where_no_draw_is_better_nothing_is_run_again(
    project: Generated, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(search.Search, "asked", lambda self, trial: Asked((), 7))
    with search.opened(project, Settings("level", 3), lambda text: None) as found:
        record = tuned(found, Ledger.of(project.config), 2, lambda text: None)
    assert record.verdict == "fails" and "None of 2 draws" in record.because
    assert "with" not in record.measured


def test_the_verb_says_what_is_wrong_in_a_sentence(
    project: Generated, monkeypatch: pytest.MonkeyPatch
):
    def refused(*given: str) -> str:
        with pytest.raises(ValueError) as error:
            main(project.package, ["tune", *given])
        assert "\n" not in str(error.value)
        return str(error.value)

    assert "no name of a folder" in refused("--name", "../x")
    assert "no name of a folder" in refused("--name", "<script>")
    assert "no study 'none' to join" in refused("--worker", "--name", "none")
    assert "at least 2" in refused("--trials", "1")
    assert "random, tpe" in refused("--sampler", "grid")
    space = here().folder / "space.py"
    for text, said in (("SPACE = 3", "no dict"), ("1/0", "ZeroDivisionError")):
        space.write_text(text)
        importlib.invalidate_caches()
        assert said in refused("--name", "odd")
        sys.modules.pop(f"{project.package}.space", None)
        space.unlink()
    monkeypatch.setitem(sys.modules, "optuna", None)
    assert "pip install 'optuna" in refused()


def test_stopped_it_says_how_to_go_on_and_then_tells_the_journal_and_the_report(
    project: Generated, monkeypatch: pytest.MonkeyPatch, capsys: Any
):
    given = [
        "tune",
        "--trials",
        "3",
        "--seeds",
        "2",
        "--name",
        "verb",
        "--json",
        "--seed",
        "3",
    ]
    with monkeypatch.context() as patch:
        patch.setattr(Trainings, "train", stopped)
        assert main(project.package, given) == 130
    assert "The same command goes on" in capsys.readouterr().err
    assert main(project.package, [*given, "--because", "<b>why"]) == 0
    (record,) = json.loads(capsys.readouterr().out)
    assert record["id"] == "5.1" and record["measured"]["trials"] == 3
    assert "&lt;b>why" in (here().root / "LAB.md").read_text()
    page = write(here().runs / "report.html", Ledger.of(project.config)).read_text()
    assert "What was tuned" in page and "<b>verb</b> random" in page


def stopped(*_: object) -> None:
    raise KeyboardInterrupt


def test_the_part_is_finished_and_read(tmp_path: Path):
    made = Rendered(tmp_path, "language-model", add=("tune",))
    text = (made.folder / "src" / made.name / "space.py").read_text("utf-8")
    assert formatted(text) == text
    stand(made.name)
    knobs, where = space_of(made.config(), 1000)
    assert where == "space.py" and len(knobs) == 5
    assert all(k.drawn(getattr(made.config(), k.name)) is not None for k in knobs)


def test_another_study_of_one_name_is_refused(project: Generated):
    drawn(project, "whole")
    with pytest.raises(ValueError, match="--seed = 0, now 9"):
        drawn(project, "whole", seed=9)
    with pytest.raises(ValueError, match="--sampler = 'random'"):
        drawn(project, "whole", sampler="tpe")
    with pytest.raises(ValueError, match="config.py: clip = 1.0, now 2.0"):
        drawn(project.but(clip=2.0), "whole")


def test_a_journal_that_cannot_be_read_is_one_sentence(project: Generated):
    drawn(project, "torn", 2)
    journal = study.folder_of("torn") / "journal.log"
    journal.write_bytes(b"{}\n" + journal.read_bytes())
    with pytest.raises(ValueError, match="Move it away and repeat: what is trained"):
        drawn(project, "torn", 2)


# --- several workers, of a study whose trainings do nothing but take time

WORKER = """
import time
from types import SimpleNamespace
from nn_recipe.stage5_tune.knob import Knob
from nn_recipe.stage5_tune.study import BUSY, Settings, Study

knobs, usual = [Knob("rate", "log", (1e-4, 0.1))], SimpleNamespace(rate=0.01)
with Study(Settings("shared", 30), knobs, False, usual) as study:
    while trial := study.claim():
        if trial is BUSY:
            time.sleep(0.05)
            continue
        print(trial.number, trial.params["rate"], flush=True)
        time.sleep(0.2)
        study.optuna.tell(trial, trial.params["rate"])
"""


def worker(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORKER]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE
    )


def test_two_workers_give_each_number_once_and_what_is_killed_is_taken_up(
    tmp_path: Path,
):
    """Killed in the middle of a trial: another process trains it, with the same value."""
    killed, other = worker(tmp_path), worker(tmp_path)
    assert killed.stdout and other.stdout
    lines = [killed.stdout.readline() for _ in range(3)]
    killed.kill()
    lines += killed.stdout.read().splitlines() + other.communicate()[0].splitlines()
    begun = [line.split() for line in lines if line.strip()]
    numbers = [int(number) for number, _ in begun]
    assert other.returncode == 0 and len(lines) == 31
    assert sorted({*numbers}) == list(range(30))
    again = [rate for number, rate in begun if numbers.count(int(number)) == 2]
    assert len(again) == 2 and len({*again}) == 1
    assert len({rate for _, rate in begun}) == 30, "one seed, and no config twice"
