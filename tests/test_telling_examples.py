"""Which examples are learnt by heart (2.11): `pytest tests/test_telling_examples.py`."""

from types import SimpleNamespace
from typing import Any

import pytest
import torch

from nn_recipe.contract import Known
from nn_recipe.stage2_skeleton_and_baselines.telling_examples import distinct

LENGTH = 6


def sentences(reach: int | None, *rows: tuple[list[int], list[int]]) -> Any:
    """A project of tokens, each a number above 0, and their tags; -1 is a pad's."""

    def padded(values: list[int], pad: int) -> torch.Tensor:
        return torch.tensor(values + [pad] * (LENGTH - len(values)))

    return SimpleNamespace(
        splits=SimpleNamespace(
            train=[Known(f"{i}", x, y) for i, (x, y) in enumerate(rows)]
        ),
        inputs=SimpleNamespace(encode=lambda raw: padded(raw, 0)[:, None]),
        target=SimpleNamespace(
            answers_are="tags", encode=lambda answer: padded(answer, -1)
        ),
        net=lambda: SimpleNamespace(reach=reach) if reach else SimpleNamespace(),
    )


# "2 3 4" is tagged 0 in the first sentence and 1 in the second
SAME = ([1, 2, 3, 4], [0, 0, 0, 1]), ([7, 2, 3, 4], [1, 0, 1, 1])
OTHER = ([5, 6, 5], [1, 0, 0])


@pytest.mark.parametrize("reach, count", [(1, 2), (2, 3), (None, 3)])
def test_what_a_net_cannot_tell_apart_is_not_asked_with_two_answers(reach, count):
    chosen = distinct(sentences(reach, *SAME, OTHER), 8)
    assert len(chosen) == count
    assert reach != 1 or {e.id for e in chosen} in ({"0", "2"}, {"1", "2"})


def test_a_sentence_that_contradicts_itself_is_left_out():
    twice = ([1, 2, 3, 1, 2, 3], [0, 0, 0, 0, 1, 0])
    assert [e.id for e in distinct(sentences(1, twice, OTHER), 8)] == ["1"]
