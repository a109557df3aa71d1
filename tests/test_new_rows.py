"""New data has no answers, and must give the same x: `pytest tests/test_new_rows.py`."""

from typing import Any
from unittest import mock

import pytest

from nn_recipe.contract import Known
from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.new_rows import judge_new_rows
from tests.rendered import Rendered


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    folder = tmp_path_factory.mktemp("rows")
    words = [
        "the",
        "quick",
        "brown",
        "fox",
        "jumps",
        "over",
        "a",
        "lazy",
        "dog",
        "near",
    ]
    lines = [
        f"{' '.join(words[i % 7 : i % 7 + 5])} {i},{'ab'[i % 2]}" for i in range(200)
    ]
    (folder / "t.csv").write_text("\n".join(["note,kind", *lines]))
    given = {"data": str(folder / "t.csv"), "target": "kind", "text": ["note"]}
    made = Rendered(folder, "text-classification", **given)
    stand(made.name)
    return Generated.of(made.name)


def said(project: Generated, change: Any = None) -> str:
    findings, module = Findings(), project.module("read")
    plain = module.read

    def read(path: Any, config: Any) -> Any:
        return [Known(e.id, change(e), e.answer) for e in plain(path, config)]

    with mock.patch.object(module, "read", read if change else plain):
        judge_new_rows(project, findings)
    return " ".join(findings.faults)


def test_the_same_rows_without_answers_stop_no_check(project: Generated):
    assert not said(project)


def test_an_answer_joined_into_the_text_is_said(project: Generated):
    assert "is another" in said(project, lambda e: f"{e.answer or ''} {e.raw}")


def test_a_reader_that_needs_the_answer_is_said(project: Generated):
    numbers = {"a": 0, "b": 1}
    assert "cannot be read" in said(project, lambda e: e.raw[numbers[e.answer] :])
