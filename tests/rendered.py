"""A project that `recipe new` writes for a file, and its modules here."""

import importlib
import sys
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from scaffolder import new, render
from scaffolder.declaration import template
from scaffolder.say import Say

numbers = count()


def answered(answers: Iterable[Any]) -> list[Any]:
    """Examples of which only the answer matters."""
    return [SimpleNamespace(answer=answer) for answer in answers]


class Rendered:
    """A package under a name of its own, so that many fit one process."""

    def __init__(
        self, folder: Path, kind: str, add: tuple[str, ...] = (), **given: Any
    ):
        self.name = f"rendered_{next(numbers)}"
        asked = {"name": self.name, "kind": kind, **given}
        design = new.design(asked, Say(quiet=True), silent=True)
        self.folder = folder / self.name
        data = {**render.copier_data(design.answers, design.plan), "add": [*add]}
        render.fill(template(), data, self.folder, render.UNRELEASED)
        sys.path.insert(0, str(self.folder / "src"))
        importlib.invalidate_caches()

    def module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{self.name}.{name}")

    def config(self, **changes: Any) -> Any:
        return self.module("config").Config(**changes)

    def load(self, **changes: Any) -> Any:
        """Its three splits, under a config that differs in `changes`."""
        return self.module("load").load(self.config(**changes))

    def inputs(self, **changes: Any) -> Any:
        """What its training examples make of x."""
        config = self.config(**changes)
        return self.module("data").Inputs.from_training(
            self.load(**changes).train, config
        )


def of_numbers(folder: Path, lines: Iterable[str], **given: Any) -> Generated:
    """A project that predicts `y` of these lines of a table, the header first; it is looked at."""
    (folder / "t.csv").write_text("\n".join(lines))
    asked = {"data": str(folder / "t.csv"), "target": "y", "drop": [], **given}
    made = Rendered(folder, "tabular-regression", **asked)
    stand(made.name)
    return Generated.of(made.name, threads=1)


def said(judge: Callable[..., Any], *given: Any) -> str:
    """All that this judge finds wrong."""
    findings = Findings()
    judge(*given, findings)
    return " ".join(findings.faults)
