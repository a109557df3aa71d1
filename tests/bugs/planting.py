"""A copy of a rendered project, with a bug or healthy, and what the recipe says of it here."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

from nn_recipe import checks, place
from nn_recipe.contract import open_project
from nn_recipe.ledger import Ledger, Record
from nn_recipe.ledger.rows import ROWS, Row
from scaffolder.bugs import Bug
from scaffolder.kinds import kind as row_of
from tests.bugs.edits.edit import HealthyEdit
from tests.examples import PACKAGES, with_things

numbers = count()
# What differs from the config that a user starts with: seconds instead of minutes.
QUICK = {"model": "tiny", "threads": 1, "steps": 300, "evaluate_every": 50}


@dataclass(frozen=True)
class Planted:
    """A rendered project that can be audited in this process."""

    name: str  # of the package
    project: Any

    def module(self, path: str) -> ModuleType:
        return importlib.import_module(f"{self.name}.{path}")

    def rows(self, names: tuple[str, ...] = (), **which: bool) -> list[Row]:
        """The rows that `check NAMES`, `check --fast` or `check --all` would measure."""
        return checks.chosen(names, **which)

    def records(self, rows: list[Row], seed: int | None = None) -> Iterator[Record]:
        """What `check` would say, row by row."""
        seed = self.project.config.seed if seed is None else seed
        return checks.verdicts([(row, seed) for row in rows], self.project, Ledger())

    def record(self, name: str, seed: int | None = None) -> Record:
        """What `check NAME` would say."""
        return next(self.records(self.rows((name,)), seed))

    def stops(self, record: Record) -> bool:
        """Does this verdict stop a user? A picture that waits for a person does not."""
        gate = ROWS[record.id].type == "gate"
        return record.verdict == "fails" or (record.verdict == "unclear" and gate)


@contextmanager
def imported(
    source: Path,
    kind: str,
    bug: Bug | HealthyEdit | None = None,
    committed: bool = False,
    **changes: Any,
) -> Iterator[Planted]:
    """A copy of the package under a name of its own, so that many variants fit one process.

    `committed` before the bug, as `recipe new` commits. `changes` are fields of its config, over
    those of QUICK.
    """
    name = f"planted_{next(numbers)}"
    with TemporaryDirectory() as folder:
        root = Path(folder)
        project = source
        if bug is not None and bug.add:
            project = with_things(source, root / "with", bug.add)
        copytree(project / "src" / PACKAGES[kind], root / "src" / name)
        copytree(source / "data", root / "data")
        (root / "pyproject.toml").touch()
        if committed:
            commit(root)
        if bug is not None:
            bug.plant(root / "src" / name, row_of(kind).parts)
        sys.path.insert(0, str(root / "src"))
        try:
            yield opened(name, QUICK | changes)
        finally:
            sys.path.remove(str(root / "src"))
            for module in [m for m in sys.modules if m.partition(".")[0] == name]:
                del sys.modules[module]


def commit(root: Path) -> None:
    (root / ".copier-answers.yml").touch()
    who = ("-c", "user.name=harness", "-c", "user.email=harness@example.org")
    for words in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "new")):
        subprocess.run(["git", *words], cwd=root, check=True)


def opened(name: str, changes: dict[str, Any]) -> Planted:
    importlib.invalidate_caches()
    place.stand(name)
    return Planted(name, open_project(name, **changes))
