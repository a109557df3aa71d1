"""What the first weights leave of the signal over depth: `pytest tests/test_signal.py`."""

from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from nn_recipe.stage2_skeleton_and_baselines.signal import judge_signal
from tests.rendered import said

WIDTH, DEPTH = 32, 8


class Feed(list):
    def __getitem__(self, chosen: Any) -> Any:
        return SimpleNamespace(x=torch.stack([*self]))


class Net(nn.Module):
    """Plain or residual layers, with or without norms, of some gain."""

    def __init__(self, gain: float, plain: bool, norm: bool, scale: float = 1.0):
        super().__init__()
        torch.manual_seed(0)
        self.plain, self.scale = plain, scale
        self.stem = nn.Linear(16, WIDTH)
        self.body = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(DEPTH))
        norms = (nn.LayerNorm(WIDTH) if norm else nn.Identity() for _ in range(DEPTH))
        self.norms = nn.ModuleList(norms)
        self.last = nn.LayerNorm(WIDTH) if norm else nn.Identity()
        self.head = nn.Linear(WIDTH, 3)
        for layer in self.body:
            nn.init.normal_(layer.weight, std=gain / WIDTH**0.5)  # type: ignore[arg-type]
            nn.init.zeros_(layer.bias)  # type: ignore[arg-type]

    def forward(self, x: Tensor) -> Tensor:
        h = self.stem(x)
        for layer, norm in zip(self.body, self.norms, strict=True):
            new = layer(norm(h)).relu()
            h = self.scale * (new if self.plain else h + new)
        return self.head(self.last(h))


class Token(nn.Module):
    """One token looks on through a branch that begins at nearly nothing (Touvron et al. 2021)."""

    def __init__(self):
        super().__init__()
        self.stem, self.token = nn.Linear(16, WIDTH), nn.Parameter(torch.ones(WIDTH))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(DEPTH))
        self.mixed = nn.ModuleList(nn.Linear(WIDTH, WIDTH) for _ in range(DEPTH))
        self.head = nn.Linear(WIDTH, 3)

    def forward(self, x: Tensor) -> Tensor:
        h = self.stem(x)[:, None]
        h = torch.cat([self.token.expand(len(h), 1, WIDTH), h], 1)
        for norm, mixed in zip(self.norms, self.mixed, strict=True):
            h = h + 1e-6 * mixed(norm(h).mean(1, keepdim=True))
        return self.head(h[:, 0])


def heard(net: nn.Module, scale: float = 1.0) -> str:
    draw = torch.Generator().manual_seed(1)
    train = [*(scale * torch.randn(64, 16, generator=draw))]
    project: Any = SimpleNamespace(splits=SimpleNamespace(train=train), feed=Feed)
    return said(judge_signal, net, project)


@pytest.mark.parametrize(
    "net, expected",
    [
        (Net(0.2, plain=True, norm=False), "is left of that in what reaches head"),
        (Net(6.0, plain=True, norm=False), "in what reaches head, expected 1000 times"),
        (Net(1.4, plain=False, norm=True, scale=1e-4), "is left of that"),
        (Net(1.4, plain=False, norm=True, scale=5.0), "in what reaches last"),
    ],
)
def test_a_signal_that_is_lost_or_drowns(net: nn.Module, expected: str):
    assert expected in heard(net)


@pytest.mark.parametrize(
    "net",
    [
        Net(2**0.5, plain=True, norm=False),  # He et al. 2015
        Net(1.0, plain=True, norm=True),
        Net(1.0, plain=False, norm=True),
        Net(0.0, plain=False, norm=True),  # branches that begin at zero
        Net(1.0, plain=False, norm=False),
        Token(),
    ],
)
def test_a_signal_that_passes(net: nn.Module):
    assert not heard(net)


def test_inputs_in_thousands():
    assert not heard(Net(1.0, plain=False, norm=True), scale=5000)


def test_a_batch_norm_has_measured_nothing():
    net = nn.Sequential()
    net.stem, net.norm, net.head = nn.Linear(16, 8), nn.BatchNorm1d(8), nn.Linear(8, 3)
    before = net.norm.running_mean.clone()  # type: ignore[operator, union-attr]
    assert not heard(net)
    assert torch.equal(before, net.norm.running_mean)  # type: ignore[arg-type]
