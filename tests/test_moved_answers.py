"""Training that moves x moves the answers in x alike: `pytest tests/test_moved_answers.py`."""

from typing import Any

import pytest

from nn_recipe.findings import Findings
from nn_recipe.specimen import some
from nn_recipe.stage2_skeleton_and_baselines.moved_answers import judge_moved
from nn_recipe.training_inputs import came
from tests.bugs.blind.second_strangers import on_the_way
from tests.bugs.edits import EDITS
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT

MASKS, BOXES, TAGS = "image-segmentation", "image-detection", "text-tagging"
WRONG = {
    "the mask is turned over, the picture mirrored": (
        MASKS,
        "return Batch(batch.ids, batch.x.flip(-1), batch.y.flip(-2))",
    ),
    "the picture alone is mirrored": (
        MASKS,
        "return Batch(batch.ids, batch.x.flip(-1), batch.y)",
    ),
    "the mask is turned the other way, under noise": (
        MASKS,
        "x = batch.x.rot90(1, (2, 3)) + 0.1 * torch.randn_like(batch.x)\n"
        "    return Batch(batch.ids, x, batch.y.rot90(-1, (1, 2)))",
    ),
    "the picture alone is moved": (
        MASKS,
        "return Batch(batch.ids, 0.9 * batch.x.roll(5, 3), batch.y)",
    ),
    "boxes stay where the picture is mirrored": (
        BOXES,
        "return Batch(batch.ids, batch.x.flip(3), batch.y)",
    ),
    "boxes are mirrored, the picture turned over": (
        BOXES,
        "y, width = batch.y.clone(), batch.x.shape[3]\n"
        "    y[..., 0], y[..., 2] = width - batch.y[..., 2], width - batch.y[..., 0]\n"
        "    y = y.where(batch.y[..., 4:] >= 0, batch.y)\n"
        "    return Batch(batch.ids, batch.x.flip(2), y)",
    ),
    "words change places, tags do not": (
        TAGS,
        "order = torch.randperm(3)\n"
        "    x, y = batch.x.clone(), batch.y.clone()\n"
        "    x[:, :3], y[:, :3] = x[:, order], y[:, torch.randperm(3)]\n"
        "    return Batch(batch.ids, x, y)",
    ),
}
RIGHT = {
    "moved, what comes in is of no class": (
        MASKS,
        "x, y = batch.x.roll(4, 3), batch.y.roll(4, 2)\n"
        "    x[..., :4], y[..., :4] = 0.0, -1\n"
        "    return Batch(batch.ids, x, y)",
    ),
    "a window of it, made larger": (
        MASKS,
        "inner = nn.functional.interpolate(batch.x[..., 4:-4, 2:-6], batch.x.shape[2:])\n"
        "    y = nn.functional.interpolate(batch.y[:, None, 4:-4, 2:-6].float(), batch.x.shape[2:])\n"
        "    return Batch(batch.ids, inner, y[:, 0].long())",
    ),
    "noise and a patch that is hidden": (
        MASKS,
        "x = batch.x + 0.5 * torch.randn_like(batch.x)\n"
        "    x[..., 4:12, 4:12] = 0.0\n"
        "    return Batch(batch.ids, x, batch.y)",
    ),
    "words change places with their tags": (
        TAGS,
        "order = torch.randperm(3)\n"
        "    x, y = batch.x.clone(), batch.y.clone()\n"
        "    x[:, :3], y[:, :3] = x[:, order], y[:, order]\n"
        "    return Batch(batch.ids, x, y)",
    ),
    "some answers are not told": (
        TAGS,
        "return Batch(batch.ids, batch.x, batch.y.where(torch.rand(batch.y.shape) < 0.8, -1))",
    ),
}


def said(kind: str, body: str) -> str:
    function = f"def changed(batch: Batch) -> Batch:\n    {body}\n"
    edit = HealthyEdit("", "", kind, "", on_the_way("changed", function))
    return judged(kind, edit)


def judged(kind: str, edit: Any) -> str:
    with imported(ROOT / "generated_examples" / kind, kind, edit) as planted:
        project, findings = planted.project, Findings()
        examples = some(project.splits.train, 64)
        judge_moved(came(project, examples), examples, project, findings)
    return findings.said()


@pytest.mark.parametrize("what", WRONG)
def test_an_answer_that_stays_behind_is_found(what: str):
    assert "x is moved and y is not" in said(*WRONG[what])


@pytest.mark.parametrize("what", RIGHT)
def test_whatever_happens_to_both_is_free(what: str):
    assert not said(*RIGHT[what])


@pytest.mark.parametrize("id", ("J06", "H49", "H52", "H21"))
def test_strangers_who_move_both_are_free(id: str):
    assert not judged(EDITS[id].kind, EDITS[id])
