"""Tones whose pitch is known are heard, and no others: `pytest tests/test_tones.py`."""

import pytest

from nn_recipe.stage2_skeleton_and_baselines.tones import judge_tones
from scaffolder.bugs.bug import Edit
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT
from tests.rendered import said

KIND = "audio-classification"
RESAMPLED = (
    "    return resample(whole, blocks * up)[: math.ceil(len(samples) * up / down)]\n"
)
BETWEEN = """\
    at = np.arange(math.ceil(len(samples) * up / down)) * down / up
    return np.interp(at, np.arange(len(whole)), whole)
"""
FILTERED = """\
    from scipy.signal import resample_poly

    return resample_poly(samples, up, down)
"""


def heard(new: str) -> str:
    edit = HealthyEdit("", "", KIND, "", (Edit("read.py", RESAMPLED, new),))
    with imported(ROOT / "generated_examples" / KIND, KIND, edit) as planted:
        return said(judge_tones, planted.project)


def test_a_rate_that_is_lowered_without_a_filter_is_found():
    assert "can hold, is heard as one of" in heard(BETWEEN)


@pytest.mark.parametrize("new", (RESAMPLED, FILTERED))
def test_any_filter_will_do(new: str):
    assert not heard(new)
