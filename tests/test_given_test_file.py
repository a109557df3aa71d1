"""Healthy data with given splits stop no check: `pytest tests/test_given_test_file.py`."""

import itertools
import random
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from nn_recipe.findings import Findings
from nn_recipe.generated import Generated
from nn_recipe.place import stand
from nn_recipe.silent_failures.known_cells import judge_rows
from nn_recipe.silent_failures.known_splits import judge_known_splits
from tests.rendered import Rendered

WORDS = [a + b for a in "bdfgklmnprst" for b in ("a", "en", "ir", "ost", "um")]


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


@pytest.fixture
def texts(tmp_path: Path) -> Any:
    """Sorted by class, as files often are; each class but two is rare."""
    rng = random.Random(0)
    for part, each in (("train", 90), ("validation", 30), ("test", 30)):
        said = (" ".join(rng.choices(WORDS, k=12)) for _ in itertools.count())
        classes = [*("a" * each), *("b" * each), *("cdefgh" * 2)]
        rows = [f"{k}\t{next(said)}" for k in classes]
        (tmp_path / f"{part}.tsv").write_text("\n".join(["label\ttext", *rows]))
    given = {n: str(tmp_path / f"{n}.tsv") for n in ("train", "validation", "test")}
    made = Rendered(
        tmp_path,
        "text-classification",
        data=given["train"],
        validation_data=given["validation"],
        test_data=given["test"],
        target="label",
    )
    stand(made.name)
    return Generated.of(made.name)


def test_classes_that_stand_together_or_are_rare_stop_no_check(texts: Generated):
    findings = Findings()
    judge_known_splits(texts, findings)
    assert not findings.faults


def test_validation_that_trains_as_well_is_said(texts: Generated):
    load, findings = texts.module("load"), Findings()
    whole = load.load

    def both(config: Any) -> Any:
        splits = whole(config)
        every = [*splits.train, *splits.validation]
        return load.Splits(every, splits.validation, splits.test, splits.left_out)

    with mock.patch.object(load, "load", both):
        judge_known_splits(texts, findings)
    assert "expected none" in str(findings.faults)
