"""How a generated project reads, splits and measures its data."""

import importlib
import inspect
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, Self
from unittest import mock

from .. import contract, groups_by_hand
from ..contract import Example
from ..ledger.fingerprint import FILES
from .held import Held


class Read(Held):
    @property
    def depth(self) -> int:  # type: ignore[override]
        """Bits in use of a picture that has more than 8."""
        return getattr(self.module("read"), "DEPTH", 16)

    def again(self, **changes: Any) -> Self:
        config = replace(self.config, **changes)
        with self.uncorrected(config):
            return self.holding(type(self.problem).load(config))

    def cut_again(self) -> contract.Splits:
        with self.uncorrected(self.config):
            return self.module("load").load(self.config)

    def uncorrected(self, config: Any) -> AbstractContextManager[Any]:
        """Of other data than config.py names, as a check makes them up, no correction speaks."""
        usual = self.module("config").Config()
        if all(getattr(config, f, "") == getattr(usual, f, "") for f in FILES):
            return nullcontext()
        load = self.module("load")
        return mock.patch.object(load, "patched", lambda splits: splits, create=True)

    @property
    def split_by(self) -> str:  # type: ignore[override]
        if not hasattr(self.config, "split_column"):
            return "chance"
        return "group" if hasattr(self.config, "split_seed") else "time"

    def split(self, given: Mapping[str, Sequence[contract.Known]]) -> contract.Splits:
        """By field of the config: data, validation_data, test_data; each becomes a path."""
        files = [f for f in FILES if hasattr(self.config, f)]
        config = replace(self.config, **{f: f * (f in given) for f in files})
        column = getattr(config, "split_column", "")
        whole, *rest = column.split(" + ")  # a time may stand in its parts

        def read(path: Path, config: Any) -> list[Example]:
            """In a table the group, or the time, is a cell."""
            return [
                (
                    replace(
                        e, raw={**e.raw, **dict.fromkeys(rest, "0"), whole: e.group}
                    )
                    if column and isinstance(e.raw, Mapping)
                    else e
                )
                for e in given[Path(path).name]
            ]

        split = self.module("split")
        with (
            mock.patch.object(self.module("load"), "place", Path, create=True),
            mock.patch.object(self.module("load"), "read", read),
            self.uncorrected(config),
            mock.patch.object(split, "group", lambda e, config: e.group, create=True),
        ):
            return self.module("load").load(config)

    def groups_of(self, examples: Sequence[Example]) -> list[str]:
        """Told anew: a split that tells groups wrongly would find its own work in order."""
        in_column = hasattr(self.module("split"), "column")
        return groups_by_hand.groups(examples, self.config, in_column)

    def kept_together(self, examples: Sequence[Example]) -> list[str] | None:
        if self.split_by == "group":
            return self.groups_of(examples)
        same = getattr(self.module("split"), "contents", None)
        return (
            same(examples, self.config) if same and self.split_by == "chance" else None
        )

    def loaded(self, splits: contract.Splits) -> Self:
        return self.given(self.package, self.config, splits)

    @staticmethod
    def loads(package: str, config: Any) -> contract.Splits:
        """The splits alone, which may hold what cannot be decoded."""
        importlib.import_module(f"{package}.machine").use(config)
        return importlib.import_module(f"{package}.load").load(config)

    @classmethod
    def given(cls, package: str, config: Any, splits: contract.Splits) -> Self:
        """As if `load` gave these."""
        module = importlib.import_module(f"{package}.problem")
        with mock.patch.object(module, "load", lambda config: splits):
            return cls(package, module.Problem.load(config))

    @property
    def patch(self) -> Path | None:
        """Where its loader looks for corrections; before 0.11 it did not."""
        return getattr(self.module("load"), "PATCH", None)

    def read(self, path: str, **changes: Any) -> Sequence[Example]:
        return self.module("read").read(path, replace(self.config, **changes))

    def measured(self, train: Sequence[Example]) -> Self:
        inputs = self.module("data").Inputs.from_training(train, self.config)
        measure = self.module("target").Target.from_training
        if "answers" in inspect.signature(measure).parameters:  # before 0.9.2
            train = [example.answer for example in train]
        return self.having(inputs=inputs, target=measure(train, self.config))
