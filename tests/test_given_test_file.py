"""The checks of cells on a table with a given test file: `pytest tests/test_given_test_file.py`."""

from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.known_cells import judge_rows
from tests.rendered import Rendered


@pytest.fixture
def project(tmp_path: Path) -> Any:
    for part, rows in (("train", 300), ("test", 60)):
        lines = [f"{i * 37 % 101}.5,{part}{i},{'ab'[i % 3 == 0]}" for i in range(rows)]
        text = "\n".join(["size,note,y", *lines])
        (tmp_path / f"{part}.csv").write_text(text)
    data = {name: str(tmp_path / f"{name}.csv") for name in ("train", "test")}
    made = Rendered(
        tmp_path,
        "tabular-classification",
        data=data["train"],
        test_data=data["test"],
        target="y",
        drop=["note"],
    )
    stand(made.name)
    return Generated.of(made.name)


def test_rows_of_a_class_each_stop_no_check(project: Generated):
    findings = Findings()
    judge_rows(project, findings)
    assert not findings.faults


def test_answers_that_slip_by_one_row_are_said(project: Generated):
    read, findings = project.module("load").read, Findings()

    def slipped(path: Any, config: Any) -> Any:
        rows = read(path, config)
        answers = [row.answer for row in rows[1:] + rows[:1]]
        return [type(r)(r.id, r.raw, a) for r, a in zip(rows, answers, strict=True)]

    with mock.patch.object(project.module("load"), "read", slipped):
        judge_rows(project, findings)
    assert "expected one row" in str(findings.faults)
