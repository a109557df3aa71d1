"""A text with a word changed on the other side is said: `pytest tests/test_near_texts.py`."""

import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from nn_recipe.contract import Known
from nn_recipe.findings import Findings
from nn_recipe.silent_failures.near_texts import judge_near_texts

DRAW = random.Random(0)
WORDS = ["".join(DRAW.choices("abcdefghij", k=5)) for _ in range(300)]
TEXTS = [" ".join(DRAW.choices(WORDS, k=40)) for _ in range(300)]
THANKS = "Thank you for your order, it will be with you on"  # how all of them end


class Words:
    shape = (64,)

    def encode(self, raw: str) -> None: ...
    def places(self, raw: str) -> None: ...
    def length_of(self, x: Any) -> None: ...


def said(train: list[str], asked: list[str]) -> str:
    parts = [
        [Known(f"{name}:{i}", raw, "a") for i, raw in enumerate(raws)]
        for name, raws in (("train", train), ("validation", asked))
    ]
    project: Any = SimpleNamespace(
        splits=SimpleNamespace(train=parts[0], validation=parts[1], test=[]),
        inputs=Words(),
    )
    findings = Findings()
    judge_near_texts(project, findings)
    return " ".join(findings.faults)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.title() + "!",
        lambda text: f"Dear Ann, {text}",
        lambda text: text.replace(text.split()[-2], "changed"),
    ],
)
def test_texts_that_are_nearly_the_same(change: Callable[[str], str]):
    again = [change(text) for text in TEXTS[:6]]
    assert "6 of 106 validation texts" in said(TEXTS[:200], TEXTS[200:] + again)


def test_texts_of_their_own():
    assert not said(TEXTS[:200], TEXTS[200:])


def test_texts_that_end_alike():
    longer = [f"{text} {THANKS} {i}.{i}." for i, text in enumerate(TEXTS)]
    assert not said(longer[:200], longer[200:])


def test_short_answers_repeat():
    assert not said(["ok thanks"] * 50, ["ok thanks"] * 20)


def test_the_paths_of_files_are_no_texts():
    paths = [f"home/ann/data/of/the/year/calls/take {i}.wav" for i in range(60)]
    sounds: Any = SimpleNamespace(
        splits=SimpleNamespace(train=[Known("a", paths[0], "a")]),
        inputs=SimpleNamespace(shape=(4, 4)),
    )
    findings = Findings()
    judge_near_texts(sounds, findings)
    assert not findings.faults
