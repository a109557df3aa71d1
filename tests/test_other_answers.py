"""The answers of those that validate are in no x: `pytest tests/test_other_answers.py`."""

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from typing import Any
from unittest import mock

import pytest

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.silent_failures.other_answers import judge_other_answers
from tests.rendered import of_numbers

Row = dict[str, Any]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    lines = [f"{i % 5}.5,{i * 53 % 97}.5,{i * 37 % 101}.1" for i in range(300)]
    return of_numbers(tmp_path_factory.mktemp("answers"), ["kind,size,y", *lines])


def said(project: Generated, column: Callable[[Path, Row], Any]) -> str:
    """With a column more in each row."""
    findings, module = Findings(), project.module("read")
    plain = module.read

    def read(path: Any, config: Any) -> Any:
        return [
            replace(e, raw={**e.raw, "more": repr(column(Path(config.data), e.raw))})
            for e in plain(path, config)
        ]

    with (
        mock.patch.object(module, "read", read),
        mock.patch.object(project.module("load"), "read", read),
    ):
        judge_other_answers(project.again(), findings)
    return " ".join(findings.faults)


def usual(answers: bool) -> Callable[[Path, Row], float]:
    """The mean, over all rows of a kind, of their answers or of another column."""

    def column(path: Path, raw: Row) -> float:
        with open(path) as file:
            rows = [row for row in csv.DictReader(file) if row["kind"] == raw["kind"]]
        return fmean(float(row["y" if answers else "size"]) for row in rows[:20])

    return column


def test_a_mean_of_the_answers_of_all_rows(project: Generated):
    assert "says more = " in said(project, usual(answers=True))


def test_a_mean_of_what_is_known_beforehand(project: Generated):
    assert not said(project, usual(answers=False))


def test_a_mean_of_training_answers(project: Generated):
    """Measured with the Inputs, by which only training rows are seen."""
    data, findings = project.module("data"), Findings()
    plain = data.Inputs.from_training.__func__

    def measured(cls: Any, examples: Any, config: Any) -> Any:
        known = fmean(float(e.answer) for e in examples)
        found = plain(cls, examples, config)
        return replace(found, numbers={**found.numbers, "size": [known, 1.0, 0.0, 1.0]})

    with mock.patch.object(data.Inputs, "from_training", classmethod(measured)):
        judge_other_answers(project.again(), findings)
    assert not findings.faults
