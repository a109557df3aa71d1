"""Dropout before a batch norm (4.9): heard by the variance it makes, wherever it hides.

Run: pytest tests/test_dropout.py (5 s)
"""

from types import SimpleNamespace

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from nn_recipe.contract import Project
from nn_recipe.ledger import Ledger
from nn_recipe.specimen import weight_hash
from nn_recipe.stage4_regularize import dropout
from tests.bugs.planting import imported
from tests.examples import ROOT

X = torch.randn(256, 6, 8, generator=torch.Generator().manual_seed(0))


class Net(nn.Module):
    """A dropout before the norm, after it, as a function, or none."""

    def __init__(self, where: str, p: float = 0.5):
        super().__init__()
        self.where, self.p = where, p
        self.stem, self.norm = nn.Conv1d(6, 16, 3), nn.BatchNorm1d(16)
        self.drop, self.head = nn.Dropout1d(p), nn.Linear(16, 2)

    def forward(self, x: Tensor) -> Tensor:
        h = self.stem(x)
        h = self.drop(h) if self.where == "before" else h
        h = F.dropout(h, self.p, self.training) if self.where == "function" else h
        h = self.norm(h).relu().mean(-1)
        y = self.head(F.dropout(h, self.p, self.where == "after" and self.training))
        return self.drop(y[:, :, None])[:, :, 0] if self.where == "behind" else y


def verdict(net: nn.Module) -> str:
    examples = [SimpleNamespace(id=str(i)) for i in range(len(X))]
    project = SimpleNamespace(
        net=lambda: net,
        device=torch.device("cpu"),
        inputs=SimpleNamespace(shape=X.shape[1:]),
        splits=SimpleNamespace(train=examples),
        feed=lambda examples: {range(len(examples)): SimpleNamespace(x=X)},
    )
    return dropout.check(project, Ledger()).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize("where", ["before", "function"])
def test_dropout_before_a_batch_norm_fails(where: str):
    assert verdict(Net(where)) == "fails"


def test_dropout_behind_the_head_fails():
    assert verdict(Net("behind", 0.1)) == "fails"


@pytest.mark.parametrize("where", ["after", "none"])
def test_dropout_after_it_or_none_holds(where: str):
    assert verdict(Net(where)) == "holds"


def test_it_changes_nothing():
    net = Net("before")
    before, state = weight_hash(net), torch.get_rng_state()
    verdict(net)
    assert weight_hash(net) == before and torch.equal(torch.get_rng_state(), state)
    assert not net.norm._forward_pre_hooks


def test_the_variance_in_evaluation_is_the_share_that_is_kept_where_the_mean_is_0():
    """E[h^2] / (1 - p) in training, so 1 - p of it in evaluation: .5 at p = .5."""
    net = Net("function")
    net.stem.bias.data.zero_()
    quiet, loud = (dropout.variances(net.train(mode), X) for mode in (False, True))
    assert quiet["norm"] / loud["norm"] == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(
    "kind, verdict",
    [("image-classification", "holds"), ("tabular-regression", "not applicable")],
)
def test_healthy_samples(kind: str, verdict: str):
    with imported(ROOT / "generated_examples" / kind, kind, threads=1) as planted:
        project: Project = planted.project
        assert dropout.check(project, Ledger()).verdict == verdict
