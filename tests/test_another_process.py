"""The salt of a fresh process turns the order of a set: `pytest tests/test_another_process.py`."""

import os
import subprocess
import sys

import pytest

from nn_recipe.stage2_skeleton_and_baselines.another_process import turning, words_in


@pytest.mark.parametrize(
    "words", [["no", "yes"], ["ham", "spam"], ["f", "m"], ["0", "1"]]
)
def test_two_classes_come_in_the_other_order(words: list[str]):
    code = f"print(*{{*{words!r}}})"
    env = {**os.environ, "PYTHONHASHSEED": turning(words)}
    said = subprocess.check_output([sys.executable, "-c", code], env=env, text=True)
    assert said.split() == [*{*words}][::-1]


def test_words_of_lists_and_tags_count():
    assert [*words_in([("a", 1), {"b": "c"}, None])] == ["a", "b"]
