"""Trainings within a fold within a main, trainers, ids beside numbers: `pytest tests/test_adopt_nested.py`."""

from typing import Any

import pytest
import torch

from nn_recipe.adopt.feed import Fed, Loader
from nn_recipe.adopt.parts import Parts
from nn_recipe.findings import Findings
from nn_recipe.stage2_skeleton_and_baselines.just_before_the_net import judge_scale
from scaffolder.adopt import design
from tests.test_adopt_styles import HOLDS, RIGHT, elsewhere, opened, told

__all__ = ["elsewhere", "opened"]  # fixtures

HEAD = """
import copy
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


class Rows(Dataset):
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]


def load():
    rng = np.random.default_rng(0)
    x = torch.tensor(rng.normal(size=(160, 4))).float()
    return x, x[:, :1] - x[:, 1:2] * x[:, 2:3]


def train_one_epoch(net, loader, optimizer):
    net.train()
    for x, y in loader:
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        optimizer.step()


class Net(nn.Module):
    def __init__(self, inputs=4):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(inputs, 16), nn.Tanh(), nn.Linear(16, 1))

    def forward(self, x):
        return self.layers(x)


criterion = nn.MSELoss()
"""

FOLDS = HEAD + """

def train_loop(fold, train_idx, val_idx, x, y):
    train_loader = DataLoader(Rows(x[train_idx], y[train_idx]), batch_size=16, shuffle=True)
    valid_loader = DataLoader(Rows(x[val_idx], y[val_idx]), batch_size=40)
    net = Net()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for epoch in range(3):
        train_one_epoch(net, train_loader, optimizer)
    return sum(((net(a) - b) ** 2).sum().item() for a, b in valid_loader)


def main():
    x, y = load()
    scores = np.zeros(4)
    for fold, (train_idx, val_idx) in enumerate(
        (np.setdiff1d(np.arange(160), part), part) for part in np.arange(160).reshape(4, 40)
    ):
        scores[fold] = train_loop(fold, train_idx, val_idx, x, y)
    print(scores.mean())


if __name__ == "__main__":
    main()
"""

SIZED = HEAD + """

def main():
    x, y = load()
    train_set, val_set = halves(x, y)
    train_loader = DataLoader(train_set, batch_size=16, shuffle=True)
    val_loader = DataLoader(val_set, batch_size=40)
    net = Net(train_set.x.shape[1])
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    for epoch in range(3):
        train_one_epoch(net, train_loader, optimizer)


def halves(x, y):
    return Rows(x[40:], y[40:]), Rows(x[:40], y[:40])


main()
"""

TRAINER = HEAD + """

class Trainer:
    def __init__(self, net, train_loader, val_loader, lr=0.01):
        self.net, self.loader, self.validation = net, train_loader, val_loader
        self.optimizer = torch.optim.Adam(net.parameters(), lr=lr)

    def fit(self, epochs):
        best, kept = float("inf"), None
        for epoch in range(epochs):
            train_one_epoch(self.net, self.loader, self.optimizer)
            self.net.eval()
            with torch.no_grad():
                cost = sum(((self.net(a) - b) ** 2).sum().item() for a, b in self.validation)
            if cost < best:
                best, kept = cost, copy.deepcopy(self.net.state_dict())
        self.net.load_state_dict(kept)


if __name__ == "__main__":
    x, y = load()
    train_loader = DataLoader(Rows(x[40:], y[40:]), batch_size=16, shuffle=True)
    val_loader = DataLoader(Rows(x[:40], y[:40]), batch_size=40)
    trainer = Trainer(Net(), train_loader, val_loader, lr=0.02)
    trainer.fit(epochs=3)
"""


@pytest.mark.parametrize("script", [FOLDS, SIZED, TRAINER])
def test_the_whole_training_is_found_and_right(opened: Any, script: str):
    assert told(opened(script), *RIGHT) == HOLDS


def test_a_trainer_is_called_with_our_net_and_loaders(tmp_path):
    (tmp_path / "train.py").write_text(TRAINER)
    text = design(tmp_path, "audit", {}, "").text
    assert "train.Trainer(net, loader, validation, lr=0.02).fit(epochs=3)" in text


def test_a_best_that_is_the_net_itself_is_told(opened: Any):
    alias = TRAINER.replace(
        "copy.deepcopy(self.net.state_dict())", "self.net.state_dict()"
    )
    assert told(opened(alias), "0.3") == {"0.3": "fails"}


def test_a_loader_of_ours_says_what_the_dataset_says():
    class Own(list):
        classes = ("cat", "dog")

    loader = Loader(Fed([], type("Config", (), {})()), Own(), shuffle=False)
    assert loader.classes == ("cat", "dog")
    assert not hasattr(loader, "breeds")


def test_ids_beside_numbers_have_no_size():
    parts = Parts.of({"ids": torch.tensor([[7, 9]]), "x": torch.tensor([[0.5, -0.5]])})
    together = parts.together([torch.tensor([[7, 9]]), torch.tensor([[0.5, -0.5]])])
    assert parts.sized(together).tolist() == [[0.5, -0.5]]


@pytest.mark.parametrize(
    "times, fails", [(1.0, False), (2.5, False), (0.3, True), (8, True)]
)
def test_a_split_that_is_scaled_otherwise_is_told(times: float, fails: bool):
    generator = torch.Generator().manual_seed(0)
    train, other = torch.randn(2, 200, 3, 8, 8, generator=generator)
    findings = Findings()
    judge_scale(train, other * times + 5, findings)  # a level alone may be news
    assert bool(findings.faults) == fails
