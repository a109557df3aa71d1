"""What a run of a generated project says of new data."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self
from unittest import mock

from torch import nn

from ..contract import Example
from .quietly import quietly
from .training import Trained


class Served(Trained):
    def new_run(self, folder: Path) -> Any:
        folder.mkdir(parents=True, exist_ok=True)
        return self.module("run").Run(folder)

    def state(self) -> dict[str, Any]:
        return self.problem.state()

    def served(self, run: Any, name: str) -> tuple[Self, nn.Module]:
        problem, net = run.trained(name)
        return self.holding(problem), net

    def predict(self, run: Any, examples: Sequence[Example]) -> list[tuple[str, Any]]:
        return self.of_new_data("predict", run, examples)

    def predicted_rows(
        self, run: Any, examples: Sequence[Example], net: nn.Module
    ) -> list[dict[str, Any]]:
        given = mock.patch.object(type(run), "trained", lambda run: (self.problem, net))
        with given:
            return self.of_new_data("rows", run, examples)

    @property
    def tempers(self) -> bool:
        return importlib.util.find_spec(f"{self.package}.calibration") is not None

    def calibrate(self, run: Any) -> None:
        module = self.module("calibration")
        with (
            mock.patch.object(module.Run, "find", mock.Mock(return_value=run)),
            mock.patch.object(module, "load", lambda config: self.splits),
            quietly(),
        ):
            module.calibrate(run.folder.name)

    def rows(self, run: Any, examples: Sequence[Example]) -> list[dict[str, Any]]:
        return self.of_new_data("rows", run, examples)

    def of_new_data(self, name: str, run: Any, examples: Sequence[Example]) -> list:
        module, several = self.module("predict"), max(1, len(examples) // 2 - 1)
        with (
            mock.patch.object(module, "read", lambda path, config: examples),
            mock.patch.object(module, "PORTION", min(several, module.PORTION)),
        ):
            return list(getattr(module, name)(run, ["new data"]))
