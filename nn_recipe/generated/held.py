"""The modules of a generated project, and the four files of its problem joined."""

import importlib
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any, Self

from .. import contract


@dataclass(frozen=True)
class Held(contract.Project):
    """`package` holds the modules, `problem` the four files joined."""

    package: str
    problem: Any
    climbed: dict[str, Any] = field(default_factory=dict)  # the rungs of its ladder
    cooled: str = ""  # how a check lets the rate fall where the config has no schedule

    def module(self, name: str) -> ModuleType:
        return importlib.import_module(f"{self.package}.{name}")

    @property
    def config(self) -> Any:
        return self.problem.config

    @property
    def splits(self) -> Any:
        return self.problem.splits

    @property
    def inputs(self) -> Any:
        return self.problem.inputs

    @property
    def target(self) -> Any:
        return self.problem.target

    def but(self, **changes: Any) -> Self:
        problem = self.problem.but(**changes)
        same = problem.config == self.config
        return replace(self, problem=problem) if same else self.holding(problem)

    def having(self, **parts: Any) -> Self:
        return self.holding(replace(self.problem, **parts))

    def holding(self, problem: Any) -> Self:
        return type(self)(self.package, problem, cooled=self.cooled)
