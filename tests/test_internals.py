"""Inside the net (4.13, 4.14): what is dead, saturated, too large or still is named.

Run: pytest tests/test_internals.py (15 s)
"""

import copy
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from nn_recipe import show
from nn_recipe.contract import NotOffered, Project
from nn_recipe.ledger import Ledger
from nn_recipe.specimen import weight_hash
from nn_recipe.stage4_regularize import activations, first_layer_weights
from nn_recipe.stage4_regularize.inside import look
from nn_recipe.stage4_regularize.watched import Watched, looks, moved, watched
from nn_recipe.verbs import internals as verb
from tests.bugs.planting import imported
from tests.examples import ROOT


class Net(nn.Module):
    """The same activation as a module, as a function and as a method."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.middle = nn.Conv1d(3, 8, 3), nn.Linear(8, 8)
        self.act, self.drop = nn.ReLU(), nn.Dropout(0.5)
        self.head = nn.Linear(8, 2)

    def forward(self, x: Tensor) -> Tensor:
        h = self.drop(self.act(self.stem(x)))
        h = F.relu(self.middle(h[..., 0]))
        return self.head(h.sigmoid())


@pytest.fixture
def net() -> Net:
    torch.manual_seed(0)
    return Net()


X = torch.randn(64, 3, 20, generator=torch.Generator().manual_seed(1))


def after(net: Net, change=lambda net: None, ratio: float = 1e-3) -> Watched:
    """As if training had changed the net so; each matrix moves by its last steps alike."""
    other = copy.deepcopy(net)
    change(other)
    rows = [{"middle.weight": ratio}] * 2
    return Watched(net, other, [0, 10], [look(net, X), look(other, X)], rows)


def said(seen: Watched) -> str:
    record = activations.concluded(seen, Ledger())
    return "" if record.verdict == "holds" else record.because


def test_each_layer_and_activation_is_seen_in_the_order_of_work(net: Net):
    names = ["stem", "act relu", "middle", "relu", "sigmoid", "head"]
    assert list(look(net, X)) == names


def test_a_look_changes_nothing(net: Net):
    before, state = weight_hash(net), torch.get_rng_state()
    net.drop.eval()
    look(net.train(), X)
    net.drop.eval()
    assert net.training and not net.drop.training
    assert weight_hash(net) == before and torch.equal(torch.get_rng_state(), state)
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in net.modules())


def test_a_healthy_net_is_quiet(net: Net):
    assert said(after(net)) == ""


@torch.no_grad()
def test_a_dead_layer_is_named_before_what_follows_from_it(net: Net):
    found = said(after(net, lambda n: n.stem.bias.fill_(-100)))
    assert found.startswith("100% of the units of act relu are 0 for every example.")


@torch.no_grad()
def test_units_of_a_convolution_are_its_channels(net: Net):
    def half(n: Net) -> None:
        n.stem.bias[:4] = -100

    assert look(after(net, half).after, X)["act relu"].dead == 0.5


@torch.no_grad()
def test_a_saturated_sigmoid_is_named(net: Net):
    assert "of sigmoid is saturated" in said(
        after(net, lambda n: n.middle.bias.fill_(9))
    )


@torch.no_grad()
@pytest.mark.parametrize("times", [1e3, 1e-4])
def test_a_size_that_explodes_or_vanishes_is_named(net: Net, times: float):
    found = said(after(net, lambda n: n.middle.weight.mul_(times)))
    assert "What middle answers has an sd of" in found


@pytest.mark.parametrize(
    "ratio, what", [(0.0, "does not move"), (0.5, "by 0.5 of its")]
)
def test_a_matrix_that_is_still_or_thrown_about_is_named(net, ratio, what):
    assert what in said(after(net, ratio=ratio))


def test_a_step_is_measured_by_the_length_of_the_matrix(net: Net):
    before = {"head.weight": net.head.weight.detach().clone()}
    with torch.no_grad():
        net.head.weight.mul_(1.01)
    assert moved(before, net)["head.weight"] == pytest.approx(0.01, rel=1e-4)


def test_looks_are_close_together_at_the_beginning():
    assert looks(300) == [0, 1, 2, 4, 9, 18, 37, 75, 150, 300] and looks(2) == [0, 1, 2]


@pytest.mark.parametrize("shape", [(32, 1, 5, 5), (32, 3, 3, 3), (32, 13), (50, 16)])
def test_chance_is_noise_and_structure_is_not(shape: tuple[int, ...]):
    """z of chance has mean 0 and sd 1; a slope over places, or over inputs, stands out."""
    draw = torch.Generator().manual_seed(0)
    chance = [
        first_layer_weights.score(torch.randn(shape, generator=draw)) for _ in range(12)
    ]
    assert abs(sum(chance) / 12) < 0.8 and max(map(abs, chance)) < 3.5
    slope = torch.linspace(-1, 1, shape[-1]).expand(shape)
    assert first_layer_weights.score(torch.randn(shape, generator=draw) + 2 * slope) > 5


@pytest.fixture(scope="module")
def wine() -> Iterator[Project]:
    kind = "tabular-classification"
    with imported(ROOT / "generated_examples" / kind, kind, threads=1) as planted:
        yield planted.project


def test_a_watched_training_has_the_bits_of_one_nobody_watches(wine: Project):
    seen, plain = watched(wine, 30), wine.but(steps=30, evaluate_every=10**9)
    net = plain.net()
    plain.train(net, plain.feed(plain.splits.train))
    assert weight_hash(net) == weight_hash(seen.after) != weight_hash(seen.before)


def test_wine_holds_and_is_drawn(wine: Project, tmp_path: Path):
    ledger, seen = Ledger(tmp_path / "ledger.jsonl"), watched(wine, 60)
    both = activations.concluded(seen, ledger), first_layer_weights.concluded(
        seen, ledger
    )
    assert [record.verdict for record in both] == ["holds", "holds"]
    assert [record.id for record in both] == ["4.14", "4.13"]
    for name in ("inside.svg", "first_layer_weights.svg"):
        assert (tmp_path / "evidence" / name).stat().st_size > 5e3


def test_filters_are_drawn_as_small_pictures(tmp_path: Path):
    one, other = torch.randn(20, 3, 5, 5), torch.randn(20, 3, 5, 5)
    for name, pair in {"rgb": (one, other), "grey": (one[:, :1], other[:, :1])}.items():
        show.first_weights(*pair, tmp_path / f"{name}.svg")
        assert (tmp_path / f"{name}.svg").stat().st_size > 3e3


def test_code_that_does_not_train_here_is_told_why(monkeypatch, capsys):
    def missing(*given: object, **named: object) -> None:
        raise NotOffered("the adapter has no `train`")

    monkeypatch.setattr(verb, "usual", SimpleNamespace)
    monkeypatch.setattr(verb.Ledger, "of", lambda config: Ledger())
    monkeypatch.setattr(verb, "open_project", missing)
    assert verb.internals(json=True) == 0
    assert capsys.readouterr().out.count("has no `train`") == 2
