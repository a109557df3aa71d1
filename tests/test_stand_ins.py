"""-999 is no measurement, unless the project says what it is: `pytest tests/test_stand_ins.py`."""

from pathlib import Path
from unittest import mock

import pytest

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.stand_ins import judge_stand_ins
from tests.rendered import Rendered

ROWS = 120


def made(folder: Path, code: str, answer: str = "") -> Generated:
    lines = ["a,b,y"]
    for i in range(ROWS):
        gap = code if code and i % 9 == 4 else f"{i * 37 % 101}.5"
        goal = answer if answer and i % 9 == 4 else f"{i * 53 % 97}.25"
        other = f"{i * 29 % 89}.5" if i % 40 else ""  # so that gaps are known
        lines.append(f"{gap},{other},{goal}")
    (folder / "t.csv").write_text("\n".join(lines))
    project = Rendered(
        folder, "tabular-regression", data=str(folder / "t.csv"), target="y", drop=[]
    )
    stand(project.name)
    return Generated.of(project.name, threads=1)


def said(project: Generated) -> str:
    findings = Findings()
    judge_stand_ins(project, findings)
    return " ".join(findings.faults)


@pytest.mark.parametrize(
    "code, answer, expected",
    [
        ("", "", ""),
        ("-999", "", "training cells of a"),
        ("-99.0", "", "training cells of a"),
        ("-40", "", ""),  # a number like any other
        ("", "-9999", "training answers"),
    ],
)
def test_cells_and_answers(tmp_path: Path, code: str, answer: str, expected: str):
    found = said(made(tmp_path, code, answer))
    assert expected in found if expected else not found


def test_the_remedy_that_is_named(tmp_path: Path):
    project = made(tmp_path, "-999")
    assert not said(project.again(missing=("", "-999")))


def test_a_project_that_takes_it_for_a_gap(tmp_path: Path):
    project = made(tmp_path, "-999")
    data = project.module("data")
    plain = data.number

    def number(*given: object) -> float:
        value = plain(*given)
        return float("nan") if value == -999 else value

    with mock.patch.object(data, "number", number):
        assert not said(project.measured(project.splits.train))


def test_a_sensor_that_was_off(tmp_path: Path):
    lines = [
        f"2021-01-{1 + i // 24:02} {i % 24:02}:00:00,"
        f"{-999 if i % 50 == 7 else 20 + i * 37 % 11}"
        for i in range(500)
    ]
    (tmp_path / "t.csv").write_text("\n".join(["time,level", *lines]))
    given = {"data": str(tmp_path / "t.csv"), "horizon": 4, "drop": []}
    project = Rendered(tmp_path, "series-forecasting", **given)
    stand(project.name)
    assert "training cells of level" in said(Generated.of(project.name, threads=1))
