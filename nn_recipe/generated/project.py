"""The whole of it: what the contract asks, of a project that `recipe new` wrote."""

import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest import mock

from ..contract import Evaluation
from .fed import evaluation_of
from .quietly import quietly
from .serving import Served


class Generated(Served):
    """`package` holds the modules, `problem` the four files joined."""

    @classmethod
    def of(cls, package: str, **changes: Any) -> "Generated":
        config = importlib.import_module(f"{package}.config").Config(**changes)
        importlib.import_module(f"{package}.machine").use(config)
        problem = importlib.import_module(f"{package}.problem").Problem.load(config)
        return cls(package, problem)

    def train_command(self, run: Any) -> None:
        verbs, new = self.module("__main__"), mock.Mock(return_value=run)
        with (
            self.as_loaded(),
            mock.patch.object(verbs.Run, "new", new),
            mock.patch.object(verbs.Run, "find", new),
            mock.patch.object(verbs, "load", lambda config: self.splits),
            mock.patch("matplotlib.figure.Figure.savefig"),  # takes seconds
            quietly(),
        ):
            verbs.train(self.config)

    def evaluate_command(self, run: Any, split: str, name: str) -> float:
        verbs, find = self.module("__main__"), mock.Mock(return_value=run)
        with (
            mock.patch.object(verbs.Run, "find", find),
            mock.patch.object(verbs, "load", lambda config: self.splits),
            quietly(),
        ):
            verbs.evaluate(run.folder.name, split, name)
        path = run.folder / f"evaluation-{split}.json"
        return json.loads(path.read_text(encoding="utf-8"))["loss"][0]

    @contextmanager
    def as_loaded(self) -> Iterator[None]:
        """Whoever loads the problem gets this one."""
        problem = type(self.problem)
        with mock.patch.object(problem, "load", lambda config: self.problem):
            yield

    def baselines(self) -> Iterator[tuple[str, Evaluation]]:
        """Climbed once: who asks again gets the same rungs."""
        overlap = getattr(self.splits.validation, "overlap", 1)
        rungs = self.climb(self.module("baselines").ladder, self.problem)
        for name, found in self.climbed.items() or rungs:
            yield name, evaluation_of(found, None, overlap)

    def climb(self, ladder: Any, problem: Any) -> Iterator[tuple[str, Any]]:
        rungs = {}
        for name, found in ladder(problem):
            rungs[name] = found
            yield name, found
        self.climbed.update(rungs)

    @contextmanager
    def climbing(self) -> Iterator[None]:
        """Whoever climbs the ladder meanwhile, as `baseline` does, spares us the way."""
        module = self.module("baselines")
        with mock.patch.object(module, "ladder", partial(self.climb, module.ladder)):
            yield

    @property
    def reference(self) -> tuple[str, str] | None:  # type: ignore[override]
        return getattr(self.module("baselines"), "REFERENCE", None)


@contextmanager
def when_loaded(package: str, told: Callable[[Generated], Any]) -> Iterator[None]:
    """Tell of each problem that a verb of the package loads meanwhile, before it goes on."""
    problem = importlib.import_module(f"{package}.problem").Problem
    load = problem.load

    def loaded(config: Any) -> Any:
        found = load(config)
        told(Generated(package, found))
        return found

    with mock.patch.object(problem, "load", loaded):
        yield
