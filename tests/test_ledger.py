"""The ledger, the fingerprints and "you are here" of the library, without torch.

Run: python -m pytest tests/test_ledger.py
"""

import json
import subprocess
import sys
from functools import partial

import pytest

from nn_recipe.ledger import Ledger, fingerprint
from nn_recipe.ledger.rows import ROWS, rows_of
from nn_recipe.ledger.stages import here
from tests.probe_project import make_probe

probe = pytest.fixture(make_probe)


def settle(ledger, id="2.5", holds=True, measured=2.0):
    experiment = ledger.expect(
        id, "starts at H", value=2.0, how="H(prior)", tolerance=0.01
    )
    return experiment.conclude(measured, holds, "it does")


# --- the ledger ---


def test_the_expectation_is_on_disk_before_the_measurement(probe):
    ledger = probe.ledger()
    ledger.expect("2.5", "starts at H", value=2.0, how="H(prior)", tolerance=0.01)
    (line,) = (probe.folder / "runs/ledger.jsonl").read_text().splitlines()
    assert json.loads(line)["state"] == "expected"
    assert json.loads(line)["expected"]["value"] == 2.0


def test_a_verdict_is_read_back_as_it_was_written(probe):
    written = settle(probe.ledger())
    assert probe.ledger().latest()["2.5"] == written


def test_a_number_that_is_not_finite_fails_and_becomes_null(probe):
    ledger = probe.ledger()
    record = settle(ledger, measured={"loss": float("nan"), "gap": float("inf")})
    last = (probe.folder / "runs/ledger.jsonl").read_text().splitlines()[-1]
    assert record.verdict == "fails"
    assert json.loads(last, parse_constant=pytest.fail)["measured"] == {
        "loss": None,
        "gap": None,
    }


def test_a_torn_last_line_loses_nothing_else(probe):
    settle(probe.ledger())
    path = probe.folder / "runs/ledger.jsonl"
    path.write_bytes(path.read_bytes() + b'{"state": "concl')
    ledger = probe.ledger()
    settle(ledger, "2.6")
    again = probe.ledger()
    assert set(again.latest()) == {"2.5", "2.6"}
    assert again.damaged == [3]


def test_an_interrupted_measurement_is_seen_as_unfinished(probe):
    ledger = probe.ledger()
    ledger.expect("2.11", "goes to the floor", value=0.0, how="floor")
    assert [record.id for record in ledger.unfinished()] == ["2.11"]
    assert "2.11" not in ledger.latest()


def test_a_waiver_needs_a_reason(probe):
    with pytest.raises(ValueError, match="reason"):
        Ledger().waive("2.11", "  ")


def test_a_waiver_stays_visible_for_ever(probe):
    ledger = Ledger()
    ledger.waive("2.11", "labels contradict each other")
    assert settle(ledger, "2.11", holds=False).verdict == "fails"
    assert ledger.latest()["2.11"].verdict == "waived"
    settle(ledger, "2.11", holds=True)
    assert ledger.latest()["2.11"].verdict == "holds"
    assert [w.because for w in ledger.waivers()] == ["labels contradict each other"]


def test_a_persons_look_outlives_a_new_drawing_of_the_same_tensors(probe):
    ledger = Ledger()
    settle(ledger, "2.13", holds=None)
    ledger.verdict("2.13", "holds", "looks right", "Ada looked")
    settle(ledger, "2.13", holds=None)
    assert ledger.latest()["2.13"].verdict == "holds"
    settle(ledger, "2.13", holds=False)
    assert ledger.latest()["2.13"].verdict == "fails"


def test_a_row_nobody_knows_is_named_with_the_known_ones(probe):
    with pytest.raises(ValueError, match=r"2\.11"):
        Ledger().waive("9.9", "because")


def test_openings_of_the_test_split_are_counted(probe):
    probe.ledger().opened_test("0001-a")
    assert probe.ledger().opened_test("0001-a") == 2


def test_verdicts_of_an_older_recipe_can_still_be_read(probe):
    path = probe.folder / "runs/ledger.jsonl"
    path.parent.mkdir()
    old = {"state": "concluded", "number": 1, "id": "7.7", "check": "gone", "stage": 7}
    path.write_text(
        json.dumps({**old, "hypothesis": "h", "verdict": "holds", "new": 1}) + "\n"
    )
    assert probe.ledger().latest()["7.7"].verdict == "holds"


# --- fingerprints ---


def changed_by(probe, change, **fields):
    """The parts whose fingerprint `change` moves."""
    before = fingerprint.fingerprints(probe.config())
    change()
    after = fingerprint.fingerprints(probe.config(**fields))
    return {part for part in before if before[part] != after[part]}


def test_comments_docstrings_and_layout_change_no_fingerprint(probe):
    file = "src/probe/model.py"

    def reword():
        probe.edit(file, "A net.", "One net.")
        probe.edit(file, "Build it.", "Put it together.")
        probe.edit(file, "# two layers", "# a pair")
        probe.edit(
            file, "(inputs, outputs, config)", "(\n    inputs, outputs, config\n)"
        )

    assert changed_by(probe, reword) == set()


def test_editing_the_model_changes_the_model_only(probe):
    file = "src/probe/model.py"
    assert changed_by(probe, lambda: probe.edit(file, "* 2", "* 3")) == {"model"}


def test_a_module_that_the_model_imports_counts_as_the_model(probe):
    """A block of yours, broken, once left every verdict as it was."""
    for name, text in {
        "blocks": "from .deep.er import A\n",
        "deep/er": "A = 1\n",
    }.items():
        path = probe.package / f"{name}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    probe.edit("src/probe/model.py", "def build", "from . import blocks\n\ndef build")
    for name, old, new in (("blocks", "A", "A, B"), ("deep/er", "1", "2")):
        edit = partial(probe.edit, f"src/probe/{name}.py", old, new)
        assert changed_by(probe, edit) == {"model"}


def test_another_version_of_the_library_makes_verdicts_stale(probe, monkeypatch):
    def upgrade():
        monkeypatch.setattr(fingerprint, "version", lambda name: "99")

    assert changed_by(probe, upgrade) == {"versions"}
    assert all("versions" in r.depends_on for r in ROWS.values() if r.id == "0.3")


def test_a_config_field_counts_for_the_file_that_reads_it(probe):
    assert changed_by(probe, lambda: None, width=16) == {"model"}


def test_relabelling_changes_the_data(probe):
    file = "data/a.csv"
    assert changed_by(probe, lambda: probe.edit(file, "1,2", "1,3")) == {"data"}


def test_moving_the_data_elsewhere_changes_nothing(probe):
    def move():
        (probe.folder / "data").rename(probe.folder / "elsewhere")

    assert changed_by(probe, move, data="elsewhere") == set()


def test_the_labels_beside_an_idx_file_count(probe):
    (probe.folder / "data/t-images-idx3-ubyte").write_bytes(b"pictures")
    (probe.folder / "data/t-labels-idx1-ubyte").write_bytes(b"labels")
    before = fingerprint.fingerprints(probe.config(data="data/t-images-idx3-ubyte"))
    (probe.folder / "data/t-labels-idx1-ubyte").write_bytes(b"others")
    after = fingerprint.fingerprints(probe.config(data="data/t-images-idx3-ubyte"))
    assert before["data"] != after["data"]


def test_the_number_of_workers_changes_nothing(probe):
    assert changed_by(probe, lambda: None, workers=2) == set()


def test_contents_are_hashed_once(probe, monkeypatch):
    fingerprint.fingerprints(probe.config())
    monkeypatch.setattr(
        fingerprint, "content_hash", lambda path: pytest.fail(str(path))
    )
    fingerprint.fingerprints(probe.config())


# --- you are here ---


def test_editing_the_model_makes_its_verdicts_stale_and_moves_you_back(probe):
    ledger = probe.ledger()
    for row in ROWS.values():
        if row.blocks:
            settle(ledger, row.id)
    assert here(ledger).stage == 4
    probe.edit("src/probe/model.py", "* 2", "* 3")
    ledger = probe.ledger()
    stale = {record.id: record.because for record in ledger.stale()}
    assert {"2.5", "2.6", "2.11", "2.15"} <= set(stale) and "2.7" not in stale
    assert stale["2.5"] == "model changed since it held"
    assert here(ledger).stage == 2


def test_nothing_measured_starts_at_the_first_gate_with_its_command(probe):
    place = here(Ledger())
    assert place.stage == 1
    assert place.command == "python -m probe look"


def test_a_gate_that_fails_is_the_next_thing_to_run(probe):
    ledger = Ledger()
    for row in filter(lambda row: row.blocks, rows_of(1)):
        settle(ledger, row.id, holds=True)
    settle(ledger, here(ledger).row.id, holds=False)
    place = here(ledger)
    assert place.command == f"python -m probe check {place.row.check}"


def test_advice_never_holds_you_back(probe):
    ledger = Ledger()
    for row in ROWS.values():
        if row.blocks:
            ledger.waive(row.id, "only the advice is left")
    settle(ledger, "3.3", holds=False)
    assert here(ledger).row is None


def test_a_drawing_waits_for_a_person(probe):
    ledger = Ledger()
    for row in ROWS.values():
        if row.blocks and row.id != "2.13":
            ledger.waive(row.id, "only the drawing is left")
    settle(ledger, "2.13", holds=None)
    assert "--looks-right" in here(ledger).command


def test_reading_the_ledger_imports_no_torch():
    code = "import sys, nn_recipe.ledger.stages; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
