"""What is evaluated has statistics of its own: `pytest tests/test_stale_norms.py`."""

from typing import Any

import pytest

from nn_recipe.silent_failures.stale_norms import judge_norms
from scaffolder.bugs.bug import Edit
from tests.bugs.blind import BUGS
from tests.bugs.edits import EDITS
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT
from tests.rendered import said

LOOK = "        look(done, net)\n        saves"


def averaging(kind: str, *lines: str, at_first: str = "deepcopy(net)") -> str:
    """Evaluated is another net than the one in training."""
    indented = "".join(f"        {line}\n" for line in lines)
    edits = (
        Edit("train.py", "import math\n", "import math\nfrom copy import deepcopy\n"),
        Edit(
            "train.py",
            "    pending: list[Step] = []\n",
            f"    pending: list[Step] = []\n    average = {at_first}\n",
        ),
        Edit("train.py", LOOK, indented + LOOK),
        Edit(
            "train.py", "= evaluate(net, validation)", "= evaluate(average, validation)"
        ),
    )
    return judged(kind, HealthyEdit("", "", kind, "", edits))


def judged(kind: str, edit: Any) -> str:
    with imported(ROOT / "generated_examples" / kind, kind, edit) as planted:
        return said(judge_norms, planted.project)


FOLLOW = (
    "with torch.no_grad():",
    "    for kept, now in zip(average.parameters(), net.parameters()):",
    "        kept.lerp_(now, 0.5)",
)
BUFFERS = (
    "for kept, now in zip(average.buffers(), net.buffers()):",
    "    kept.copy_(now)",
)


@pytest.mark.parametrize("kind", ("audio-classification", "image-segmentation"))
def test_norms_of_the_first_day_are_found(kind: str):
    assert "do not belong to its weights" in averaging(kind, *FOLLOW)


def test_norms_of_the_day_on_which_an_average_began_are_found():
    begins = "average = deepcopy(net) if step == 1 else average"
    found = averaging("image-classification", begins, *FOLLOW)
    assert "do not belong to its weights" in found


def test_an_average_with_statistics_is_free():
    assert not averaging("image-classification", *FOLLOW, *BUFFERS)
    swa = "torch.optim.swa_utils.AveragedModel(net)"
    update = "average.update_parameters(net)"
    assert not averaging("image-regression", update, at_first=swa)


def test_nets_without_norms_that_measure_and_frozen_ones_are_free():
    assert not averaging("tabular-regression", *FOLLOW)
    still = "[m.eval() for m in net.modules() if isinstance(m, nn.BatchNorm2d)]"
    assert not averaging(
        "image-multilabel", still, *FOLLOW, at_first=f"({still}, deepcopy(net))[1]"
    )


@pytest.mark.parametrize("id", ("H02", "H05", "H34", "J05"))
def test_strangers_who_average_are_free(id: str):
    assert not judged(EDITS[id].kind, EDITS[id])


def test_an_average_without_statistics_is_found():
    bug: Any = next(bug for bug in BUGS if bug.id == "Q09")
    assert "do not belong to its weights" in judged(bug.kind, bug)
