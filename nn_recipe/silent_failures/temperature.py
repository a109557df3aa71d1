"""A temperature, where a project has one: fitted on validation, kept with its run, used."""

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from ..additions import Tempered
from ..contract import Example, Known, Project, Run, Some
from ..findings import Findings
from ..specimen import fresh_net, keep, plain, some, with_random_head
from .named_chances import MARK

EXAMPLES, EACH = 32, 4  # validation examples, and of how many one is answered wrongly
SURE = (2.0, 8.0)  # of two runs: how far their logits are spread
SAME = 1e-3  # of a probability, which stands in the table with six digits
WHERE = "calibration.py: fitted on which split, kept where?; predict.py: divided by it?"


def judge_temperature(project: Project, findings: Findings) -> None:
    """`predict` says the probabilities that the best temperature of its own run gives.

    What random nets say of validation is taken for true, but for one in four; two runs are
    fitted before either is asked.
    """
    if not isinstance(project, Tempered) or not project.tempers:
        return
    with tempfile.TemporaryDirectory() as folder:
        asked = [
            of_one(project, Path(folder, f"000{number}-run"), number, sure)
            for number, sure in enumerate(SURE)
        ]
        try:
            for made, run, _ in asked:
                made.calibrate(run)  # type: ignore[attr-defined]
        except ValueError as error:
            told = f"Of validation one in {EACH} is wrong, and no temperature is fitted: {error}"
            findings.demand(False, told, WHERE)
            return
        for made, run, outputs in asked:
            judge_rows(made, run, outputs, findings)


def of_one(
    project: Project, folder: Path, seed: int, sure: float
) -> tuple[Project, Run, Tensor]:
    """A run of a net that is known, and what it says of validation, [n, classes]."""
    tiny = plain(project, model="tiny")
    net = with_random_head(fresh_net(tiny), seed)
    net.head.weight.data.mul_(sure)  # type: ignore[union-attr, operator]
    run = tiny.new_run(folder)
    keep(net, tiny, run, "best")  # which may move the means of a norm
    few = some(project.splits.validation, EXAMPLES)
    outputs = tiny.evaluate(net, tiny.feed(few), keep_outputs=True).outputs
    assert outputs is not None
    train = some(project.splits.train, EXAMPLES)
    made = tiny.having(splits=Some(train, mostly_right(tiny, few, outputs), []))
    return made, run, outputs.double()


def mostly_right(
    project: Project, examples: Sequence[Example], outputs: Tensor
) -> list[Known]:
    """The same inputs, whose answers are what the net says, or what it says least."""
    turned = torch.where(
        torch.arange(len(outputs))[:, None] % EACH > 0, outputs, -outputs
    )
    answers = project.target.decode(turned)
    pairs = zip(examples, answers, strict=True)
    return [Known(e.id, e.raw, a, getattr(e, "group", None)) for e, a in pairs]


def judge_rows(project: Project, run: Run, outputs: Tensor, findings: Findings) -> None:
    examples, names = project.splits.validation, names_of(project, outputs.shape[1])
    rows = project.rows(run, examples)  # type: ignore[attr-defined]
    y = torch.tensor([names.index(example.answer) for example in examples])
    best = temperature(outputs, y)
    off = {
        t: apart(rows, (outputs / t).softmax(1), names) for t in (best, 1.0, 1 / best)
    }
    how = {1.0: ", as if there were none", 1 / best: ": times it, not divided by it"}
    told = [words for t, words in how.items() if off[t] <= SAME < off[best]]
    findings.demand(
        off[best] <= SAME,
        f"`predict` writes probabilities that are {off[best]:.2g} off those of the temperature"
        f" that fits validation best, {best:.3g}{''.join(told)}.",
        WHERE,
    )


def names_of(project: Project, classes: int) -> list[Any]:
    """Of the outputs, in their order."""
    return project.target.decode(torch.eye(classes))


def apart(rows: Sequence[dict[str, Any]], expected: Tensor, names: list[Any]) -> float:
    """The largest difference of a probability in the table."""
    worst = 0.0
    for row, shares in zip(rows, expected.tolist(), strict=True):
        said = [row.get(f"{MARK}{name}", math.nan) for name in names]
        pairs = zip(said, shares, strict=True)
        worst = max(worst, *(abs(a - b) for a, b in pairs if not math.isnan(a)), 0.0)
    return worst


def temperature(outputs: Tensor, y: Tensor) -> float:
    """That at which outputs / T cost least, by thirds: its log is between -10 and 10."""
    low, high = -10.0, 10.0
    while high - low > 1e-6:
        third = (high - low) / 3
        costs = [
            cross_entropy(outputs / math.exp(log), y).item()
            for log in (low + third, high - third)
        ]
        low, high = (low, high - third) if costs[0] < costs[1] else (low + third, high)
    return math.exp(low)
