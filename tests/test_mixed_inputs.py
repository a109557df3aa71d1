"""x mixed with another example's, y not: `pytest tests/test_mixed_inputs.py`."""

import pytest

from nn_recipe.silent_failures.mixed_inputs import judge_mixed
from scaffolder.bugs.bug import Edit
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT
from tests.rendered import said

LINE = "        batch, done = batch.to(device), step + 1\n"
DRAW = LINE + "        kept, other = {kept}, torch.randperm(len(batch.ids))\n"
X = "kept * batch.x + (1 - kept) * batch.x[other]"
Y = "kept * batch.y + (1 - kept) * batch.y[other]"
NUMBERS, CLASSES = "tabular-regression", "tabular-classification"
BETA = "torch.distributions.Beta(0.4, 0.4).sample()"


def judged(kind: str, x: str = "batch.x", y: str = "batch.y", kept: str = BETA) -> str:
    text = DRAW.format(kept=kept) + f"        batch = Batch(batch.ids, {x}, {y})\n"
    edit = HealthyEdit("", "", kind, "", (Edit("train.py", LINE, text),))
    with imported(ROOT / "generated_examples" / kind, kind, edit) as planted:
        return said(judge_mixed, planted.project)


@pytest.mark.parametrize("kind", [NUMBERS, CLASSES])
def test_a_mixed_x_with_its_own_y_is_named(kind: str):
    assert "their own answer stays as it was" in judged(kind, X)


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"x": X, "y": Y},
        {"x": "batch.x + 0.1 * torch.randn_like(batch.x)"},  # noise
        {"x": "1.1 * batch.x"},
        {"x": X, "kept": "0.999"},  # hardly anything
    ],
    ids=["plain", "mixup", "noise", "scaled", "hardly"],
)
def test_what_is_mixed_alike_or_not_at_all_is_free(how: dict[str, str]):
    assert not judged(NUMBERS, **how)
