"""The ledger, the fingerprints and "you are here" of a generated project, without torch.

Run: python -m pytest tests/test_ledger.py
"""

import dataclasses
import importlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TEMPLATE = Path(__file__).parents[1] / "templates/project/src/{{ package }}"
CONFIG = """
from dataclasses import dataclass

@dataclass(frozen=True)
class Config:
    data: str = "data"
    validation_data: str = ""
    test_data: str = ""
    width: int = 8
    split_seed: int = 0
    learning_rate: float = 3e-4
    weight_decay: float = 0.0
    schedule: str = "constant"
    seed: int = 1337
    workers: int = 0
    threads: int = 2
    device: str = "cpu"
"""
MODEL = '''
"""A net."""

def build(inputs, outputs, config):
    """Build it."""
    return [config.width] * 2  # two layers
'''


@pytest.fixture
def probe(tmp_path, monkeypatch):
    """A project folder with the template's recipe and four tiny files; imports as `probe`."""
    package = tmp_path / "src" / "probe"
    shutil.copytree(TEMPLATE / "recipe", package / "recipe")
    (tmp_path / "pyproject.toml").write_text("")
    (package / "__init__.py").write_text("")
    (package / "config.py").write_text(CONFIG)
    (package / "model.py").write_text(MODEL)
    (package / "data.py").write_text("def load(config):\n    return config.data\n")
    (package / "target.py").write_text("NAMES = []\n")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("x,y\n1,2\n")
    monkeypatch.syspath_prepend(str(tmp_path / "src"))
    forget_probe()
    yield tmp_path
    forget_probe()


def forget_probe():
    for name in [n for n in sys.modules if n.split(".")[0] == "probe"]:
        del sys.modules[name]


def recipe(name):
    return importlib.import_module(f"probe.recipe.{name}")


def config(**changes):
    return dataclasses.replace(
        importlib.import_module("probe.config").Config(), **changes
    )


def settle(ledger, id="2.5", holds=True, measured=2.0):
    experiment = ledger.expect(
        id, "starts at H", value=2.0, how="H(prior)", tolerance=0.01
    )
    return experiment.conclude(measured, holds, "it does")


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


# --- the ledger ---


def test_the_expectation_is_on_disk_before_the_measurement(probe):
    ledger = recipe("ledger").Ledger.of(config())
    ledger.expect("2.5", "starts at H", value=2.0, how="H(prior)", tolerance=0.01)
    (line,) = (probe / "runs/ledger.jsonl").read_text().splitlines()
    assert json.loads(line)["state"] == "expected"
    assert json.loads(line)["expected"]["value"] == 2.0


def test_a_verdict_is_read_back_as_it_was_written(probe):
    written = settle(recipe("ledger").Ledger.of(config()))
    assert recipe("ledger").Ledger.of(config()).latest()["2.5"] == written


def test_a_number_that_is_not_finite_fails_and_becomes_null(probe):
    ledger = recipe("ledger").Ledger.of(config())
    record = settle(ledger, measured={"loss": float("nan"), "gap": float("inf")})
    last = (probe / "runs/ledger.jsonl").read_text().splitlines()[-1]
    assert record.verdict == "fails"
    assert json.loads(last, parse_constant=pytest.fail)["measured"] == {
        "loss": None,
        "gap": None,
    }


def test_a_torn_last_line_loses_nothing_else(probe):
    settle(recipe("ledger").Ledger.of(config()))
    path = probe / "runs/ledger.jsonl"
    path.write_bytes(path.read_bytes() + b'{"state": "concl')
    ledger = recipe("ledger").Ledger.of(config())
    settle(ledger, "2.6")
    again = recipe("ledger").Ledger.of(config())
    assert set(again.latest()) == {"2.5", "2.6"}
    assert again.damaged == 1


def test_an_interrupted_measurement_is_seen_as_unfinished(probe):
    ledger = recipe("ledger").Ledger.of(config())
    ledger.expect("2.11", "goes to the floor", value=0.0, how="floor")
    assert [record.id for record in ledger.unfinished()] == ["2.11"]
    assert "2.11" not in ledger.latest()


def test_a_waiver_needs_a_reason(probe):
    with pytest.raises(ValueError, match="reason"):
        recipe("ledger").Ledger().waive("2.11", "  ")


def test_a_waiver_stays_visible_for_ever(probe):
    ledger = recipe("ledger").Ledger()
    ledger.waive("2.11", "labels contradict each other")
    assert settle(ledger, "2.11", holds=False).verdict == "fails"
    assert ledger.latest()["2.11"].verdict == "waived"
    settle(ledger, "2.11", holds=True)
    assert ledger.latest()["2.11"].verdict == "holds"
    assert [w.because for w in ledger.waivers()] == ["labels contradict each other"]


def test_a_persons_look_outlives_a_new_drawing_of_the_same_tensors(probe):
    ledger = recipe("ledger").Ledger()
    settle(ledger, "2.13", holds=None)
    ledger.verdict("2.13", "holds", "looks right", "Ada looked")
    settle(ledger, "2.13", holds=None)
    assert ledger.latest()["2.13"].verdict == "holds"
    settle(ledger, "2.13", holds=False)
    assert ledger.latest()["2.13"].verdict == "fails"


def test_a_row_nobody_knows_is_named_with_the_known_ones(probe):
    with pytest.raises(ValueError, match=r"2\.11"):
        recipe("ledger").Ledger().waive("9.9", "because")


def test_openings_of_the_test_split_are_counted(probe):
    recipe("ledger").Ledger.of(config()).opened_test("0001-a")
    assert recipe("ledger").Ledger.of(config()).opened_test("0001-a") == 2


def test_verdicts_of_an_older_recipe_can_still_be_read(probe):
    path = probe / "runs/ledger.jsonl"
    path.parent.mkdir()
    old = {"state": "concluded", "number": 1, "id": "7.7", "check": "gone", "stage": 7}
    path.write_text(
        json.dumps({**old, "hypothesis": "h", "verdict": "holds", "new": 1}) + "\n"
    )
    assert recipe("ledger").Ledger.of(config()).latest()["7.7"].verdict == "holds"


# --- fingerprints ---


def changed_by(probe, change, **fields):
    """The parts whose fingerprint `change` moves."""
    before = recipe("fingerprint").fingerprints(config())
    change()
    after = recipe("fingerprint").fingerprints(config(**fields))
    return {part for part in before if before[part] != after[part]}


def test_comments_docstrings_and_layout_change_no_fingerprint(probe):
    file = probe / "src/probe/model.py"

    def reword():
        edit(file, "A net.", "One net.")
        edit(file, "Build it.", "Put it together.")
        edit(file, "# two layers", "# a pair")
        edit(file, "(inputs, outputs, config)", "(\n    inputs, outputs, config\n)")

    assert changed_by(probe, reword) == set()


def test_editing_the_model_changes_the_model_only(probe):
    file = probe / "src/probe/model.py"
    assert changed_by(probe, lambda: edit(file, "* 2", "* 3")) == {"model"}


def test_a_config_field_counts_for_the_file_that_reads_it(probe):
    assert changed_by(probe, lambda: None, width=16) == {"model"}


def test_relabelling_changes_the_data(probe):
    file = probe / "data/a.csv"
    assert changed_by(probe, lambda: edit(file, "1,2", "1,3")) == {"data"}


def test_moving_the_data_elsewhere_changes_nothing(probe):
    def move():
        (probe / "data").rename(probe / "elsewhere")

    assert changed_by(probe, move, data="elsewhere") == set()


def test_the_labels_beside_an_idx_file_count(probe):
    (probe / "data/t-images-idx3-ubyte").write_bytes(b"pictures")
    (probe / "data/t-labels-idx1-ubyte").write_bytes(b"labels")
    fingerprints = recipe("fingerprint").fingerprints
    before = fingerprints(config(data="data/t-images-idx3-ubyte"))
    (probe / "data/t-labels-idx1-ubyte").write_bytes(b"others")
    after = fingerprints(config(data="data/t-images-idx3-ubyte"))
    assert before["data"] != after["data"]


def test_the_number_of_workers_changes_nothing(probe):
    assert changed_by(probe, lambda: None, workers=2) == set()


def test_contents_are_hashed_once(probe, monkeypatch):
    fingerprint = recipe("fingerprint")
    fingerprint.fingerprints(config())
    monkeypatch.setattr(
        fingerprint, "content_hash", lambda path: pytest.fail(str(path))
    )
    fingerprint.fingerprints(config())


# --- you are here ---


def test_editing_the_model_makes_its_verdicts_stale_and_moves_you_back(probe):
    ledger = recipe("ledger").Ledger.of(config())
    for row in recipe("stages").ROWS.values():
        if row.blocks:
            settle(ledger, row.id)
    assert recipe("stages").here(ledger).stage == 4
    edit(probe / "src/probe/model.py", "* 2", "* 3")
    ledger = recipe("ledger").Ledger.of(config())
    stale = {record.id: record.because for record in ledger.stale()}
    assert {"2.5", "2.6", "2.11", "2.15"} <= set(stale) and "2.7" not in stale
    assert stale["2.5"] == "model changed since it held"
    assert recipe("stages").here(ledger).stage == 2


def test_nothing_measured_starts_at_the_first_gate_with_its_command(probe):
    here = recipe("stages").here(recipe("ledger").Ledger())
    assert here.stage == 2
    assert here.command == "python -m probe check"


def test_a_gate_that_fails_is_the_next_thing_to_run(probe):
    ledger = recipe("ledger").Ledger()
    settle(ledger, recipe("stages").here(ledger).row.id, holds=False)
    here = recipe("stages").here(ledger)
    assert here.command == f"python -m probe check {here.row.check}"


def test_advice_never_holds_you_back(probe):
    ledger = recipe("ledger").Ledger()
    for row in recipe("stages").ROWS.values():
        if row.blocks:
            ledger.waive(row.id, "only the advice is left")
    settle(ledger, "3.3", holds=False)
    assert recipe("stages").here(ledger).row is None


def test_a_drawing_waits_for_a_person(probe):
    ledger = recipe("ledger").Ledger()
    for row in recipe("stages").ROWS.values():
        if row.blocks and row.id != "2.13":
            ledger.waive(row.id, "only the drawing is left")
    settle(ledger, "2.13", holds=None)
    assert "--looks-right" in recipe("stages").here(ledger).command


def test_reading_the_ledger_imports_no_torch(probe):
    code = "import sys, probe.recipe.stages; sys.exit('torch' in sys.modules)"
    environment = {"PYTHONPATH": str(probe / "src")}
    assert subprocess.run([sys.executable, "-c", code], env=environment).returncode == 0
