"""A loop of one's own: what is a choice, and its wrong twin: `pytest tests/test_own_loop.py`."""

from collections.abc import Callable
from typing import Any

import pytest

from nn_recipe.findings import Findings
from nn_recipe.ledger import Ledger
from nn_recipe.silent_failures.reference_step import judge_steps
from nn_recipe.silent_failures.reference_training import judge_training
from nn_recipe.silent_failures.selection import judge_selection
from nn_recipe.stage2_skeleton_and_baselines import overfit_one_batch
from nn_recipe.stage3_overfit.learning_rate_decay import check
from scaffolder.bugs.bug import Edit
from tests.bugs.edits.edit import HealthyEdit
from tests.bugs.planting import imported
from tests.examples import ROOT

CLASSES = "tabular-classification"
COST = (
    "    each, weights = target.loss(net(batch.x), batch.y), target.weight(batch.y)\n"
)
TORCH = "    each = torch.nn.functional.cross_entropy(net(batch.x), batch.y, reduction='none', label_smoothing=0.1)\n"
BY_HAND = "    outputs = net(batch.x)\n    each = 0.9 * target.loss(outputs, batch.y) - 0.1 * outputs.log_softmax(1).mean(1)\n"
SHRUNK = "    each = 0.9 * target.loss(net(batch.x), batch.y)\n"
WEIGHTS = "    weights = target.weight(batch.y)\n"
COSINE = """\
    else:
        done = (step - warmup) / max(1, config.steps - warmup)
        share = 0.5 * (1 + math.cos(math.pi * done))
"""
RATE = '            group["lr"] = learning_rate_at(step, config)\n'
AVERAGE = [
    Edit("train.py", "import math\n", "import copy\nimport math\n"),
    Edit(
        "train.py",
        "    pending: list[Step] = []\n",
        "    pending: list[Step] = []\n    average = copy.deepcopy(net).eval()\n",
    ),
    Edit(
        "train.py",
        "        look(done, net)\n        saves",
        "        for a, p in zip(average.parameters(), net.parameters(), strict=True):\n"
        "            a.data.lerp_(p.data, 0.1)\n        look(done, net)\n        saves",
    ),
    Edit(
        "train.py",
        "            keep(problem, net, optimizer, done, evaluation, history, run)\n",
        "            keep(problem, net, optimizer, done, evaluation, history, run)\n"
        "            if run and validation:\n"
        '                run.write("metrics.csv", done, "average", evaluate(average, validation).values())\n',
    ),
]


def said(judge: Callable[[Any, Findings], Any], *edits: Edit) -> str:
    findings, edit = Findings(), HealthyEdit("", "", CLASSES, "", edits)
    with imported(
        ROOT / "generated_examples" / CLASSES, CLASSES, edit, threads=1
    ) as planted:
        findings.ask(judge, planted.project)
    return " ".join(findings.faults)


@pytest.mark.parametrize("judge", [judge_steps, judge_training])
@pytest.mark.parametrize("cost", [TORCH, BY_HAND])
def test_smoothed_labels_are_a_choice(judge: Any, cost: str):
    assert not said(judge, Edit("train.py", COST, cost + WEIGHTS))


def test_smoothed_labels_are_learnt_by_heart_as_far_as_they_go():
    edit = HealthyEdit("", "", CLASSES, "", (Edit("train.py", COST, TORCH + WEIGHTS),))
    example = ROOT / "generated_examples" / CLASSES
    with imported(example, CLASSES, edit, threads=1) as planted:
        record = overfit_one_batch.check(planted.project, Ledger())
    assert record.verdict == "holds", record.because


def test_a_loss_that_is_shrunk_is_not():
    assert "away from" in said(judge_steps, Edit("train.py", COST, SHRUNK + WEIGHTS))


def test_an_average_is_evaluated_beside_the_net():
    assert not said(judge_selection, *AVERAGE)


def rate(*edits: Edit) -> tuple[str, str]:
    edit = HealthyEdit("", "", CLASSES, "", edits)
    with imported(
        ROOT / "generated_examples" / CLASSES, CLASSES, edit, threads=1
    ) as planted:
        record = check(planted.project, Ledger())
    return record.verdict, record.because


DECAY = Edit(
    "train.py",
    "        share = (step + 1) / warmup\n",
    "        share = (step + 1) / warmup\n" + COSINE,
)


def test_a_decay_written_into_the_formula_is_a_choice():
    """Where config.py promises no schedule."""
    assert rate(DECAY)[0] == "holds"


@pytest.mark.parametrize(
    "wrong, says",
    [
        (
            "learning_rate_at(step // feed.steps_per_epoch, config)",
            "used a learning rate",
        ),
        ("0.1 * learning_rate_at(step, config)", "used a learning rate"),
    ],
)
def test_another_rate_than_the_formula_has_is_not(wrong: str, says: str):
    line = f'            group["lr"] = {wrong}\n'
    verdict, because = rate(DECAY, Edit("train.py", RATE, line))
    assert verdict == "fails" and says in because


def test_nor_is_a_rate_that_rests_before_the_end():
    early = COSINE.replace("max(1, config.steps - warmup)", "(0.4 * config.steps)")
    early = early.replace("math.pi * done", "math.pi * min(1, done)")
    edit = Edit("train.py", DECAY.old, DECAY.old + early)
    verdict, because = rate(edit)
    assert verdict == "fails" and "fell to" in because
