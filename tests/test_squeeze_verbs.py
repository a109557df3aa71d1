"""`squeeze` on a project: which nets may stand together, what is left: `pytest tests/test_squeeze_verbs.py`."""

import importlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from nn_recipe.generated import Generated
from nn_recipe.ledger import Ledger
from nn_recipe.place import here, stand
from nn_recipe.report import write
from nn_recipe.stage6_squeeze.dark_knowledge import Distilled
from nn_recipe.stage6_squeeze.kept import read
from nn_recipe.stage6_squeeze.mean_of_nets import MeanOfNets
from nn_recipe.stage6_squeeze.members import alike, of_runs, unchanged
from nn_recipe.stage6_squeeze.weight_averages import Averaged
from nn_recipe.trials.training import Asked, Trainings, weights_of
from nn_recipe.verbs import main
from tests.rendered import Rendered

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("squeezed")
    chance = np.random.default_rng(0)
    a, b = chance.normal(size=(2, 240))
    kinds = np.array(["low", "<b>mid", "high"])[np.digitize(a + (b > 0), [0.0, 1.0])]
    rows = [f"{r:.3f},{s:.3f},{k}" for r, s, k in zip(a, b, kinds, strict=True)]
    (folder / "t.csv").write_text("\n".join(["a,b,kind", *rows]))
    asked: Any = {"data": str(folder / "t.csv"), "target": "kind"}
    made = Rendered(folder, "tabular-classification", add=("calibration",), **asked)
    config = made.folder / "src" / made.name / "config.py"
    text = config.read_text()
    for name, value in {"steps": 30, "evaluate_every": 10, "width": 8}.items():
        line = next(s for s in text.splitlines() if s.startswith(f"    {name}: int"))
        text = text.replace(line, f"    {name}: int = {value}")
    config.write_text(text)
    stand(made.name)
    return Generated.of(made.name)


@pytest.fixture(autouse=True)
def looked_at(project: Generated) -> Iterator[None]:
    stand(project.package)
    yield


@pytest.fixture
def say(project: Generated, capsys: pytest.CaptureFixture[str]) -> Said:
    """A verb of the recipe, as it is called for a project: code, stdout, stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        code = main(project.package, words)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture(scope="module")
def train(project: Generated) -> Callable[..., str]:
    """A run of the project with these fields; its name."""

    def run(**changes: Any) -> str:
        one = project.again(**changes)
        run_of = importlib.import_module(f"{project.package}.run").Run
        made = run_of.new("", one.config)
        net = one.net()
        splits = one.splits
        one.train(net, one.feed(splits.train), one.feed(splits.validation), made)
        return made.folder.name

    return run


def test_an_ensemble_of_one_is_evaluated_as_that_one(project: Generated, train):
    run = project.new_run(here().runs / train(seed=4))
    _, net = weights_of(project, run, "best")
    feed = project.feed(project.splits.validation)
    alone = project.evaluate(net, feed)
    found = project.evaluate(MeanOfNets([net], project.target), feed)
    assert found.loss == pytest.approx(alone.loss, abs=1e-6)
    assert found.metrics == alone.metrics


def test_one_seed_twice_or_another_split_is_no_ensemble(
    project: Generated, train, monkeypatch: pytest.MonkeyPatch
):
    one, same, longer = train(seed=1), train(seed=1), train(seed=1, steps=20)
    other, wide = train(seed=2, split_seed=5), train(seed=1, width=4)
    narrow = train(seed=3, validation_share=0.3)
    with pytest.raises(ValueError, match="named twice"):
        of_runs(project, [one, one])
    for two in (same, longer):
        with pytest.raises(ValueError, match="one config and one seed"):
            of_runs(project, [one, two])
    for two in (other, narrow):
        with pytest.raises(ValueError, match="other x or y"):
            of_runs(project, [one, two])
        with monkeypatch.context() as patch:  # as if x and y were the same by chance
            patch.setattr(Generated, "state", lambda _: {"inputs": 0, "target": 0})
            with pytest.raises(ValueError, match="other examples validate"):
                of_runs(project, [one, two])
    assert "2 runs, 1 seed:" in alike(of_runs(project, [one, wide]))
    assert not alike(of_runs(project, [one, train(seed=9)]))


def test_a_run_that_no_longer_says_what_it_said_is_refused():
    unchanged("a", 0.5, {"rank": (0.1, 0.5)})
    unchanged("a", 0.5, {})
    with pytest.raises(ValueError, match="had a loss of 0.4"):
        unchanged("a", 0.5, {"rank": (0.1, 0.4)})


def test_ensembles_are_judged_kept_and_used(project: Generated, say: Said, tmp_path):
    code, out, _ = say("squeeze", "ensemble", "--seeds", "3")
    assert code == 0 and "3 nets  accuracy" in out and "6.1 ensembles" in out
    code, out, _ = say("squeeze", "ensemble", "--seeds", "3", "--json")
    (record,) = json.loads(out)
    assert len(record["measured"]["nets"]) == 3
    kept = json.loads((here().runs / "squeeze" / "ensemble-3.json").read_text())
    assert [m["seed"] for m in kept["members"]] == [1337, 1338, 1339]
    code, out, _ = say("squeeze", "evaluate", "ensemble-3", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["loss"][0] == pytest.approx(kept["validation"]["loss"], abs=1e-6)
    ledger = Ledger.of(project.config)
    assert ledger.test_openings == 0
    say("squeeze", "evaluate", "ensemble-3", "--split", "test")
    assert Ledger.of(project.config).test_openings == 1
    to = tmp_path / "said.csv"
    data = str(here().root.parent / "t.csv")
    assert say("squeeze", "predict", "ensemble-3", data, "--to", str(to))[0] == 0
    assert len(to.read_text().splitlines()) == 241
    lab = (here().root / "LAB.md").read_text()
    assert "squeeze, ensemble" in lab
    report = write(here().runs / "report.html", Ledger.of(project.config)).read_text()
    assert "What was squeezed" in report


def test_other_weights_in_its_files_are_another_result(project: Generated, say: Said):
    say("squeeze", "ensemble", "--seeds", "3", "--name", "../<two>")
    kept = read("two")
    other = kept.members[1].path
    before = other.read_bytes()
    try:
        shutil.copy(kept.members[0].path, other)
        with pytest.raises(ValueError, match="holds other weights"):
            say("squeeze", "evaluate", "two")
    finally:
        other.write_bytes(before)
    (here().runs / "squeeze" / "torn.json").write_text("{")
    with pytest.raises(ValueError, match="No result 'torn'"):
        read("torn")
    (here().runs / "squeeze" / "odd.json").write_text('{"members": [3]}')
    with pytest.raises(ValueError, match="is damaged"):
        read("odd")


def test_weights_are_averaged_after_the_first_steps_alone(project: Generated):
    """Equally, over the last 10 of 30 steps; best and last are those of the plain training."""
    seen: list[dict[str, torch.Tensor]] = []

    def look(done: int, net: Any) -> None:
        if done > 20:
            seen.append({k: v.clone() for k, v in net.state_dict().items()})

    net, splits = project.net(), project.splits
    project.train(net, project.feed(splits.train), None, None, False, look)
    trainings = Trainings(project)
    kinds = {
        kind: Asked((), project.config.seed, weights=True, how=Averaged(10, kind))
        for kind in ("equal average", "last", "best")
    }
    trainings.train(kinds["equal average"])
    found = {kind: trainings.kept(asked) for kind, asked in kinds.items()}
    nets = {
        kind: torch.load(one.net, weights_only=True)["net"] for kind, one in found.items() if one and one.net  # type: ignore
    }
    for name, value in nets["equal average"].items():
        if value.is_floating_point():
            mean = torch.stack([one[name] for one in seen]).mean(0)
            assert torch.allclose(value, mean, atol=1e-5), name
    assert all(torch.equal(v, seen[-1][k]) for k, v in nets["last"].items())
    plain = trainings.train(Asked((), project.config.seed))
    assert torch.equal(found["best"].evaluation.losses, plain.evaluation.losses)  # type: ignore


def test_norms_of_an_average_are_measured_anew():
    """The statistics of the weights on the way are those of none of them."""
    net = torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.BatchNorm1d(2))
    x = torch.randn(64, 2)

    class Feed:
        def epoch(self, _: int) -> list[int]:
            return [0, 1]

        def training(self, first: int, last: int) -> Any:
            from types import SimpleNamespace

            return (SimpleNamespace(x=x) for _ in range(first, last))

    class Run:
        held: dict[str, Any] = {}

        def checkpoint(self, name: str) -> dict[str, Any]:
            return {"net": net.state_dict(), "step": 4}

        def save(self, name: str, checkpoint: dict[str, Any]) -> None:
            self.held[name] = checkpoint

    class Project:
        device = torch.device("cpu")
        config = type("Config", (), {"steps": 4})

        def train(self, net: Any, *_: Any, look: Any) -> None:
            for done in range(1, 5):
                with torch.no_grad():
                    net[0].weight.mul_(2)
                look(done, net)

    run: Any = Run()
    Averaged(2)(Project(), net, Feed(), Feed(), run)  # type: ignore[arg-type]
    saved = run.held["equal average"]["net"]
    meant = x @ saved["0.weight"].T + saved["0.bias"]
    assert torch.allclose(saved["1.running_mean"], meant.mean(0), atol=1e-4)


def test_averages_and_distillation_say_what_they_gain(project: Generated, say: Said):
    code, out, _ = say("squeeze", "average", "--steps", "10", "--seeds", "2")
    assert code == 0 and "the equal average of the weights" in " ".join(out.split())
    assert say("squeeze", "evaluate", "average-10")[0] == 0
    say("squeeze", "ensemble", "--seeds", "3")
    words = ("squeeze", "distill", "ensemble-3", "width=4", "--seeds", "2")
    code, out, _ = say(*words)
    assert code == 0 and "teacher" in out and "6.2" in out
    code, out, _ = say(*words)
    assert "4 trainings, 4 of them kept" in out
    assert say("squeeze", "evaluate", "distilled-width=4")[0] == 0


def test_a_teacher_without_a_word_changes_nothing(project: Generated, say: Said):
    """alpha = 0: the same bits as with the answers alone."""
    say("squeeze", "ensemble", "--seeds", "3")
    some = read("ensemble-3").members
    paths = tuple(str(m.path) for m in some)
    how = Distilled(tuple(m.digest for m in some), 3.0, 0.0, paths)
    trainings = Trainings(project)
    taught = trainings.train(Asked((), 51, how=how))
    alone = trainings.train(Asked((), 51))
    assert torch.equal(taught.evaluation.losses, alone.evaluation.losses)  # type: ignore
    loud = Distilled(how.digests, 3.0, 1.0, paths)
    other = trainings.train(Asked((), 51, how=loud))
    assert not torch.equal(other.evaluation.losses, alone.evaluation.losses)  # type: ignore


def looks(folder: Path, values: list[float]) -> None:
    rows = [
        f"{10 * i},validation,{n},{v}"
        for i, v in enumerate(values, 1)
        for n in ("loss", "accuracy")
    ]
    (folder / "metrics.csv").write_text(
        "\n".join(["step,split,name,value", *rows]) + "\n"
    )


def test_what_validation_did_last_says_whether_to_go_on(
    project: Generated, say: Said, train
):
    name, chance = train(seed=61), np.random.default_rng(0)
    noise = 0.002 * chance.normal(size=18)
    ways = {
        "holds": np.linspace(0.5, 0.9, 18)
        + noise,  # of accuracy; as a loss it gets worse
        "fails": np.r_[np.linspace(0.5, 0.9, 8), np.linspace(0.88, 0.7, 10)] + noise,
        "unclear": np.full(18, 0.8) + noise,
    }
    for verdict, values in ways.items():
        looks(here().runs / name, values.tolist())
        _, out, _ = say("squeeze", "longer", name, "--json")
        (record,) = json.loads(out)
        assert record["verdict"] == verdict, record
        if verdict == "fails":
            assert "accuracy is worse since step 80" in record["because"]
        if verdict == "holds":
            assert "train --resume" in record["because"]
    looks(here().runs / name, [0.1, 0.2])
    assert "5 looks are needed" in " ".join(say("squeeze", "longer", name)[1].split())


def test_a_resumed_run_is_one_left_alone_if_its_rate_rose_in_as_many_steps(
    project: Generated,
):
    """`warmup` is a share of the steps: of 30 and of 60 it is not the same number."""
    run_of = importlib.import_module(f"{project.package}.run").Run
    ends = []
    for steps, share in (([60], 0.1), ([30, 60], 0.2), ([60], 0.2)):
        run = run_of.new("", project.config)
        for i, one in enumerate(steps):
            warmup = share * steps[0] / one if len(steps) > 1 else share
            part = project.but(steps=one, warmup=warmup)
            feeds = [part.feed(s) for s in (part.splits.train, part.splits.validation)]
            part.train(part.net(), feeds[0], feeds[1], run, resume=i > 0)
        ends.append(run.checkpoint("last")["net"])
    whole, resumed, slower = ([*net.values()] for net in ends)
    assert all(torch.equal(a, b) for a, b in zip(whole, resumed, strict=True))
    assert not all(torch.equal(a, b) for a, b in zip(whole, slower, strict=True))


@pytest.mark.parametrize(
    "words",
    [
        ("ensemble",),
        ("ensemble", "1", "--seeds", "3"),
        ("ensemble", "--seeds", "2"),
        ("average", "--seeds", "3"),
        ("distill",),
        ("distill", "ensemble-3", "--alpha", "2"),
        ("distill", "ensemble-3", "--temperature", "0"),
        ("evaluate",),
        ("longer", "1", "2"),
        ("predict", "ensemble-3"),
        ("ensemble", "77", "78"),
        ("ensemble", "--seeds", "3", "--at-once", "0"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(say: Said, words):
    with pytest.raises(ValueError, match="[Nn]eeded|No run"):
        say("squeeze", *words)
