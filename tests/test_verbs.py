"""What the verbs of the recipe, and of a generated project, say and how they exit; no net is trained.

Run: python -m pytest tests/test_verbs.py
"""

import importlib
import json
import subprocess
import sys
import time

import pytest

from nn_recipe import checks, verbs
from nn_recipe import say as speak
from nn_recipe.ledger import order
from nn_recipe.ledger.rows import ROWS, row, rows_of
from nn_recipe.verbs import after
from tests.examples import ROOT
from tests.probe_project import make_probe

probe = pytest.fixture(make_probe)
OURS = ("status", "look", "label", "errors", "check", "curve")
VERBS = (*OURS, "try", "tune", "folds", "squeeze", "report")
OWN = ("train", "evaluate", "predict", "baseline")
WINE = ROOT / "generated_examples" / "tabular-classification"


@pytest.fixture
def say(probe, capsys):
    """Run a verb of the recipe: (exit code, stdout, stderr)."""

    def run(*arguments):
        try:
            code = verbs.main("probe", arguments)
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def wine(capsys):
    """Run a verb of the project: (exit code, stdout, stderr)."""

    def run(*arguments):
        try:
            code = importlib.import_module("wine.__main__").main(arguments)
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_status_in_json_names_the_next_command(say):
    code, out, _ = say("status", "--json")
    assert code == 0
    assert json.loads(out)["next"] == "python -m probe look"


def test_status_takes_less_than_a_second_of_cpu(say):
    before = time.process_time()
    say("status")
    assert time.process_time() - before < 1.0


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_help_with_an_example(say, verb):
    code, out, _ = say(verb, "--help")
    assert code == 0
    assert f"Example: python -m probe {verb}" in out
    assert "--json" in out


@pytest.mark.parametrize("verb", OWN)
def test_every_verb_of_the_project_has_a_help(wine, verb):
    code, out, _ = wine(verb, "--help")
    assert code == 0 and "--json" in out


def test_the_help_lists_the_verbs_and_those_of_the_recipe(wine):
    code, out, _ = wine("--help")
    assert code == 0
    assert all(verb in out for verb in (*VERBS, *OWN))


def test_a_misspelt_verb_is_answered_with_the_nearest(wine):
    code, out, err = wine("trian")
    assert code == 2 and "train" in out + err


def test_a_misspelt_flag_is_answered_with_the_nearest(wine):
    code, out, err = wine("train", "--learning-rat", "1")
    assert code == 2 and "--learning-rate" in out + err


def test_every_field_of_the_config_is_a_flag_of_train(wine):
    out = wine("train", "--help")[1]
    assert all(flag in out for flag in ("--width", "--learning-rate", "--split-seed"))


def test_a_misspelt_check_is_answered_with_the_nearest(say):
    with pytest.raises(ValueError, match="Did you mean overfit_one_batch?"):
        say("check", "overfit_one_bacth")


def test_without_the_library_its_verbs_say_how_to_get_it():
    code = (
        "import sys; sys.modules['nn_recipe'] = None; "
        "from wine.__main__ import main; sys.exit(main(['check']))"
    )
    environment = {"PYTHONPATH": str(WINE / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 2 and "pip install nn-recipe" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_check_is_found_by_its_number_and_by_its_beginning():
    chosen = checks.chosen
    assert [row.id for row in chosen(["2.11", "overfit", "verify-loss-at-init"])] == [
        "2.11",
        "2.11",
        "2.5",
    ]


def test_fast_checks_leave_the_long_ones_out():
    chosen = checks.chosen
    fast, usual, all_of_them = chosen([], fast=True), chosen([]), chosen([], all=True)
    assert {"2.5", "2.11"} <= {row.id for row in fast}
    assert {"2.9", "2.10", "2.12"}.isdisjoint(row.id for row in fast)
    assert {row.id for row in usual} < {row.id for row in all_of_them}


def test_a_waiver_is_written_with_its_reason(say, probe):
    assert say("check", "--waive", "2.11", "--because", "two labels contradict")[0] == 0
    assert probe.ledger().latest()["2.11"].because == "two labels contradict"


def test_a_waiver_without_a_reason_is_a_mistake(say):
    with pytest.raises(ValueError, match="--because"):
        say("check", "--waive", "2.11")


def test_nothing_looks_right_before_it_was_drawn(say):
    with pytest.raises(ValueError, match="check just_before_the_net"):
        say("check", "--looks-right", "Ada")


def test_what_looks_right_to_a_person_holds(say, probe):
    experiment = probe.ledger().expect(
        "2.13", "x is what I think", value="so", how="look"
    )
    experiment.conclude(None, None, "look", (), ["runs/evidence/batch.png"])
    assert say("check", "--looks-right", "Ada")[0] == 0
    record = probe.ledger().latest()["2.13"]
    assert record.verdict == "holds"
    assert record.because.startswith("Ada looked at runs/evidence/batch.png")


def test_numbers_that_fail_are_not_overruled_by_a_look(say, probe):
    experiment = probe.ledger().expect(
        "2.13", "x is what I think", value="so", how="look"
    )
    experiment.conclude(None, False, "normalised twice")
    with pytest.raises(ValueError, match="normalised twice"):
        say("check", "--looks-right", "Ada")


def never(config, **options):
    pytest.fail("a gate was passed over")


def test_train_stops_at_a_gate_that_fails_and_says_how_to_go_on(probe, capsys):
    experiment = probe.ledger().expect("2.11", "to the floor", value=0.0, how="floor")
    experiment.conclude(1.4, False, "stuck at 1.4", ["target.py: loss"])
    assert after.train(never, probe.config()) == 1
    err = capsys.readouterr().err
    assert "stuck at 1.4" in err and "target.py: loss" in err
    assert "--waive 2.11 --because" in err


def test_what_belongs_to_a_later_stage_is_said_and_may_be_trained(probe):
    config, ledger = probe.config(weight_decay=0.1), probe.ledger(weight_decay=0.1)
    assert "belongs to stage 4" in order.too_early(config, ledger)
    assert order.objection(config, ledger) == ""


def test_regularising_is_free_once_the_gates_before_it_are_settled(probe):
    ledger = probe.ledger()
    for gate in ROWS.values():
        if gate.blocks:
            ledger.waive(gate.id, "settled")
    config = probe.config(weight_decay=0.1)
    assert order.too_early(config, probe.ledger(weight_decay=0.1)) == ""


def test_waiving_the_order_of_the_recipe_lets_later_stages_begin(probe):
    probe.ledger().waive("0.2", "reproducing a paper")
    config = probe.config(weight_decay=0.1)
    assert order.too_early(config, probe.ledger(weight_decay=0.1)) == ""


def test_a_broken_check_fails_with_its_line_and_the_others_go_on(probe):
    config = 'raise RuntimeError("shapes 3 and 4 cannot be multiplied")'
    (probe.package / "model.py").write_text(f"def build():\n    {config}\n")
    import probe.model as model  # type: ignore[import-not-found]

    try:
        model.build()
    except RuntimeError as error:
        record = checks.broken(row("2.5"), error, probe.ledger())
    assert record.verdict == "fails"
    assert record.look_at == ["src/probe/model.py:2"]
    assert (probe.folder / record.evidence[0]).read_text().startswith("Traceback")


def test_interruption_exits_with_130(wine, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib.import_module("wine.__main__"), "call", interrupt)
    code, _, err = wine("train")
    assert code == 130 and "train --resume last" in err


def test_an_interrupted_verb_says_how_to_ask_again(say, monkeypatch):
    def stop() -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib.import_module("nn_recipe.verbs.check"), "check", stop)
    code, _, err = say("check")
    assert code == 130 and err.endswith("probe check\n")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_verdicts_and_map_break_no_word_and_keep_the_verdict(
    say, probe, monkeypatch, capsys, width
):
    """The numbers are those of the row; the sign of the verdict comes before its name."""
    monkeypatch.setenv("COLUMNS", str(width))
    text = "The first loss is what always answering the best constant costs."
    experiment = probe.ledger().expect("2.5", text, value=1.0863, how="on paper")
    record = experiment.conclude({"zeroed head": 1.0862, "real": 1.0}, True, "it is")
    speak.verdicts([record])
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= width
    words = f"2.5 {text} ✓ holds 1.086".split()
    said = out.replace(":", "").replace(",", "").split()
    assert all(word in said for word in words)
    for waiting in filter(lambda row: row.blocks, rows_of(1)):
        probe.ledger().waive(waiting.id, "the data are known")
    _, shown, _ = say("status")
    (row,) = (line for line in shown.splitlines() if " 2.5 " in line and "@" in line)
    assert row.split()[:2] == ["✓", "2.5"] and len(row.rstrip()) <= width
