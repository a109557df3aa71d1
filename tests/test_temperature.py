"""A temperature that is of validation, of its run, and used: `pytest tests/test_temperature.py`."""

import pytest

from nn_recipe.silent_failures.temperature import judge_temperature
from scaffolder.bugs.bug import Edit
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT
from tests.rendered import said

MINE, PREDICT = "calibration.py", "predict.py"
RESTORED = "= calibrated(run)"
DIVIDED = "self.net(x) / self.temperature"
KEPT = '    return run.checkpoint(weights).get("temperature", 1.0)\n'
OF_ONE = (
    "    return T.setdefault(0, run.checkpoint(weights)['temperature'])\n\n\nT = {}\n"
)


def judged(file: str, old: str, new: str, kind: str = "tabular-classification") -> str:
    edit = HealthyEdit("", "", kind, "", (Edit(file, old, new),), add=("calibration",))
    with imported(ROOT / "generated_examples" / kind, kind, edit) as planted:
        return said(judge_temperature, planted.project)


@pytest.mark.parametrize(
    ("file", "old", "new", "found"),
    (
        (MINE, DIVIDED, "self.net(x) * self.temperature", "times it, not divided"),
        (MINE, "load(problem.config).validation", "load(problem.config).train", ""),
        (MINE, KEPT, OF_ONE, "probabilities that are"),
        (PREDICT, RESTORED, "= run.trained()", "as if there were none"),
    ),
)
def test_a_temperature_that_is_another_or_not_used_is_found(file, old, new, found):
    told = judged(file, old, new)
    assert told and found in told


@pytest.mark.parametrize("kind", ("tabular-classification", "image-classification"))
def test_a_right_one_is_not(kind: str):
    """Where there are norms, which move while a net is kept, too."""
    assert not judged(MINE, "WIDEST = 10.0", "WIDEST = 12.0", kind)


def test_without_one_nothing_is_said():
    kind = "tabular-classification"
    edit = HealthyEdit("", "", kind, "", ())
    with imported(ROOT / "generated_examples" / kind, kind, edit) as planted:
        assert not planted.project.tempers
        assert not said(judge_temperature, planted.project)
