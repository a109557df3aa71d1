"""A hint names a file that is there, whoever wrote the code: `pytest tests/test_where.py`."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from nn_recipe import place
from nn_recipe.checks import verdicts
from nn_recipe.contract import open_project
from nn_recipe.ledger import Ledger
from nn_recipe.ledger.rows import ROWS
from nn_recipe.place import stand
from nn_recipe.where import OURS, in_this_code

from .conftest import ROOT

SCRIPTS = ROOT / "tests" / "scripts"
CHECKS = [
    path
    for folder in ("stage2_*", "stage3_*", "silent_failures", "dependencies")
    for path in sorted((ROOT / "nn_recipe").glob(f"{folder}/*.py"))
]


def hints() -> list[str]:
    """Every text of the checks that names a file of a generated project."""
    texts = [
        node.value
        for path in CHECKS
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return sorted({text for text in texts if OURS.search(text) and "\n" not in text})


@pytest.fixture
def adopted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(place, "_now", [place.here()])
    monkeypatch.delitem(sys.modules, "audit", raising=False)
    monkeypatch.syspath_prepend(SCRIPTS / "epochs")
    stand("audit")
    yield
    sys.modules.pop("audit", None)


def test_there_are_hints_to_try():
    assert len(hints()) > 90


@pytest.mark.parametrize("hint", hints())
def test_of_adopted_code_no_file_of_a_generated_project_is_named(adopted, hint: str):
    said = in_this_code(hint)
    assert not OURS.search(said), said
    assert "train_digits.py" in said or "audit.py" in said


@pytest.mark.parametrize(
    "hint, said",
    [
        ("model.py: is x used?", "your net (train_digits.py:35): is x used?"),
        ("train.py: train_step", "your training (train_digits.py:88)"),
        (
            "target.py: loss, is it cut?",
            "your loss (train_digits.py:87): loss, is it cut?",
        ),
        ("read.py and data.py: fill, smooth", None),
        ("config.py: steps", "audit.py"),
        ("train.py:12", "train.py:12"),  # a line of yours
        ("src/model.py", "src/model.py"),
        ("check overfit_one_batch", "check overfit_one_batch"),
        ("more examples, or a smaller net", "more examples, or a smaller net"),
    ],
)
def test_a_part_is_named_with_the_file_that_holds_it(adopted, hint: str, said):
    both = "your data (train_digits.py:29) and your data (train_digits.py:29): fill, smooth"
    assert in_this_code(hint) == (said or both)


def test_of_a_generated_project_a_hint_stays_as_it_is(monkeypatch):
    inside = place.Place("wine", Path("/anywhere/src/wine"))
    monkeypatch.setattr(place, "_now", [inside])
    assert [hint for hint in hints() if in_this_code(hint) != hint] == []


def test_a_gate_that_fails_on_adopted_code_names_its_script(adopted):
    project, ledger = open_project("audit"), Ledger(seed=1337)
    (record,) = verdicts([(ROWS["2.5"], project.config.seed)], project, ledger)
    assert record.verdict == "fails" and record.look_at
    assert all(OURS.search(hint) is None for hint in record.look_at), record.look_at
    assert any("train_digits.py" in hint for hint in record.look_at)
