"""14,23 reaches x as 14.23, or not at all: `pytest tests/test_other_spellings.py`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.other_spellings import judge_spellings, meanings
from tests.rendered import Rendered


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("spellings")
    lines = [
        f"{i * 37 % 1201}.5,{f'{i * 29 % 89}.25' if i % 40 else ''},{'ab'[i % 2]}"
        for i in range(200)
    ]
    (folder / "t.csv").write_text("\n".join(["size,age,y", *lines]))
    given = {"data": str(folder / "t.csv"), "target": "y", "drop": []}
    made = Rendered(folder, "tabular-classification", **given)
    stand(made.name)
    return Generated.of(made.name, threads=1)


def said(project: Generated, folder: Path, write: Callable[[str], str]) -> str:
    """The same rows, every third of which comes from somebody who writes numbers so."""
    head, *rows = Path(project.config.data).read_text().splitlines()
    for i in range(0, len(rows), 3):
        size, age, y = rows[i].split(",")
        rows[i] = f'"{write(size)}",{age},{y}'
    (folder / "t.csv").write_text("\n".join([head, *rows]))
    findings = Findings()
    judge_spellings(project.again(data=str(folder / "t.csv")), findings)
    return " ".join(findings.faults)


def comma(cell: str) -> str:
    return cell.replace(".", ",")


def test_plain_numbers(project: Generated, tmp_path: Path):
    assert not said(project, tmp_path, lambda cell: cell)
    assert not said(project, tmp_path, lambda cell: f"{float(cell):.3e}")


@pytest.mark.parametrize(
    "write", [comma, lambda cell: f"{cell} %", lambda cell: f"$ {cell}"]
)
def test_another_spelling_that_becomes_a_gap(
    project: Generated, tmp_path: Path, write: Any
):
    assert "67 of 200 cells of size" in said(project, tmp_path, write)


def test_one_that_becomes_a_zero(project: Generated, tmp_path: Path):
    data = project.module("data")

    def number(cell: str | None) -> float:
        try:
            return float(cell or "nan")
        except ValueError:
            return 0.0

    with mock.patch.object(data, "number", number):
        assert "x does not say" in said(project, tmp_path, comma)


def whole(cell: str | None) -> float:
    """Of a column that once held whole numbers alone."""
    try:
        return int(cell or "")
    except ValueError:
        return float("nan")


def test_decimals_that_become_gaps(project: Generated, tmp_path: Path):
    def rounded(cell: str) -> str:
        return cell.partition(".")[0]

    with mock.patch.object(project.module("data"), "number", whole):
        assert "133 of 200 cells of size" in said(project, tmp_path, rounded)


def test_gaps_by_intent(project: Generated, tmp_path: Path):
    number = project.module("data").number

    def usual(cell: str | None) -> float:
        value = number(cell)
        return value if 0 < value < 900 else float("nan")

    with mock.patch.object(project.module("data"), "number", usual):
        assert not said(project, tmp_path, lambda cell: cell)


def test_one_that_is_read(project: Generated, tmp_path: Path):
    data = project.module("data")
    number = data.number
    read = lambda cell: number(cell and cell.replace(",", "."))  # noqa: E731
    with mock.patch.object(data, "number", read):
        assert not said(project, tmp_path, comma)


def test_words_that_are_no_numbers_are_gaps(project: Generated, tmp_path: Path):
    assert not said(project, tmp_path, lambda cell: "not measured")
    assert not said(project, tmp_path, lambda cell: "< 5")


@pytest.mark.parametrize(
    "cell, expected",
    [
        ("14,23", {14.23}),
        ("1,299", {1.299, 1299.0}),
        ("1.299,50 €", {1299.5}),
        ("12 %", {12.0, 0.12}),
        ("(5,5)", {5.5, -5.5}),
        ("2021-01-02", set()),
        ("1,2,3", set()),
        ("A12", set()),
        ("12:30", set()),
    ],
)
def test_meanings(cell: str, expected: set[float]):
    assert sorted(meanings(cell)) == pytest.approx(sorted(expected))
