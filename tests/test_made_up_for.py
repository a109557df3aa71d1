"""What is dropped in training is made up for: `pytest tests/test_made_up_for.py`."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn

from nn_recipe.specimen import fresh_net, some
from nn_recipe.stage2_skeleton_and_baselines.made_up_for import judge_made_up
from scaffolder.bugs.bug import Edit
from tests.bugs.blind import BUGS
from tests.bugs.edits import EDITS
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT
from tests.rendered import said


class Drop(nn.Module):
    def __init__(self, kept: float, by: float = 1.0):
        super().__init__()
        self.kept, self.by = kept, by

    def forward(self, h: Tensor) -> Tensor:
        if not self.training:
            return h
        there = (torch.rand(len(h), *[1] * (h.ndim - 1)) < self.kept).to(h)
        return h * there * self.by


class Noise(nn.Module):
    def forward(self, h: Tensor) -> Tensor:
        return h + torch.randn_like(h) if self.training else h


class Small(nn.Module):
    """A layer in the middle that may drop some of what it gets."""

    def __init__(self, middle: nn.Module):
        super().__init__()
        self.stem, self.middle, self.head = nn.Linear(3, 8), middle, nn.Linear(8, 2)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.middle(self.stem(x)))


LAYERS = """\
def here(net, kept, shape):
    return torch.rand(shape) < kept if net.training else torch.ones(shape).bool()


"""
ROWS, TEXTS = "tabular-classification", "text-classification"
SERIES, PICTURES = "series-forecasting", "image-classification"
LAST = {  # of a block: what it adds to what it was given
    ROWS: ("return h + self.narrow(self.widen(self.norm(h)).relu())", "h + {}"),
    TEXTS: ("return h + self.out(F.gelu(self.wide(self.think(h))))", "h + {}"),
    SERIES: (
        "return later + self.narrow(self.widen(self.norm(h)).relu())",
        "later + {}",
    ),
    PICTURES: (
        "return (self.shortcut(h) + f).relu()",
        "(self.shortcut(h) + {}).relu()",
    ),
}
BRANCH = {
    ROWS: "self.narrow(self.widen(self.norm(h)).relu())",
    TEXTS: "self.out(F.gelu(self.wide(self.think(h))))",
    SERIES: "self.narrow(self.widen(self.norm(h)).relu())",
    PICTURES: "f",
}


def dropping(kind: str, how: str) -> str:
    """A branch as it is, or as `how` makes it."""
    before, after = LAST[kind]
    edits = (
        Edit("model.py", before, "return " + after.format(how.format(BRANCH[kind]))),
        Edit("model.py", "class Linear(nn.Module)", LAYERS + "class Linear(nn.Module)"),
        Edit(
            "model.py",
            "from torch import Tensor, nn\n",
            "import torch\nfrom torch import Tensor, nn\n",
        ),
    )
    if kind == TEXTS:
        edits = (edits[0], Edit("model.py", "class Block", LAYERS + "class Block"))
    return judged(HealthyEdit("", "", kind, "", edits))


def judged(edit: Any) -> str:
    source = ROOT / "generated_examples" / edit.kind
    with imported(source, edit.kind, edit) as planted:
        project = planted.project
        feed = project.feed(some(project.splits.train, 16))
        return said(judge_made_up, fresh_net(project), feed)


WRONG = (
    "{} * here(self, 0.5, (len(h), *[1] * (h.ndim - 1)))",
    "{} * here(self, 0.3, ())",
)
RIGHT = (
    "{} * here(self, 0.5, (len(h), *[1] * (h.ndim - 1))) * (2 if self.training else 1)",
    "{} * here(self, 0.5, ()) * (1 if self.training else 0.5)",
    "{} * here(self, 0.9, ())",
    "nn.functional.dropout({}, 0.5, self.training)",
)


@pytest.mark.parametrize("how", WRONG)
@pytest.mark.parametrize("kind", LAST)
def test_branches_that_are_dropped_and_not_made_up_for_are_found(kind: str, how: str):
    assert "does not make up" in dropping(kind, how)


@pytest.mark.parametrize("how", RIGHT)
@pytest.mark.parametrize("kind", (ROWS, PICTURES))
def test_what_is_made_up_for_is_free(kind: str, how: str):
    assert not dropping(kind, how)


def of_layer(middle: nn.Module) -> str:
    x = torch.randn(8, 3)
    feed: Any = Batches(x)
    return said(judge_made_up, Small(middle), feed)


class Batches:
    def __init__(self, x: Tensor):
        self.x = x

    def __len__(self) -> int:
        return len(self.x)

    def __getitem__(self, _: Any) -> Any:
        return self


def test_a_layer_that_drops_is_asked_as_well():
    for wrong in (Drop(0.5), Drop(0.8, 1 / 0.2), Drop(0.9, 0.1)):
        assert "does not make up" in of_layer(wrong)
    for right in (
        Drop(0.5, 2),
        Drop(0.9),
        nn.Dropout(0.6),
        nn.AlphaDropout(0.2),
        Noise(),
    ):
        assert not of_layer(right)


@pytest.mark.parametrize("id", ("H02", "H15", "H60"))
def test_strangers_who_drop_are_free(id: str):
    assert not judged(EDITS[id])


def test_stochastic_depth_that_is_not_made_up_for_is_found():
    assert "does not make up" in judged(next(bug for bug in BUGS if bug.id == "Q06"))
