"""What differs between groups of weights differs in the steps: `pytest tests/test_option_groups.py`."""

from collections.abc import Callable
from typing import Any

import pytest

from nn_recipe.silent_failures.option_groups import judge_groups
from nn_recipe.silent_failures.serve_parity import judge_config
from scaffolder.bugs.bug import Edit
from tests.bugs.blind import BUGS
from tests.bugs.edits import EDITS
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT
from tests.rendered import said

SETS = '            group["lr"] = learning_rate_at(step, config)\n'
ADAMW = "    return AdamW(settings, "
HEAD = """\
    head = {id(p) for p in net.head.parameters()}
    settings = [
        {"params": [p], "lr": config.learning_rate * (10 if id(p) in head else 1)}
        for p in net.parameters()
    ]
"""


def training(kind: str, in_a_step: str, made: str = "") -> str:
    edits = [Edit("train.py", SETS, in_a_step)]
    if made:
        edits.append(Edit("train.py", ADAMW, made + ADAMW))
    return judged(HealthyEdit("", "", kind, "", tuple(edits)))


def judged(edit: Any, judge: Callable[..., Any] = judge_groups) -> str:
    source = ROOT / "generated_examples" / edit.kind
    with imported(source, edit.kind, edit) as planted:
        return said(judge, planted.project)


def decaying(names: str) -> str:
    """What is said of a language model whose optimizer lets only such weights decay."""
    over = (
        Edit(
            "train.py",
            "for p in net.parameters():",
            "for name, p in net.named_parameters():",
        ),
        Edit(
            "train.py",
            "weight_decay if p.ndim > 1 else",
            f"weight_decay if {names} else",
        ),
    )
    return judged(HealthyEdit("", "", "language-model", "", over), judge_config)


@pytest.mark.parametrize(
    "names", ('name.startswith("body")', 'name[:4] in ("body", "head")')
)
def test_first_and_last_layers_may_go_without_decay(names: str):
    assert not decaying(f"p.ndim > 1 and {names}")


@pytest.mark.parametrize(
    "names", ('".0." in name', '"bias" not in name', '"stem" in name')
)
def test_a_decay_that_misses_the_body_or_reaches_its_norms_is_found(names: str):
    assert "on the matrices of the body" in decaying(names)


@pytest.mark.parametrize("kind", ("image-regression", "series-forecasting"))
def test_a_head_that_is_to_learn_faster_and_does_not_is_found(kind: str):
    assert "this option does nothing" in training(kind, SETS, HEAD)


def test_a_decay_that_the_loop_writes_over_all_weights_is_found():
    decay = SETS + '            group["weight_decay"] = config.weight_decay\n'
    assert "made with a weight_decay" in training("audio-classification", decay)


def test_rates_of_their_own_are_free_whatever_their_course():
    share = '            group["lr"] *= 0.9\n'
    assert not training("image-regression", share, HEAD)
    late = (
        SETS
        + '            group["lr"] *= 0.5 if step > 1 and group is optimizer.param_groups[-1] else 1\n'
    )
    assert not training("image-regression", late, HEAD)


@pytest.mark.parametrize("id", ("H16", "H20", "H59", "J08"))
def test_strangers_with_rates_of_their_own_are_free(id: str):
    assert not judged(EDITS[id])


def test_a_rate_of_its_own_for_one_line_is_found():
    assert "made with a lr" in judged(next(bug for bug in BUGS if bug.id == "Q13"))
