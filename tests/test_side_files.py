"""What is read of runs/ when a file there is torn, foreign or gone: nothing stops, and it is said.

Run: pytest tests/test_side_files.py
"""

import json
from pathlib import Path

import pytest

from nn_recipe.ledger import fingerprint
from nn_recipe.report import write
from nn_recipe.side_files import damaged, read_json, read_metrics, scores
from nn_recipe.stage2_skeleton_and_baselines import set_up_the_skeleton as skeleton
from tests.probe_project import make_probe
from tests.test_report import add_run

probe = pytest.fixture(make_probe)

HARM = {
    "empty": lambda content: b"",
    "cut in half": lambda content: content[: len(content) // 2],
    "a list": lambda content: b'["not", "ours"]\n',
    "a number": lambda content: b"12",
    "an object of somebody else": lambda content: b'{"loss": "low", "a": [1, 2, 3, 4]}',
    "no text": lambda content: b"\x00\xff\xfe" * 40,
    "brackets without end": lambda content: b"[" * 100_000,
    "one bit": lambda content: content[:9] + bytes([content[9] ^ 16]) + content[10:],
}
FILES = ("config.json", "meta.json", "evaluation-validation.json", "metrics.csv")


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
@pytest.mark.parametrize("name", [*FILES, "over_time.svg", "batch.png"])
def test_a_report_is_written_whatever_a_run_holds(probe, name, harm):
    add_run(probe, "0001-whole")
    path = add_run(probe, "0002-hurt") / name
    if not path.exists():
        path.write_bytes(
            b"\x89PNG\r\n\x1a\n....." if name.endswith("png") else b"<svg></svg>"
        )
    path.write_bytes(harm(path.read_bytes()))
    page = write(probe.folder / "runs/report.html", probe.ledger()).read_text()
    assert "0001-whole" in page and "0002-hurt" in page
    if path.suffix == ".json" and not read_json(path):
        assert f"runs/0002-hurt/{name}" in page and "✗ damaged" in page


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_baselines_that_cannot_be_read_are_passed_over_and_said(probe, harm):
    add_run(probe, "0001-whole")
    path = probe.folder / "runs" / "baselines.json"
    whole = {
        "best constant": {"loss": 0.7, "95 %": [0.6, 0.8]},
        "linear net": {"loss": 0.5},
    }
    path.write_bytes(harm(json.dumps(whole).encode()))
    page = write(probe.folder / "runs/report.html", probe.ledger()).read_text()
    assert "0001-whole" in page
    assert ("runs/baselines.json" in page) or read_json(path)


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM)
def test_hashes_that_cannot_be_read_are_made_again(probe, harm):
    before = fingerprint.fingerprints(probe.config())
    cache = probe.folder / "runs/data/hashes.json"
    cache.write_bytes(harm(cache.read_bytes()))
    assert fingerprint.fingerprints(probe.config()) == before


def test_a_number_in_place_of_a_hash_is_no_hash(probe):
    before = fingerprint.fingerprints(probe.config())
    cache = probe.folder / "runs/data/hashes.json"
    cache.write_text(json.dumps(dict.fromkeys(json.loads(cache.read_text()), 7)))
    assert fingerprint.fingerprints(probe.config()) == before


def test_whole_files_are_not_called_damaged(probe):
    add_run(probe, "0001-whole")
    assert damaged(probe.folder / "runs") == []
    (probe.folder / "runs/0001-whole/metrics.csv").write_text("a;b;c\n")
    assert [path.name for path in damaged(probe.folder / "runs")] == ["metrics.csv"]


@pytest.mark.parametrize(
    ("entry", "metric"),
    [
        ({"loss": 0.5, "95 %": [0.4, 0.6]}, {"value": 0.5, "low": 0.4, "high": 0.6}),
        ({"loss": [0.5, 0.4, 0.6]}, {"value": 0.5, "low": 0.4, "high": 0.6}),
        ({"loss": 0.5}, {"value": 0.5, "low": 0.5, "high": 0.5}),
        ({"loss": [0.5, 0.4]}, None),
        ({"loss": [0.5, 0.4, "high"]}, None),
        ({"loss": float("nan")}, None),
        ({"loss": 0.5, "95 %": "narrow"}, {"value": 0.5, "low": 0.5, "high": 0.5}),
        (["loss", 0.5], None),
    ],
)
def test_a_score_is_three_numbers_or_none(entry, metric):
    assert scores(entry, "loss").get("loss") == metric


def test_rows_that_are_whole_are_read_of_a_torn_table(probe, tmp_path: Path):
    path = tmp_path / "metrics.csv"
    path.write_bytes(
        b"step,split,name,value\n10,train,loss,0.5\n20,tr\xffain\n30,train,lo"
    )
    assert [(row.step, row.value) for row in read_metrics(path)] == [(10, 0.5)]
    assert skeleton.last_loss(tmp_path) == 0.5
