"""MODEL_CARD.md: every number is that of its file, and a person's words survive.

Run: python -m pytest tests/test_card.py
"""

import importlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from torch import nn

from nn_recipe import place, trained
from nn_recipe.card import ASKS, NAME, front, own_words, write
from nn_recipe.contract import open_project
from nn_recipe.place import stand
from nn_recipe.side_files import read_json
from nn_recipe.specimen import fresh_net
from nn_recipe.verbs import main
from tests.examples import PACKAGES
from tests.probe_project import Probe, make_probe
from tests.test_report import estimate, history

probe = pytest.fixture(make_probe)
SCRIPTS = Path(__file__).parent / "scripts"
KEPT = {
    "net": "TwoLayers",
    "says": "[batch, cells] -> [batch, outputs]",
    "parameters": 1234,
    "that learn": 34,
    "examples": {"train": 140, "validation": 50, "test": 60},
    "left out": {"no answer": 3},
    "seconds": 12.5,
    "resumed": False,
    "device": "cpu",
    "hardware": "Abacus 3",
    "system": "Linux x86_64",
}


def card(probe: Probe, run: str = "last") -> str:
    return write(run, probe.folder / "runs").read_text("utf-8")


def put(probe: Probe, run: str, file: str, values: object) -> None:
    (probe.folder / "runs" / run / file).write_text(json.dumps(values))


def told(probe: Probe) -> None:
    """Two runs, of which the last was evaluated twice; baselines, verdicts and a trial."""
    history(probe)
    test = {"n": 60, "loss": estimate(0.3), "accuracy": estimate(0.83)}
    put(probe, "0002-train", "evaluation-test.json", test)
    put(probe, "0002-train", "trained.json", KEPT)
    (probe.folder / "runs/0002-train/confusion-test.csv").write_text(
        "answer,cat,dog\ncat,31,2\ndog,9,18\n"
    )
    trial(probe, "width=16", [0.021, 0.008, 0.034], True)


def trial(probe: Probe, what: str, by: list[float], holds: bool) -> None:
    experiment = probe.ledger().expect("3.4", f"{what}", value="better", how="pairs")
    found = {"change": what, "better by": by, "metric": "accuracy", "seeds": 5}
    experiment.conclude(found, holds, "so it was")


def rows(text: str, first: str) -> list[str]:
    """The cells of the row that begins with this one."""
    (line,) = (row for row in text.splitlines() if row.startswith(f"| {first} |"))
    return [cell.strip() for cell in line.strip("| ").split(" | ")]


def section(text: str, title: str) -> str:
    return text.partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_results_are_those_of_the_files_they_name(probe):
    told(probe)
    results = section(card(probe), "Results")
    assert rows(results, "loss")[1:] == ["0.076 [0.056, 0.096]", "0.300 [0.280, 0.320]"]
    assert rows(results, "accuracy")[1:] == [
        "0.910 [0.890, 0.930]",
        "0.830 [0.810, 0.850]",
    ]
    assert "validation, n = 50 | test, n = 60" in results
    assert "`evaluation-test.json`" in results
    assert rows(results, "1 nearest neighbour")[1:] == ["–"]
    assert rows(results, "class shares")[1:] == ["1.25"]
    assert rows(results, r"\*\*0002-train\*\*".replace("\\", ""))[1:] == [
        "0.076 [0.056, 0.096]"
    ]


def test_recall_and_precision_are_counted_in_the_table_of_confusions(probe):
    told(probe)
    results = section(card(probe), "Results")
    assert rows(results, "cat")[1:] == ["33", f"{31 / 33:.3f}", f"{31 / 40:.3f}"]
    assert rows(results, "dog")[1:] == ["27", f"{18 / 27:.3f}", f"{18 / 20:.3f}"]


def test_no_file_is_told_with_its_folder_and_a_temperature_is_no_metric(probe):
    told(probe)
    put(probe, "0002-train", "config.json", {"data": "/home/ada/own/t.csv", "steps": 9})
    found = {"split": "test", "n": 60, "accuracy": estimate(0.83), "temperature": 1.5}
    put(probe, "0002-train", "evaluation-test.json", found)
    text = card(probe)
    assert "t.csv" in text and "own/t.csv" not in text and "temperature" not in text


def test_the_hub_reads_the_same_numbers_unrounded(probe):
    told(probe)
    head = yaml.safe_load(card(probe).split("---\n")[1])
    (model,) = head["model-index"]
    validation, test = model["results"]
    assert (validation["dataset"]["split"], test["dataset"]["split"]) == (
        "validation",
        "test",
    )
    found = {m["name"]: m["value"] for m in test["metrics"]}
    assert found == {"loss, test": 0.3, "accuracy, test": 0.83}
    every = [validation, test]
    assert all(r["task"]["type"] and r["dataset"]["name"] for r in every)
    assert all(m["type"] for r in every for m in r["metrics"])


def test_what_is_known_of_the_training_stands_as_it_was_kept(probe):
    told(probe)
    text = card(probe)
    assert rows(text, "parameters")[1] == "1,234, of which 34 learn"
    assert "12.5 s for the whole command" in text and "Abacus 3 (cpu)" in text
    assert "| 140 | 50 | 60 |" in text
    assert "Left out: no answer (3)." in text
    assert "40 steps, of 40 asked. Kept are the weights of step 40" in text


def test_a_change_stands_with_what_it_brought(probe):
    told(probe)
    number = max(r.number for r in probe.ledger().records())
    assert rows(section(card(probe), "What was tried"), "width=16")[1:] == [
        "0.021 [0.008, 0.034]",
        "accuracy",
        "holds",
        "5",
        str(number),
    ]


def test_what_fails_is_waived_or_stale_stands_with_its_reason(probe):
    told(probe)
    probe.edit("src/probe/model.py", "* 2", "* 3")
    checks = section(card(probe), "Checks")
    assert "stale (was: holds)" in rows(checks, "2.5")
    assert "stale (was: waived)" in rows(checks, "2.10")
    assert "model changed since it held" in checks
    probe.edit("src/probe/model.py", "* 3", "* 2")
    checks = section(card(probe), "Checks")
    assert rows(checks, "2.6")[2:4] == ["fails", "so it was"]
    assert rows(checks, "2.10")[3] == "trees win on &lt;this> table, and we know"
    assert "Held, 2: 2.5 verify loss @ init, 2.11 overfit one batch." in checks


def test_looks_at_the_test_split_are_counted(probe):
    assert "The test split has never been opened." in card(probe)
    trial(probe, "depth=2", [0.0, -0.1, 0.1], False)
    told(probe)
    text = card(probe)
    assert "has been opened once. Since it was first opened 1 change was tried." in text
    probe.ledger().opened_test("0002-train")
    assert "has been opened 2 times, 1 of them for this run." in card(probe)
    trial(probe, "width=4", [0.0, -0.1, 0.1], False)
    assert "2 changes were tried" in card(probe)
    assert "judged 4 other trainings (runs, changes, trials)" in card(probe)


def test_a_run_that_began_after_the_test_split_was_opened_says_so(probe):
    told(probe)
    late = "This run was begun after it was first opened."
    assert late not in card(probe)
    put(probe, "0002-train", "meta.json", {"started": "2126-01-02T03:04:05+0000"})
    assert late in card(probe)


def test_each_section_without_data_names_what_measures_it(probe):
    text = card(probe)
    for title, verb in {
        "What it is": "train",
        "Data": "look",
        "How it was trained": "train",
        "Results": "evaluate last --split test",
        "What was tried": 'try "KEY=VALUE"',
        "Checks": "check",
        "How to predict": "train",
    }.items():
        assert f"not measured: `python -m probe {verb}`." in section(text, title)
    own = own_words.PAIR.sub("", text.partition("---\n\n")[2])
    assert not re.search(r"\d\.\d", own)


def test_words_of_a_person_stay_and_numbers_are_written_anew(probe):
    told(probe)
    text = card(probe)
    asked = f"TODO: {ASKS['intended use']}"
    said = "For vets, | not <b>for</b> owners.\n\n- on weekdays\n"
    text = text.replace(asked, said).replace(
        "# license: TODO, of the weights and what the data allow, such as mit",
        "license: mit\nbase_model:\n- one/another",
    )
    (probe.folder / NAME).write_text(text, "utf-8")
    put(probe, "0002-train", "evaluation-test.json", {"n": 60, "loss": estimate(0.25)})
    again = card(probe)
    assert said in again and asked not in again
    head = yaml.safe_load(again.split("---\n")[1])
    assert (head["license"], head["base_model"]) == ("mit", ["one/another"])
    assert "license: TODO" not in again
    assert head["model-index"][0]["results"][1]["metrics"][0]["value"] == 0.25
    assert card(probe) == again


@pytest.mark.parametrize("old, new", (("## Data", "## My data"), ("0.830", "0.930")))
def test_words_outside_of_the_markers_are_not_lost_in_silence(probe, old, new):
    told(probe)
    edited = card(probe).replace(old, new)
    (probe.folder / NAME).write_text(edited, "utf-8")
    with pytest.raises(ValueError, match="put your words between"):
        card(probe)
    assert (probe.folder / NAME).read_text("utf-8") == edited


def test_a_card_that_is_not_ours_is_left_alone(probe):
    (probe.folder / NAME).write_text("# Mine\n")
    with pytest.raises(ValueError, match="is not ours"):
        card(probe)


def test_text_from_outside_ends_no_cell_and_no_marker(probe):
    bad = "a | b\n<!-- /yours --> <script> `c`"
    experiment = probe.ledger().expect("2.5", bad, value=1, how=bad)
    experiment.conclude(1.0, False, bad)
    trial(probe, bad, [0.1, 0.0, 0.2], True)
    text = card(probe)
    assert "<script" not in text
    assert text.count("<!-- /yours -->") == len(ASKS)
    table = [line for line in text.splitlines() if "a \\| b" in line]
    assert len(table) == 2 and card(probe) == text


def test_the_run_is_found_as_by_the_other_verbs(probe):
    told(probe)
    for name in ("1", "0001-first", "first"):
        assert "`0001-first`" in section(card(probe, name), "What it is")
    with pytest.raises(ValueError, match="No run 'seventh'"):
        card(probe, "seventh")


def test_verdicts_are_read_under_the_config_of_the_run(probe):
    told(probe)
    config = {"learning_rate": 3e-4, "steps": 40, "width": 9}
    put(probe, "0002-train", "config.json", config)
    assert "stale (was: holds)" in rows(section(card(probe), "Checks"), "2.5")
    assert "stale" not in section(card(probe, "1"), "Checks")


def test_what_was_changed_stands_beside_what_was_written(probe):
    answers = {"kind": "tabular-classification", "_commit": "v0.1.0"}
    (probe.folder / ".copier-answers.yml").write_text(yaml.safe_dump(answers))
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "new"]):
        subprocess.run([*git, *words], cwd=probe.folder, check=True)
    told(probe)
    config = {"learning_rate": 1e-3, "width": 8, "ema": 0.5}
    put(probe, "0002-train", "config.json", config)
    training = section(card(probe), "How it was trained")
    assert rows(training, "`learning_rate`")[1:] == ["`0.001`", "`0.0003`"]
    assert rows(training, "`ema`")[1:] == ["`0.5`", "not there"]
    assert "As it was written: `width=8`." in training


def test_the_verb_says_where_it_stands_and_needs_no_torch(probe):
    told(probe)
    code = """if True:
        import sys
        from nn_recipe.verbs import main
        main("probe", ["report", "--card", "--run", "2", "--json"])
        sys.exit("torch" in sys.modules)
    """
    environment = {"PYTHONPATH": str(probe.folder / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert Path(json.loads(done.stdout)["card"]) == probe.folder / NAME


def test_a_run_is_named_for_a_card_alone(probe):
    with pytest.raises(ValueError, match="add --card"):
        main("probe", ["report", "--run", "2"])


def test_code_of_your_own_has_a_card_of_its_files_and_verdicts(tmp_path, monkeypatch):
    monkeypatch.setattr(place, "_now", [place.here()])
    monkeypatch.delitem(sys.modules, "audit", raising=False)
    folder = shutil.copytree(SCRIPTS / "epochs", tmp_path / "epochs")
    monkeypatch.syspath_prepend(folder)
    importlib.invalidate_caches()
    stand("audit")
    written = write("last", folder / "runs").read_text("utf-8")
    monkeypatch.delitem(sys.modules, "audit", raising=False)
    assert (folder / NAME).is_file() and "| model | `train_digits.py` |" in written
    assert "| `epochs` | `10` |" in section(written, "How it was trained")
    assert "python -m nn_recipe --project audit train" in written


def test_what_the_hub_calls_otherwise_are_kinds_that_exist():
    assert front.TASKS.keys() <= PACKAGES.keys()


def test_a_training_leaves_what_nobody_can_know_afterwards(tmp_path):
    project = open_project("wine", steps=4, evaluate_every=2)
    run = project.new_run(tmp_path / "run")
    feeds = map(project.feed, (project.splits.train, project.splits.validation))
    project.train(fresh_net(project), *feeds, run=run)
    trained.keep(run.folder, project, 1.25, False)
    found = read_json(run.folder / "trained.json")
    sizes = (p.numel() for p in fresh_net(project).parameters())
    assert found["parameters"] == found["that learn"] == sum(sizes)
    assert found["examples"] == {"train": 125, "validation": 26, "test": 27}
    assert (found["left out"], found["seconds"], found["device"]) == ({}, 1.2, "cpu")
    assert found["hardware"] and found["versions"]["torch"]


def test_weights_that_are_frozen_are_counted_apart():
    net = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    net[0].requires_grad_(False)
    found = trained.of_net(net)
    assert (found["parameters"], found["that learn"]) == (26, 10)
    assert found["net"] == "Sequential" and found["says"] == "A sequential container."
