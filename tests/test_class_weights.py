"""Weights made of counts belong to the classes that were counted: `pytest tests/test_class_weights.py`."""

from typing import Any

import pytest

from nn_recipe.silent_failures.class_weights import judge_class_weights
from scaffolder.bugs.bug import Edit
from tests.bugs.blind import BUGS
from tests.bugs.edits import EDITS
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT
from tests.rendered import said

BY_HAND = "torch.tensor([3.0, 1.0, 2.0, 1.0, 5.0, 1.0, 1.0, 2.0, 1.0, 7.0])[y]"
SORTED = "torch.tensor(sorted(self.counts), dtype=torch.float64)"
OWN = "torch.tensor(self.counts, dtype=torch.float64)"


def planted(kind: str, before: str, after: str) -> str:
    edit = HealthyEdit("", "", kind, "", (Edit("target.py", before, after),))
    return judged(kind, edit)


def judged(kind: str, edit: Any) -> str:
    with imported(ROOT / "generated_examples" / kind, kind, edit) as project:
        return said(judge_class_weights, project.project)


def one_class(weights: str) -> str:
    ones = "return torch.ones(len(y), device=y.device)"
    return planted("image-classification", ones, f"return {weights}")


def masks(weights: str) -> str:
    loss = 'F.cross_entropy(outputs, y, ignore_index=VOID, reduction="none")'
    return planted(
        "image-segmentation", loss, loss.replace("y,", f"y, ({weights}).float(),")
    )


def labels(weights: str) -> str:
    loss = 'F.binary_cross_entropy_with_logits(outputs, y, reduction="none")'
    weighed = f"{loss[:-1]}, pos_weight=({weights}).float())"
    return planted("image-multilabel", loss, weighed)


@pytest.mark.parametrize(
    "made", ("1 / {}", "{}.rsqrt()", "-({} / sum(self.counts)).log()")
)
def test_weights_of_other_classes_are_found(made: str):
    assert "the weight of another class" in masks(made.format(SORTED))
    assert not masks(made.format(OWN))


def test_so_are_those_of_single_answers_and_of_labels():
    assert "the weight of another" in one_class(f"(1 / {SORTED})[y]")
    assert "the weight of another" in labels(f"(self.answers - {SORTED}) / {SORTED}")
    assert not one_class(f"(1 / {OWN})[y]")
    assert not labels(f"(self.answers - {OWN}) / {OWN}")


def test_weights_of_ones_own_choice_are_free():
    assert not one_class(BY_HAND)


@pytest.mark.parametrize("id", ("H19", "H39", "H48", "J04"))
def test_strangers_who_weigh_are_free(id: str):
    assert not judged(EDITS[id].kind, EDITS[id])


def test_tags_in_the_order_of_their_counts_are_found():
    bug: Any = next(bug for bug in BUGS if bug.id == "Q15")
    assert "the weight of another class" in judged(bug.kind, bug)
