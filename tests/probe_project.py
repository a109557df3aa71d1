"""A project folder with a few tiny files, as the library sees it: no torch needed."""

import dataclasses
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nn_recipe import place
from nn_recipe.ledger import Ledger

CONFIG = """
from dataclasses import dataclass

@dataclass(frozen=True)
class Config:
    data: str = "data"
    validation_data: str = ""
    test_data: str = ""
    width: int = 8
    split_seed: int = 0
    learning_rate: float = 3e-4
    weight_decay: float = 0.0
    schedule: str = "constant"
    seed: int = 1337
    workers: int = 0
    threads: int = 2
    device: str = "cpu"
"""
MODEL = '''
"""A net."""

def build(inputs, outputs, config):
    """Build it."""
    return [config.width] * 2  # two layers
'''


FILES = {
    "__init__.py": "",
    "config.py": CONFIG,
    "model.py": MODEL,
    "read.py": "def read(path, config):\n    return path\n",
    "data.py": "NUMBERS = []\n",
    "target.py": "class Target:\n    errors = ()\n",
}


@dataclasses.dataclass(frozen=True)
class Probe:
    """The scratch project."""

    folder: Path

    @property
    def package(self) -> Path:
        return self.folder / "src" / "probe"

    def config(self, **changes: Any) -> Any:
        return dataclasses.replace(
            importlib.import_module("probe.config").Config(), **changes
        )

    def ledger(self, **changes: Any) -> Any:
        """Its ledger as seen under a config, read anew."""
        return Ledger.of(self.config(**changes))

    def edit(self, file: str, old: str, new: str) -> None:
        """Change one of its files."""
        path = self.folder / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))


def make_probe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Probe]:
    """A fixture: `probe = pytest.fixture(make_probe)`."""
    probe = Probe(tmp_path / "probe project")
    probe.package.mkdir(parents=True)
    for name, content in FILES.items():
        (probe.package / name).write_text(content)
    (probe.folder / "pyproject.toml").write_text("")
    (probe.folder / "data").mkdir()
    (probe.folder / "data" / "a.csv").write_text("x,y\n1,2\n")
    monkeypatch.syspath_prepend(str(probe.folder / "src"))
    forget_probe()
    place.stand("probe")
    yield probe
    forget_probe()


def forget_probe() -> None:
    for name in [n for n in sys.modules if n.split(".")[0] == "probe"]:
        del sys.modules[name]
