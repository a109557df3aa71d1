"""Bytes that come round are said, and every line is a choice: `pytest tests/test_wrapped.py`."""

from typing import Any
from unittest import mock

import numpy as np
import pytest

from nn_recipe.generated import Generated
from nn_recipe.silent_failures.wrapped import judge_wrapped, overrun
from tests.rendered import of_numbers, said

BYTES = np.arange(0, 101, 3).astype(np.uint8)


@pytest.mark.parametrize(
    "read, jump",
    [
        (BYTES - np.uint8(50), 256),
        (np.uint8(30) - BYTES, 256),
        (BYTES * np.uint8(3), 256),
        (0.1 * (BYTES - np.uint8(20)), 25.6),
        ((BYTES + np.uint8(100)).astype(np.int8), 256),
        (BYTES.astype(np.uint16) - np.uint16(50), 65536),
    ],
)
def test_numbers_that_came_round(read: np.ndarray, jump: float):
    assert overrun(BYTES, read) == pytest.approx(jump)


@pytest.mark.parametrize(
    "read",
    [
        BYTES,
        BYTES.astype(int) - 50,
        255 - BYTES.astype(int),
        0.1 * BYTES + 3,
        BYTES.astype(int).clip(20, 60),
        np.where(BYTES > 50, 255, 0),
        np.abs(BYTES.astype(int) - 50),
        np.log1p(BYTES.astype(float)),
        np.where(
            BYTES == 99, -157, BYTES.astype(int)
        ),  # one number means something else
        np.random.default_rng(0).permutation(BYTES),
    ],
)
def test_other_choices(read: np.ndarray):
    assert not overrun(BYTES, read)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Generated:
    lines = (f"{i * 37 % 101},{i * 53 % 97}.5,{i * 29 % 89}" for i in range(300))
    return of_numbers(tmp_path_factory.mktemp("wrapped"), ["size,age,y", *lines])


@pytest.mark.parametrize("what", ["answer", "raw"])
def test_in_a_table(project: Generated, what: str):
    assert not said(judge_wrapped, project)
    module = project.module("read")
    read = module.read

    def other(*given: Any) -> list[Any]:
        found = read(*given)
        for e in found:
            number = int(e.answer if what == "answer" else e.raw["size"])
            over = str((number - 40) % 256)
            if what == "answer":
                object.__setattr__(e, "answer", over)
            else:
                e.raw["size"] = over
        return found

    with mock.patch.object(module, "read", other):
        assert "256 off" in said(judge_wrapped, project)
