"""What gives the answer away is said, and nothing else: `pytest tests/test_given_away.py`."""

import random
from pathlib import Path
from typing import Any

import pytest

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.given_away import judge_given_away
from tests.rendered import Rendered

ROWS = 400


def said(folder: Path, kind: str, header: str, rows: list[Any], **answers: Any) -> str:
    lines = [header, *(",".join(map(str, row)) for row in rows)]
    (folder / "t.csv").write_text("\n".join(lines))
    made = Rendered(folder, kind, data=str(folder / "t.csv"), drop=[], **answers)
    stand(made.name)
    findings = Findings()
    judge_given_away(Generated.of(made.name), findings)
    return " ".join(findings.faults)


@pytest.mark.parametrize(
    "leak, expected",
    [
        (lambda a, b, y: round(y * 1.8 + 32, 6), "x, leak, alone gives away"),
        (lambda a, b, y: round(y - a, 6), "is a sum of other columns"),
        (lambda a, b, y: round(y + random.gauss(0, 0.2), 6), ""),
    ],
)
def test_numbers(tmp_path: Path, leak: Any, expected: str):
    random.seed(1)
    rows = []
    for _ in range(ROWS):
        a, b = round(random.gauss(0, 1), 6), round(random.gauss(0, 1), 6)
        y = round(a + b + random.gauss(0, 1), 6)
        rows.append((a, b, leak(a, b, y), y))
    found = said(tmp_path, "tabular-regression", "a,b,leak,y", rows, target="y")
    assert expected in found if expected else not found


@pytest.mark.parametrize("joined", [True, False])
def test_words(tmp_path: Path, joined: bool):
    random.seed(1)
    words = ["".join(random.choices("abcdefghij", k=5)) for _ in range(200)]
    rows = []
    for i in range(ROWS):
        text = " ".join(random.choices(words, k=12))
        answer = "yes" if words[0] in text or i % 2 else "no"
        rows.append((f"{text} {answer}" if joined else text, answer))
    given = {"target": "y", "text": ["text"]}
    found = said(tmp_path, "text-classification", "text,y", rows, **given)
    assert ("One word for each class" in found) == joined


@pytest.mark.parametrize("ahead", [2, 0])
def test_series(tmp_path: Path, ahead: int):
    random.seed(1)
    values = [0.0]
    for _ in range(600):
        values.append(round(0.9 * values[-1] + random.gauss(0, 1), 6))
    other = [values[i + ahead] if ahead else random.gauss(0, 1) for i in range(590)]
    rows = [
        (f"2021-01-{1 + i // 24:02} {i % 24:02}:00:00", values[i], other[i])
        for i in range(590)
    ]
    found = said(tmp_path, "series-forecasting", "time,a,b", rows, horizon=4)
    assert ("The last value of b is what a will be [2] steps later" in found) == bool(
        ahead
    )
