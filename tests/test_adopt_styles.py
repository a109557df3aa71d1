"""`recipe adopt` on scripts in further styles of strangers: `pytest tests/test_adopt_styles.py`.

All in one `main()`, items as dictionaries, augmentation in the dataset, labels under a binary
cross entropy, a best checkpoint. Each script is written here, and none may train when read.
"""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nn_recipe import place
from nn_recipe.checks import verdicts
from nn_recipe.contract import open_project
from nn_recipe.ledger import Ledger
from nn_recipe.ledger.rows import ROWS
from scaffolder.adopt import adopt, design

IN_MAIN = """
import argparse
import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from sklearn.preprocessing import StandardScaler


def evaluate(net, loader):
    net.eval()
    with torch.no_grad():
        return sum(((net(x) - y) ** 2).sum().item() for x, y in loader)


def main(rows=160):
    args = argparse.ArgumentParser().parse_args()
    rng = np.random.default_rng(0)
    x = rng.normal(size=(rows, 4))
    scaler = StandardScaler()
    scaler.fit(x[40:])
    x = torch.tensor(scaler.transform(x)).float()
    y = x[:, :1] - x[:, 1:2] * x[:, 2:3]
    train_dl = DataLoader(TensorDataset(x[40:], y[40:]), batch_size=16, shuffle=True)
    val_dl = DataLoader(TensorDataset(x[:40], y[:40]), batch_size=40)
    net = nn.Sequential(nn.Linear(4, 16), nn.Tanh(), nn.Linear(16, 1))
    opt = torch.optim.SGD(net.parameters(), lr=0.05)
    loss_fn = nn.MSELoss()
    for epoch in range(3):
        net.train()
        for xb, yb in train_dl:
            loss = loss_fn(net(xb), yb)
            opt.zero_grad()
            loss.backward()
            opt.step()
        print("epoch", epoch, evaluate(net, val_dl))
        torch.save(net.state_dict(), "last.pt")


if __name__ == "__main__":
    main()
"""
WITH_KEYS = """
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, first, last):
        chance = torch.Generator().manual_seed(1)
        x = torch.randn(200, 5, generator=chance)
        self.x, self.y = x[first:last], (x @ torch.ones(5) > 0).long()[first:last]

    def __len__(self):
        return len(self.y)

    def __getitem__(self, i):
        return {"features": self.x[i], "label": self.y[i]}


class Trainer:
    def __init__(self, model, train_loader):
        self.model, self.train_loader = model, train_loader
        self.optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
        self.criterion = nn.CrossEntropyLoss()

    def fit(self, epochs=2):
        for _ in range(epochs):
            for batch in self.train_loader:
                self.optimizer.zero_grad()
                self.criterion(self.model(batch["features"]), batch["label"]).backward()
                self.optimizer.step()
        return 0.0


def main():
    train_loader = DataLoader(Rows(0, 150), batch_size=10, shuffle=True)
    val_loader = DataLoader(Rows(150, 200), batch_size=50)
    model = nn.Sequential(nn.Linear(5, 8), nn.ReLU(), nn.Linear(8, 2))
    trainer = Trainer(model, train_loader)
    print("done", trainer.fit())


if __name__ == "__main__":
    main()
"""
AUGMENTED = WITH_KEYS.replace(
    """        return {"features": self.x[i], "label": self.y[i]}""",
    """        x = self.x[i] + 0.1 * torch.randn(5) * (len(self) == 150)
        return {"features": x, "label": self.y[i]}""",
)
LABELS = """
import torch
from torch import nn

x = torch.randn(120, 6, generator=torch.Generator().manual_seed(2))
y = (x[:, :3] + x[:, 3:] > 0.3).float()
net = nn.Sequential(nn.Linear(6, 12), nn.ReLU(), nn.Linear(12, 3))
optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
bce = nn.BCEWithLogitsLoss(pos_weight=torch.tensor([2.0, 1.0, 1.0]))
for _ in range(50):
    bce(net(x), y).backward()
    raise SystemExit("the training ran")
"""


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "_now", [place.here()])
    monkeypatch.delitem(sys.modules, "audit", raising=False)
    importlib.invalidate_caches()


Opened = Callable[..., Any]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """The script adopted, as a project."""

    def open_it(script: str, *changes: tuple[str, str], **said: str) -> Any:
        for old, new in changes:
            assert script.count(old) == 1, old
            script = script.replace(old, new)
        (tmp_path / "train.py").write_text(script, "utf-8")
        adopt(design(tmp_path, "audit", said, ""), checks=False, dry=False)
        monkeypatch.syspath_prepend(tmp_path)
        return open_project("audit")

    return open_it


def told(project: Any, *ids: str) -> dict[str, str]:
    asked = [(ROWS[id], project.config.seed) for id in ids]
    return {r.id: r.verdict for r in verdicts(asked, project, Ledger(seed=1337))}


RIGHT = ("0.3", "2.2", "2.4", "2.7", "2.11", "2.15")
HOLDS = dict.fromkeys(RIGHT, "holds")


def test_a_script_all_in_its_main_is_adopted_with_its_training(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """Its prints are no verdicts, and its checkpoint stays what it was."""
    project = opened(IN_MAIN)
    assert hasattr(project, "fit") and len(project.splits.train) == 120
    assert told(project, *RIGHT) == HOLDS
    assert "epoch" not in capsys.readouterr().out
    assert not (tmp_path / "last.pt").exists()


@pytest.mark.parametrize(
    "old, new",
    [
        ("            opt.zero_grad()\n", ""),
        ("        net.train()\n        for", "        for"),
        ("loss_fn(net(xb), yb)", "loss_fn(net(xb), yb[:, 0])"),
        (
            "            opt.zero_grad()\n            loss.backward()\n",
            "            loss.backward()\n            opt.zero_grad()\n",
        ),
    ],
)
def test_a_bug_in_the_loop_of_a_main_is_found(opened: Opened, old: str, new: str):
    assert told(opened(IN_MAIN, (old, new)), "0.3") == {"0.3": "fails"}


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("            opt.zero_grad()\n", "", "gradients are not set to zero"),
        ("loss_fn(net(xb), yb)", "loss_fn(net(xb), yb[:, 0])", "another shape"),
    ],
)
def test_a_loop_with_a_schedule_of_its_own_is_looked_at_step_by_step(
    opened: Opened, old: str, new: str, said: str
):
    """No rate is declared then, and nothing is trained again by hand."""
    schedule = (
        "    loss_fn = nn.MSELoss()\n",
        "    loss_fn = nn.MSELoss()\n"
        "    schedule = torch.optim.lr_scheduler.StepLR(opt, 1, 0.5)\n",
    )
    step = ("        print(", "        schedule.step()\n        print(")
    project = opened(IN_MAIN, schedule, step, (old, new))
    assert not hasattr(project, "declared_rate")
    (record,) = verdicts([(ROWS["0.3"], 1337)], project, Ledger(seed=1337))
    assert record.verdict == "fails" and said in record.because


@pytest.mark.parametrize("script", [WITH_KEYS, AUGMENTED])
def test_items_that_are_dictionaries_go_through_a_trainer(opened: Opened, script: str):
    project = opened(script)
    assert hasattr(project, "fit") and told(project, *RIGHT) == HOLDS


def test_validation_that_is_augmented_is_refused(opened: Opened):
    wrong = AUGMENTED.replace("(len(self) == 150)", "1")
    with pytest.raises(ValueError, match="The validation data gives another x"):
        _ = opened(wrong).splits


def test_labels_under_a_binary_cross_entropy_are_audited(opened: Opened):
    project = opened(LABELS, train="train.py:(x, y)")
    assert project.target.answers_are == "labels" and project.target.outputs == 3
    assert told(project, *RIGHT) == HOLDS


def test_names_of_a_comprehension_are_its_own(opened: Opened):
    rows = "train.py:[(row, int(one)) for row, one in zip(x, y[:, 0])]"
    project = opened(LABELS.replace("[2.0, 1.0, 1.0]", "[1.0]"), train=rows)
    assert len(project.given["train"]) == 120


def test_texts_of_different_lengths_are_told_to_be_padded(opened: Opened):
    texts = "train.py:[(row[: 1 + i % 6], 1) for i, row in enumerate(x)]"
    project = opened(LABELS, train=texts)
    with pytest.raises(ValueError, match="x of 6 shapes.*pad each to the longest"):
        _ = project.splits
