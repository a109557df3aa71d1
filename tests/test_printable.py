"""Names of classes come from outside: nothing in them acts on a terminal.

Run: pytest tests/test_printable.py
"""

import json
import unicodedata

import pytest

from nn_recipe import say
from nn_recipe.ledger import Record

ODD = "\u202egnp.exe \x1b[31mred \x9b2J \U000e0041 café"


@pytest.fixture
def record() -> Record:
    because = f"8 of {ODD} are wrong."
    return Record(
        1, "2.7", "human", 2, ODD, measured=ODD, verdict="fails", because=because
    )


def test_verdicts_are_shown_as_they_are_written(record: Record, capsys):
    say.verdicts([record])
    say.remarks([record])
    say.aside(ODD)
    say.refuse(ODD)
    shown = "".join(capsys.readouterr())
    kinds = {unicodedata.category(c) for c in shown if c != "\n"}
    assert not kinds & {"Cc", "Cf"} and "\\u202egnp.exe" in shown and "café" in shown


def test_their_json_says_the_same(record: Record, capsys):
    say.as_json([record])
    shown = capsys.readouterr().out
    assert json.loads(shown)[0]["measured"] == ODD and "café" in shown
    assert {c for c in shown if unicodedata.category(c) in ("Cc", "Cf")} == {"\n"}
