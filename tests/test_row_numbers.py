"""Where a row stands in its file is no input: `pytest tests/test_row_numbers.py`."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from unittest import mock

import pytest

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.silent_failures.row_numbers import judge_row_numbers
from tests.rendered import of_numbers


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    """`day` rises with the rows of the file, as in a file that is sorted by it."""
    lines = [f"{i}.5,{i * 53 % 97}.5,{i * 37 % 101}.1" for i in range(300)]
    return of_numbers(tmp_path_factory.mktemp("numbers"), ["day,size,y", *lines])


def said(project: Generated, column: Callable[[int, list[float]], float]) -> str:
    """With a column more, made of the number of the row and of all sizes of the file."""
    findings, module = Findings(), project.module("read")
    plain = module.read

    def read(path: Any, config: Any) -> Any:
        found = plain(path, config)
        sizes = [float(example.raw["size"]) for example in found]
        return [
            replace(e, raw={**e.raw, "more": repr(column(i, sizes))})
            for i, e in enumerate(found)
        ]

    with (
        mock.patch.object(module, "read", read),
        mock.patch.object(project.module("load"), "read", read),
    ):
        judge_row_numbers(project.again(), findings)
    return " ".join(findings.faults)


@pytest.mark.parametrize("of", [float, lambda i: i**0.5, lambda i: i * 7919 % 1009])
def test_the_number_of_a_row_and_what_is_made_of_it(project: Generated, of: Any):
    assert "Number 2 of x, more, says in which row" in said(
        project, lambda i, sizes: of(i)
    )


def test_a_day_by_which_the_file_is_sorted(project: Generated):
    assert not said(project, lambda i, sizes: sizes[i])


def test_a_running_mean(project: Generated):
    assert not said(project, lambda i, sizes: sum(sizes[: i + 1]) / (i + 1))
