"""What is said of a ledger that a crash tore, somebody edited, or nobody can write.

Run: pytest tests/test_damaged_ledger.py
"""

from contextlib import nullcontext

import pytest

from nn_recipe import status
from nn_recipe.report import write
from nn_recipe.verbs import after
from tests.probe_project import make_probe
from tests.test_ledger import settle

probe = pytest.fixture(make_probe)

NO_RECORDS = {
    "torn": b'{"state": "concl',
    "the end of one": b'ngerprints": {"data": "0f"}}',
    "a number, as the end of a torn one may be": b"12",
    "a text": b'"holds"',
    "empty bytes, as a crash of the machine leaves them": b"\0" * 300,
    "another encoding": "{'verdict': 'hält'}".encode("utf-16"),
    "brackets without end": b"[" * 100_000,
    "a record without its row": b'{"state": "concluded", "number": 7, "verdict": "holds"}',
    "a number that is a text": b'{"state": "expected", "number": "7"}',
    "a flipped bit in the verdict": b"FLIPPED",
    "a flipped bit in the name of the state": b'{"sta4e": "concluded"}',
}


@pytest.mark.parametrize("line", NO_RECORDS.values(), ids=NO_RECORDS)
def test_a_line_that_is_no_record_is_passed_over_and_said(probe, capsys, line):
    settle(probe.ledger())
    path = probe.folder / "runs/ledger.jsonl"
    content = path.read_bytes()
    if line == b"FLIPPED":
        line = content.splitlines()[1].replace(b'"holds"', b'"holes"')
    path.write_bytes(line + b"\n" + content)
    ledger = probe.ledger()
    assert set(ledger.latest()) == {"2.5"} and ledger.damaged == [1]
    assert settle(ledger, "2.6").number == 2
    status.draw(probe.ledger())
    said = " ".join(capsys.readouterr().out.split())
    assert "Damaged and passed over: line 1 of runs/ledger.jsonl." in said
    assert status.as_dict(ledger)["damaged"] == [1]
    page = write(probe.folder / "runs/report.html", ledger).read_text()
    assert "line 1 of runs/ledger.jsonl" in page


def test_training_on_a_torn_verdict_says_that_it_does_not_count(
    probe, capsys, monkeypatch
):
    monkeypatch.setattr(after, "when_loaded", lambda *_: nullcontext())
    settle(probe.ledger(), "2.11", holds=False)
    path = probe.folder / "runs/ledger.jsonl"
    path.write_bytes(path.read_bytes()[:-40])
    assert after.train(lambda *given, **options: 7, probe.config()) == 7
    assert "line 2 of runs/ledger.jsonl" in capsys.readouterr().err


def test_of_an_undamaged_ledger_nothing_is_said(probe, capsys):
    settle(probe.ledger())
    status.draw(probe.ledger())
    assert "amaged" not in capsys.readouterr().out and probe.ledger().remark == ""
