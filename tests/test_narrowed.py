"""An augmentation leaves x the range that evaluation has: `pytest tests/test_narrowed.py`."""

from typing import Any

import pytest

from nn_recipe.findings import Findings
from nn_recipe.specimen import some
from nn_recipe.stage2_skeleton_and_baselines.narrowed import judge_narrowed
from nn_recipe.training_inputs import came
from tests.bugs.blind.second_strangers import on_the_way
from tests.bugs.edits import EDITS
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT

WRONG = {
    "light, cut to 0 and 1": (
        "image-classification",
        "(batch.x + 0.1 * torch.randn(n, 1, 1, 1)).clamp(0, 1)",
    ),
    "light, cut to -1 and 1": (
        "image-multilabel",
        "(batch.x * (1 + 0.2 * torch.randn(n, 1, 1, 1))).clamp(-1, 1)",
    ),
    "noise, and nothing below 0": (
        "tabular-classification",
        "(batch.x + 0.1 * torch.randn_like(batch.x)).relu()",
    ),
    "noise, cut to a wave of -1 to 1": (
        "audio-classification",
        "(batch.x + 0.1 * torch.randn_like(batch.x)).clamp(-1, 1)",
    ),
    "noise on what is divided by 255 again": (
        "image-regression",
        "(batch.x + 0.1 * torch.randn_like(batch.x)) / 255",
    ),
    "louder by ten": (
        "series-forecasting",
        "batch.x * 10 * (1 + 0.1 * torch.randn(n, 1, 1))",
    ),
}
RIGHT = {
    "much noise, and half of it hidden": (
        "image-classification",
        "(batch.x + torch.randn_like(batch.x)) * (torch.rand_like(batch.x) < 0.5)",
    ),
    "means of two rows": (
        "tabular-regression",
        "(batch.x + batch.x[torch.randperm(n)]) / 2",
    ),
    "cut to what x can be": (
        "image-multilabel",
        "(batch.x + torch.randn(n, 1, 1, 1)).clamp(batch.x.min(), batch.x.max())",
    ),
}


def said(kind: str, what: str) -> str:
    function = (
        "def changed(batch: Batch) -> Batch:\n    n = len(batch.ids)\n"
        f"    return Batch(batch.ids, {what}, batch.y)\n"
    )
    return judged(kind, HealthyEdit("", "", kind, "", on_the_way("changed", function)))


def judged(kind: str, edit: Any) -> str:
    with imported(ROOT / "generated_examples" / kind, kind, edit) as planted:
        project, findings = planted.project, Findings()
        examples = some(project.splits.train, 128)
        judge_narrowed(came(project, examples), examples, project, findings)
    return findings.said()


@pytest.mark.parametrize("what", WRONG)
def test_values_that_training_never_shows_are_found(what: str):
    assert "In training" in said(*WRONG[what])


@pytest.mark.parametrize("what", RIGHT)
def test_noise_gaps_and_means_are_free(what: str):
    assert not said(*RIGHT[what])


@pytest.mark.parametrize("id", ("H03", "H11", "H30", "H38", "H45", "H56", "J11"))
def test_strangers_augmentations_are_free(id: str):
    assert not judged(EDITS[id].kind, EDITS[id])
