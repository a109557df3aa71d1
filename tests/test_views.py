"""One net asked of several views of an example (6.1): `pytest tests/test_views.py`."""

import hashlib
import importlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from nn_recipe.contract import Evaluation, NotOffered
from nn_recipe.generated import Generated
from nn_recipe.place import here, stand
from nn_recipe.stage6_squeeze import views
from nn_recipe.stage6_squeeze.mean_of_views import MeanOfViews, Views
from nn_recipe.trials.training import weights_of
from nn_recipe.verbs import main
from tests.rendered import Rendered

FOUR = Views("medium", 4)
Said = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("views")
    made = Rendered(folder, "image-classification", add=("augment",))
    stand(made.name)
    return Generated.of(made.name, steps=60, evaluate_every=20)


@pytest.fixture(scope="module")
def run(project: Generated) -> Any:
    made = importlib.import_module(f"{project.package}.run").Run.new("", project.config)
    splits = project.splits
    feeds = project.feed(splits.train), project.feed(splits.validation)
    project.train(project.net(), *feeds, made)
    return made


@pytest.fixture(autouse=True)
def looked_at(project: Generated) -> Iterator[None]:
    stand(project.package)
    yield


@pytest.fixture
def say(project: Generated, run: Any, capsys: pytest.CaptureFixture[str]) -> Said:
    def verb(*words: str) -> tuple[int, str]:
        code = main(project.package, ("squeeze", *words))
        return code, " ".join(capsys.readouterr().out.split())

    return verb


@pytest.fixture
def augment(project: Generated) -> ModuleType:
    return project.module("augment")


def net_and_x(project: Generated, run: Any) -> tuple[Any, Tensor]:
    _, net = weights_of(project, run, "best")
    return net, project.feed(project.splits.validation)[range(32)].x


@torch.no_grad()
def test_probabilities_of_the_views_are_averaged_and_not_logits(project, run):
    net, x = net_and_x(project, run)
    many = MeanOfViews(net, project, FOUR)
    y = torch.zeros(len(x))
    seen = [x, *(project.view(x, y, "medium", i)[0] for i in (1, 2, 3))]
    claimed = torch.stack([project.target.prediction(net(one)) for one in seen])
    assert torch.allclose(
        project.target.prediction(many(x)), claimed.mean(0), atol=1e-6
    )
    assert len({bytes(one.numpy()) for one in seen}) == 4  # no view twice


@torch.no_grad()
def test_an_answer_hangs_on_no_neighbour(project: Generated, run: Any):
    """Nor on its place: `evaluate` and `predict` cut their batches in other ways."""
    net, x = net_and_x(project, run)
    many = MeanOfViews(net, project, FOUR)
    assert torch.allclose(many(x)[7:9], many(x[7:9]), atol=1e-5)


def test_the_result_is_judged_kept_and_used(project: Generated, say: Said, tmp_path):
    code, out = say("views", "last", "--views", "4", "--level", "light", "--json")
    (record,) = json.loads(out)
    assert code == 0 and record["measured"]["views"] == 4
    kept = json.loads((here().runs / "squeeze" / "views-4-light.json").read_text())
    assert kept["views"] == {"level": "light", "count": 4}
    said = record["measured"]["in views"][0]
    assert kept["validation"][project.config.watch] == said
    _, out = say("evaluate", "views-4-light", "--json")
    assert json.loads(out)["loss"][0] == pytest.approx(kept["validation"]["loss"])
    data = str(here().root / project.config.data)
    to = tmp_path / "said.csv"
    assert say("predict", "views-4-light", data, "--to", str(to))[0] == 0
    assert "p " in to.read_text().splitlines()[0]


def everything(folder: Path) -> dict[str, str]:
    files = [p for p in sorted(folder.rglob("*")) if p.is_file()]
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_the_run_stays_as_it_is(project: Generated, run: Any, say: Said):
    """No view in what training measured, none in `evaluate`."""
    plain = project.evaluate_command(run, "validation", "best")
    before = everything(run.folder)
    say("views", "last", "--views", "4", "--level", "strong")
    assert everything(run.folder) == before
    assert project.evaluate_command(run, "validation", "best") == plain


@torch.no_grad()
def test_the_net_stays_as_it_is(project: Generated, run: Any):
    """Running statistics of a norm that saw views would be those of other examples."""
    net, x = net_and_x(project, run)
    before = {k: v.clone() for k, v in net.state_dict().items()}
    draws = torch.get_rng_state()
    MeanOfViews(net.train(), project, FOUR)(x)
    assert all(torch.equal(v, before[k]) for k, v in net.state_dict().items())
    assert torch.equal(torch.get_rng_state(), draws)  # that of training


def test_views_that_are_another_answer_are_worse(
    say: Said, augment: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    """Digits upside down: what they are is another question."""
    upside_down = lambda x, y, *_: (x.flip(2) + 0.0, y)  # noqa: E731
    monkeypatch.setattr(augment, "augment", upside_down)
    code, out = say("views", "last", "--level", "light", "--json")
    (record,) = json.loads(out)
    assert record["verdict"] == "fails" and "worse by" in record["because"]


def test_views_whose_answers_move_have_no_mean(
    say: Said, augment: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    own = augment.augment
    moved = lambda x, y, *rest: (own(x, y, *rest)[0], y.roll(1))  # noqa: E731
    monkeypatch.setattr(augment, "augment", moved)
    code, out = say("views", "last", "--level", "light")
    assert code == 0 and "another answer" in out and "not applicable" in out


def test_views_by_chance_are_refused(
    say: Said, augment: ModuleType, monkeypatch: pytest.MonkeyPatch
):
    by_chance = lambda x, y, *_: (x + torch.rand_like(x), y)  # noqa: E731
    monkeypatch.setattr(augment, "augment", by_chance)
    with pytest.raises(ValueError, match="in two ways.*augment.py"):
        say("views", "last", "--level", "light")


@pytest.mark.parametrize("kind", ["image-segmentation", "image-detection"])
def test_masks_and_boxes_move_with_their_picture(kind: str, tmp_path: Path):
    made = Rendered(tmp_path, kind, add=("augment",))
    stand(made.name)
    with pytest.raises(NotOffered, match="another answer"):
        views.chosen(Generated.of(made.name), 2, "light")


def test_without_augment_there_are_no_views(tmp_path: Path):
    made = Rendered(tmp_path, "tabular-classification")
    stand(made.name)
    with pytest.raises(NotOffered, match="recipe add augment"):
        views.chosen(Generated.of(made.name), 8, "light")


@pytest.mark.parametrize(
    "words",
    [
        ("views",),
        ("views", "last"),  # config.py trains on none
        ("views", "last", "--level", "huge"),
        ("views", "last", "--level", "light", "--views", "1"),
        ("views", "last", "--level", "light", "--seeds", "3"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_a_sentence(say: Said, words: tuple):
    with pytest.raises(ValueError, match="[Nn]eeded"):
        say(*words)


# --- the interval of one net


def right(of: np.ndarray) -> Evaluation:
    tally = torch.tensor(of, dtype=torch.double)[:, None]
    ids = [str(i) for i in range(len(of))]
    loss, ones = -tally[:, 0], torch.ones(len(of))
    return Evaluation(ids, loss, ones, tally, float(loss.mean()), {})


@pytest.mark.filterwarnings("error")
def test_of_one_net_the_interval_holds_the_truth_over_other_examples():
    """The true gain is .1 of an example that is right with .6; of 200 worlds 92 to 98 of 100."""
    chance, held = np.random.default_rng(0), []
    project: Any = SimpleNamespace(target=SimpleNamespace(errors=()))
    for _ in range(200):
        u = chance.random(300)
        pair = right(u < 0.6), right(u < 0.7)
        found = views.between(project, [pair], "loss").interval
        held.append(found.low <= 0.1 <= found.high)
    assert 0.92 <= np.mean(held) <= 0.98
