"""The gates of the recipe that need no long training: `pytest tests/test_recipe.py`.

The same functions as `python -m things check --fast`. What was waived there is skipped.
"""

import pytest

from things.config import Config
from things.recipe.checks import chosen, function_of
from things.recipe.contract import Problem
from things.recipe.ledger import Ledger
from things.recipe.rows import Row

WAIVED = {record.id: record.because for record in Ledger.of(Config()).waivers()}


@pytest.mark.parametrize("row", chosen((), fast=True), ids=lambda row: row.check)
def test_the_check_does_not_fail(row: Row, problem: Problem) -> None:
    if row.id in WAIVED:
        pytest.skip(f"waived: {WAIVED[row.id]}")
    record = function_of(row)(problem, Ledger())
    assert record.verdict != "fails", f"{record.because} Look at {record.look_at}."


def test_every_check_writes_its_expectation_before_it_measures(
    problem: Problem,
) -> None:
    ledger = Ledger()
    record = function_of(chosen(["verify_loss_at_init"])[0])(problem, ledger)
    states = [line["state"] for line in ledger.lines]
    assert states == ["expected", "concluded"] and record.expected["value"] is not None
