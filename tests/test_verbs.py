"""What the verbs of a generated project say and how they exit, as far as no net is needed.

Run: python -m pytest tests/test_verbs.py
"""

import json
import time

import pytest

from tests.probe_project import make_probe

probe = pytest.fixture(make_probe)
VERBS = (
    "status",
    "check",
    "baseline",
    "train",
    "evaluate",
    "predict",
    "curve",
    "report",
)


@pytest.fixture
def say(probe, capsys):
    """Run a verb: (exit code, stdout, stderr)."""

    def run(*arguments):
        try:
            code = probe.part("cli").main(arguments)
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_no_verb_means_status(say):
    assert say()[1] == say("status")[1]
    assert "Next: python -m probe check" in say()[1]


def test_status_in_json_names_the_next_command(say):
    code, out, _ = say("--json")
    assert code == 0
    assert json.loads(out)["next"] == "python -m probe check"


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


def test_the_help_lists_every_verb_and_the_exit_codes(say):
    code, out, _ = say("--help")
    assert code == 0
    assert all(f"\n  {verb} " in out for verb in VERBS)
    assert "130 interrupted" in out


def test_a_misspelt_verb_is_answered_with_the_nearest(say):
    code, _, err = say("trian")
    assert code == 2
    assert "Did you mean train?" in err


def test_a_misspelt_flag_is_answered_with_the_nearest(say):
    code, _, err = say("train", "--learning-rat", "1")
    assert code == 2
    assert "--learning-rate" in err


def test_a_misspelt_check_is_answered_with_the_nearest(say):
    code, _, err = say("check", "overfit_one_bacth")
    assert code == 2
    assert "Did you mean overfit_one_batch?" in err


def test_every_field_of_the_config_is_a_flag_of_train(say):
    out = say("train", "--help")[1]
    assert all(flag in out for flag in ("--width", "--learning-rate", "--split-seed"))


def test_a_check_is_found_by_its_number_and_by_its_beginning(probe):
    chosen = probe.part("checks").chosen
    assert [row.id for row in chosen(["2.11", "overfit", "verify-loss-at-init"])] == [
        "2.11",
        "2.11",
        "2.5",
    ]


def test_fast_checks_leave_the_long_ones_out(probe):
    chosen = probe.part("checks").chosen
    fast, usual, all_of_them = chosen([], fast=True), chosen([]), chosen([], all=True)
    assert {"2.5", "2.11"} <= {row.id for row in fast}
    assert {"2.9", "2.10", "2.12"}.isdisjoint(row.id for row in fast)
    assert {row.id for row in usual} < {row.id for row in all_of_them}


def test_a_waiver_is_written_with_its_reason(say, probe):
    assert say("check", "--waive", "2.11", "--because", "two labels contradict")[0] == 0
    assert probe.ledger().latest()["2.11"].because == "two labels contradict"


def test_a_waiver_without_a_reason_is_a_mistake(say):
    code, _, err = say("check", "--waive", "2.11")
    assert code == 2
    assert "--because" in err


def test_nothing_looks_right_before_it_was_drawn(say):
    code, _, err = say("check", "--looks-right", "Ada")
    assert code == 2
    assert "check just_before_the_net" in err


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
    code, _, err = say("check", "--looks-right", "Ada")
    assert code == 2
    assert "normalised twice" in err


def test_train_stops_at_a_gate_that_fails_and_says_how_to_go_on(say, probe):
    experiment = probe.ledger().expect("2.11", "to the floor", value=0.0, how="floor")
    experiment.conclude(1.4, False, "stuck at 1.4", ["target.py: loss"])
    code, _, err = say("train")
    assert code == 1
    assert "stuck at 1.4" in err and "target.py: loss" in err
    assert "--waive 2.11 --because" in err


def test_what_belongs_to_a_later_stage_has_to_wait(say, probe):
    code, _, err = say("train", "--weight-decay", "0.1")
    assert code == 1
    assert "stage 4" in err and "--waive 0.2" in err


def test_regularising_is_free_once_the_gates_before_it_are_settled(probe):
    ledger = probe.ledger()
    for row in probe.part("rows").ROWS.values():
        if row.blocks:
            ledger.waive(row.id, "settled")
    config = probe.config(weight_decay=0.1)
    assert probe.part("order").objection(config, probe.ledger(weight_decay=0.1)) == ""


def test_waiving_the_order_of_the_recipe_lets_later_stages_begin(probe):
    probe.ledger().waive("0.2", "reproducing a paper")
    config = probe.config(weight_decay=0.1)
    assert probe.part("order").objection(config, probe.ledger(weight_decay=0.1)) == ""


def test_a_broken_check_fails_with_its_line_and_the_others_go_on(probe):
    checks, rows = probe.part("checks"), probe.part("rows")
    config = 'raise RuntimeError("shapes 3 and 4 cannot be multiplied")'
    (probe.package / "model.py").write_text(f"def build():\n    {config}\n")
    import probe.model as model  # type: ignore[import-not-found]

    try:
        model.build()
    except RuntimeError as error:
        record = checks.broken(rows.row("2.5"), error, probe.ledger())
    assert record.verdict == "fails"
    assert record.look_at == ["model.py:2"]
    assert (probe.folder / record.evidence[0]).read_text().startswith("Traceback")


def test_interruption_exits_with_130(say, probe, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt("Stopped. Saved up to step 40.")

    monkeypatch.setattr(probe.part("cli"), "call", interrupt)
    code, _, err = say("train")
    assert (code, err) == (130, "Stopped. Saved up to step 40.\n")


def test_a_mistake_of_the_user_shows_no_traceback_but_ours_does(
    say, probe, monkeypatch
):
    def anything(*_):
        return int("not ours to explain")  # raised here, outside the project

    monkeypatch.setattr(probe.part("cli"), "call", anything)
    with pytest.raises(ValueError):
        say("status")
