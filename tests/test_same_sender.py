"""Letters of one sender on both sides are said: `pytest tests/test_same_sender.py`."""

import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from nn_recipe.contract import Known
from nn_recipe.silent_failures.same_sender import judge_senders, marks
from tests.rendered import said

CLASSES = ["lamp", "lift", "heating"]
Pair = tuple[str, str]  # text, answer


class Words:
    shape = (64,)

    def encode(self, raw: str) -> None: ...
    def places(self, raw: str) -> None: ...
    def length_of(self, x: Any) -> None: ...


def letters(mark: Callable[[random.Random, str], str], again: bool) -> list[Pair]:
    """600 letters, each with its mark; every third is sent again in other words."""
    draw, found = random.Random(0), list[Pair]()
    for i in range(600):
        answer = draw.choice(CLASSES)
        sign = mark(draw, answer)
        found.append(
            (f"{''.join(draw.choices('abcdef', k=9))} is broken {sign}", answer)
        )
        if again and i % 3 == 0:
            found.append((f"still waiting, {sign}", answer))
    draw.shuffle(found)
    return found


def heard(found: list[Pair]) -> str:
    known = [
        Known(f"letters:{i}", text, answer) for i, (text, answer) in enumerate(found)
    ]
    project: Any = SimpleNamespace(
        splits=SimpleNamespace(train=known[200:], validation=known[:200], test=[]),
        target=SimpleNamespace(answers_are="classes"),
        inputs=Words(),
    )
    return said(judge_senders, project)


def telephone(draw: random.Random, answer: str) -> str:
    return f"Tel. {draw.randrange(10**3):03}-{draw.randrange(10**3):03}"


def address(draw: random.Random, answer: str) -> str:
    return f"{''.join(draw.choices('abcdef', k=8))}@mail.org"


def of_a_class(draw: random.Random, answer: str) -> str:
    """Each class calls from a few numbers of its own, as advertisements do."""
    return f"call {5000 + 1000 * CLASSES.index(answer) + draw.randrange(8)}"


def price(draw: random.Random, answer: str) -> str:
    """Dear things are lifts more often than lamps."""
    return f"for {round(draw.gauss(3000 + 900 * CLASSES.index(answer), 900))} now"


@pytest.mark.parametrize("mark", [telephone, address])
def test_letters_that_come_again(mark: Any):
    assert "share a rare number or address" in heard(letters(mark, again=True))


@pytest.mark.parametrize("mark", [telephone, address, of_a_class, price])
def test_letters_of_their_own(mark: Any):
    assert not heard(letters(mark, again=False))


def test_numbers_that_only_one_class_has():
    """Of all that have one any two agree: numbers say nothing of who wrote."""
    found = letters(telephone, again=True)
    plain = [(t if a == "lamp" else t.partition(" Tel.")[0], a) for t, a in found]
    assert not heard(plain)


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Tel. 0151/123 456", {"0151123456"}),
        ("order 12345, flat 12", {"12345"}),
        ("since 1998, on 2024-03-05, at 10:30", set()),
        ("1080p for 3.1415 or 1,200", set()),
        ("Ann.B@mail.org", {"ann.b@mail.org"}),
    ],
)
def test_marks(text: str, expected: set[str]):
    assert marks(text) == expected
