"""What healthy edits of a second stranger taught the checks: `pytest tests/test_second_strangers.py`."""

from types import SimpleNamespace

from nn_recipe.findings import Findings
from nn_recipe.silent_failures.located import judge_located
from nn_recipe.tuned import target_of
from tests.bugs.edits import EDITS
from tests.bugs.planting import imported
from tests.examples import ROOT


def planted(id: str):
    kind = EDITS[id].kind
    return imported(ROOT / "generated_examples" / kind, kind, EDITS[id])


def test_a_calibration_error_is_as_far_from_0_as_ideal_outputs_are_from_certain():
    with planted("J01") as edited:
        assert edited.record("2.7").verdict == "holds"


def test_pictures_may_be_letterboxed_into_x():
    with planted("J07") as edited:
        findings = Findings()
        judge_located(edited.project, findings)
    assert not findings.faults


def a_run(names: list[str], threshold: float, answers_are: str = "labels"):
    target = SimpleNamespace(answers_are=answers_are)
    state = {"target": {"names": names, "thresholds": [threshold]}}
    return SimpleNamespace(target=target, state=lambda: state)


def test_a_run_may_have_thresholds_of_its_own_but_no_other_names_and_no_other_unit():
    project = a_run(["a", "b"], 0.0)
    tuned, swapped = a_run(["a", "b"], 0.3), a_run(["b", "a"], 0.3)
    assert target_of(tuned, project) is tuned.target
    assert target_of(swapped, project) is project.target
    number, scaled = (a_run(["y"], sd, "numbers") for sd in (1.0, 2.0))
    assert target_of(scaled, number) is number.target
