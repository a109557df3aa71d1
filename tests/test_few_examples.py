"""Does the net use its input, where 13 examples validate? `pytest tests/test_few_examples.py`."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bugs.healthy import project_of
from tests.bugs.planting import imported

KIND = "tabular-regression"


@pytest.mark.parametrize("dealt", [False, True], ids=["healthy", "answers dealt"])
def test_parts_of_the_training_examples_judge_too(dealt: bool, tmp_path: Path):
    """The validation split alone is unclear, healthy or not; dealt at random, answers stay so."""
    project_of(tmp_path, KIND, share=5)
    with imported(tmp_path, KIND) as planted:
        if dealt:
            splits = planted.project.splits
            train, validation = deal(splits.train), deal(splits.validation)
            splits = replace(splits, train=train, validation=validation)
            planted = replace(planted, project=planted.project.having(splits=splits))
        record = planted.record("2.9", seed=0)
    assert (record.verdict == "holds") is not dealt


def deal(examples: list) -> list:
    answers = [example.answer for example in examples]
    random.Random(0).shuffle(answers)
    return [replace(e, answer=a) for e, a in zip(examples, answers, strict=True)]
