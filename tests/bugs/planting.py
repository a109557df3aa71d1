"""A copy of a rendered project, with a bug or healthy, whose recipe answers in this process."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from scaffolder.bugs import Bug
from scaffolder.kinds import kind as row_of
from tests.examples import PACKAGES

numbers = count()
# What differs from the config that a user starts with: seconds instead of minutes.
QUICK = {"model": "tiny", "threads": 1, "steps": 300, "evaluate_every": 50}


@dataclass(frozen=True)
class Project:
    """A rendered project whose recipe can be asked in this process."""

    name: str  # of the package
    problem: Any

    def module(self, path: str) -> ModuleType:
        return importlib.import_module(f"{self.name}.{path}")

    def rows(self, names: tuple[str, ...] = (), **which: bool) -> list[Any]:
        """The rows that `check NAMES`, `check --fast` or `check --all` would measure."""
        return self.module("recipe.checks").chosen(names, **which)

    def records(self, rows: list[Any], seed: int | None = None) -> Iterator[Any]:
        """What `check` would say, row by row."""
        seed = self.problem.config.seed if seed is None else seed
        ledger = self.module("recipe.ledger").Ledger()
        asked = [(row, seed) for row in rows]
        return self.module("recipe.checks").verdicts(asked, self.problem, ledger)

    def record(self, name: str, seed: int | None = None) -> Any:
        """What `check NAME` would say."""
        return next(self.records(self.rows((name,)), seed))

    def stops(self, record: Any) -> bool:
        """Does this verdict stop a user? A picture that waits for a person does not."""
        gate = self.module("recipe.rows").ROWS[record.id].type == "gate"
        return record.verdict == "fails" or (record.verdict == "unclear" and gate)


@contextmanager
def imported(
    source: Path, kind: str, bug: Bug | None = None, **changes: Any
) -> Iterator[Project]:
    """A copy of the package under a name of its own, so that many variants fit one process.

    `changes` are fields of its config, over those of QUICK.
    """
    name = f"planted_{next(numbers)}"
    with TemporaryDirectory() as folder:
        root = Path(folder)
        copytree(source / "src" / PACKAGES[kind], root / "src" / name)
        copytree(source / "data", root / "data")
        (root / "pyproject.toml").touch()
        if bug is not None:
            bug.plant(root / "src" / name, row_of(kind).parts)
        sys.path.insert(0, str(root / "src"))
        try:
            yield opened(name, QUICK | changes)
        finally:
            sys.path.remove(str(root / "src"))
            for module in [m for m in sys.modules if m.partition(".")[0] == name]:
                del sys.modules[module]


def opened(name: str, changes: dict[str, Any]) -> Project:
    def module(path: str) -> ModuleType:
        return importlib.import_module(f"{name}.{path}")

    config = replace(module("config").Config(), **changes)
    module("recipe.machine").use(config)
    return Project(name, module("recipe.contract").Problem.load(config))
