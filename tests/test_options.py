"""Options that do nothing, in a project of three small files: `pytest tests/test_options.py`."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from torch import Tensor

from nn_recipe import place
from nn_recipe.findings import Findings
from nn_recipe.silent_failures.live_options import judge_drop, judge_live
from nn_recipe.silent_failures.options import judge_declared

CONFIG = """
from dataclasses import dataclass

@dataclass(frozen=True)
class Config:
    window: float = 0.5
    dropout: float = 0.1
    betas: tuple = (0.9, 0.99)
    later: str = ""
"""
DATA = """
from dataclasses import dataclass

@dataclass(frozen=True)
class Inputs:
    window: float

    @classmethod
    def from_training(cls, config):
        return cls(config.window)

    def encode(self, raw):
        return raw * WINDOW
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    package = tmp_path / "optional"
    package.mkdir()
    (tmp_path / "pyproject.toml").touch()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    before = place.here()
    yield package
    place._now[:] = [before]


def declared(folder: Path, model: str, window: str) -> str:
    (folder / "config.py").write_text(CONFIG)
    (folder / "data.py").write_text(DATA.replace("WINDOW", window))
    (folder / "model.py").write_text(model)
    importlib.invalidate_caches()
    place.stand("optional")
    config = importlib.import_module("optional.config").Config()
    inputs = importlib.import_module("optional.data").Inputs(0.5)
    project: Any = SimpleNamespace(config=config, inputs=inputs, target=object())
    findings = Findings()
    judge_declared(project, findings)
    for name in ("optional.config", "optional.data", "optional"):
        importlib.sys.modules.pop(name)  # type: ignore[attr-defined]
    return " ".join(findings.faults)


def test_an_option_that_nobody_reads_is_named(folder: Path):
    assert "`dropout` in config.py is read nowhere" in declared(folder, "", "0.5")


def test_what_inputs_keep_is_read_by_somebody(folder: Path):
    said = declared(folder, "drop = lambda config: config.dropout", "0.5")
    assert said.startswith("Inputs keeps `window`, and nothing reads it")


def test_an_option_may_be_read_by_any_name_or_all_at_once(folder: Path):
    for model in ("drop = lambda c: c.dropout", "net = lambda c: Net(**vars(c))"):
        assert not declared(folder, model, "self.window")


@dataclass(frozen=True)
class Config:
    image_size: int = 4
    context: int = 8


@dataclass(frozen=True)
class Small(SimpleNamespace):
    """A project whose x is as long as `image_size` says, from raw ones of `context` numbers."""

    config: Config = Config()
    dead: tuple[str, ...] = ()

    def but(self, **changes: Any) -> "Small":
        return replace(self, config=replace(self.config, **changes))

    again = but

    def measured(self, examples: Any) -> "Small":
        return self

    def asked(self, name: str) -> int:
        return getattr(Config() if name in self.dead else self.config, name)

    @property
    def splits(self) -> Any:
        raw = torch.arange(float(self.asked("context")))
        return SimpleNamespace(train=[SimpleNamespace(raw=raw, answer=1.0)])

    @property
    def inputs(self) -> Any:
        size = self.asked("image_size")

        def encode(raw: Tensor) -> Tensor:
            if len(raw) < size:
                raise ValueError("too small")
            return torch.cat([raw[:size], raw.sum()[None]])

        return SimpleNamespace(shape=(size + 1,), encode=encode)

    @property
    def target(self) -> Any:
        return SimpleNamespace(outputs=1, encode=torch.tensor)


def live(project: Any) -> str:
    findings = Findings()
    judge_live(project, findings)
    return " ".join(findings.faults)


def test_another_value_makes_another_x():
    assert not live(Small())
    assert "With image_size at 2 or 8 or 12 x and y are the same" in live(
        Small(dead=("image_size",))
    )
    assert "With context at 4 or 16 or 24" in live(Small(dead=("context",)))


def test_a_value_that_is_refused_says_nothing():
    class Refusing(Small):
        def but(self, **changes: Any) -> Any:
            if "image_size" in changes:
                raise ValueError("only 4")
            return super().but(**changes)

    assert not live(Refusing(dead=("image_size",)))


@dataclass(frozen=True)
class Dropping(Small):
    """Rows of a table; `heard` says what `drop` does."""

    heard: str = ""

    @property
    def splits(self) -> Any:
        drop = getattr(self.config, "drop", ())
        rows = [
            SimpleNamespace(id=f"row {i}", raw={"a": i, "b": i}, answer=torch.ones(2))
            for i in range(3)
        ]
        if drop and self.heard == "refused":
            raise ValueError(f"no column {drop}")
        if self.heard == "rows":
            rows = [row for row in rows if row.id not in drop]
        for row in rows if self.heard == "columns" else ():
            row.raw = {k: v for k, v in row.raw.items() if k not in drop}
        return SimpleNamespace(train=rows)


@dataclass(frozen=True)
class WithDrop(Config):
    drop: tuple[str, ...] = ()


@pytest.mark.parametrize("heard", ["", "rows", "columns", "refused"])
def test_what_is_dropped_goes(heard: str):
    findings, project = Findings(), Dropping(WithDrop(), heard=heard)
    judge_drop(project, findings)  # type: ignore[arg-type]
    assert bool(findings.faults) == (not heard)


@pytest.mark.parametrize("read", [True, False])
def test_of_an_example_of_several_pictures_one_is_enough_to_drop_it(read: bool):
    raws = [(f"/all/{i}_kitchen.jpg", f"/all/{i}_frontal.jpg") for i in range(4)]

    def project(drop: tuple[str, ...] = ()) -> Any:
        gone = [
            r
            for r in raws
            if read and any(p.endswith(f"/{n}") for p in r for n in drop)
        ]
        train = [
            SimpleNamespace(id=f"houses.txt:{i}", raw=raw, answer=1.0)
            for i, raw in enumerate(raws, 1)
            if raw not in gone
        ]
        return SimpleNamespace(
            config=SimpleNamespace(drop=drop),
            splits=SimpleNamespace(train=train),
            inputs=SimpleNamespace(shape=(3, 8, 8)),
            again=project,
        )

    findings = Findings()
    judge_drop(project(), findings)
    assert bool(findings.faults) != read
