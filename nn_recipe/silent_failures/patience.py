"""Training that listens to validation: it goes on, at its rate, while validation gets better."""

import tempfile
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ..additions import Watching
from ..contract import Project, Target
from ..findings import Findings
from ..place import here
from ..specimen import altered, fresh_net, plain, some, under

STEPS = 14  # each with an evaluation; torch's plateau waits for 10, and lowers after one more
FROM, BY = 9.0, 0.25  # the loss at first, and what it falls, or rises, each time
SHARE = 0.03  # the same of a share, from .02 on, or from .98
EXAMPLES = 4
LOOP = "train.py: what ends training, or lowers the rate, by what validation says"


def judge_patience(project: Project, findings: Findings) -> None:
    """Validation is written down beforehand: always better than before, or always worse.

    While it gets better nothing may end training early, nor lower the rate, that would not if it
    got worse; whatever is watched, the loss, another error, or a share of which more is better.
    """
    if not isinstance(project, Watching) or not hasattr(project.config, "steps"):
        return
    short = plain(project, model="tiny", batch_size=EXAMPLES // 2, evaluate_every=1)
    short = under(short, steps=STEPS, patience=3, accumulate=1)
    better = rates(telling(short, True))
    findings.demand(
        len(better) == STEPS,
        f"Training ends after {len(better)} of {STEPS} steps, though each evaluation was better "
        f"than the one before: {directions(project)}.",
        LOOP,
    )
    judge_unit(short, findings)
    if len({*better}) == 1:
        return
    worse = rates(telling(short, False))
    pairs = zip(better, worse, strict=False)
    lower = [step for step, pair in enumerate(pairs) if pair[0] < pair[1]]
    findings.demand(
        not lower,
        "The learning rate falls while validation gets better, and not while it gets worse, "
        f"after {lower[:1]} steps: {directions(project)}.",
        LOOP,
    )


def judge_unit(short: Project, findings: Findings) -> None:
    """`patience` counts evaluations: with as many that get worse it ends, however far apart."""
    if here().adapter or not hasattr(short.config, "patience"):
        return
    with redirect_stderr(StringIO()):  # where it says that it is over
        often, seldom = (
            len(rates(telling(under(short, evaluate_every=every), False))) / every
            for every in (1, 2)
        )
    findings.demand(
        seldom >= often or often == STEPS,  # else nothing ends it
        f"With one evaluation a step training ends after {often:g} that get worse, with one in two "
        f"steps after {seldom:g}: `patience` is counted in steps, and a training hardly begins.",
        LOOP,
    )


def directions(project: Project) -> str:
    errors = ", ".join(["the loss", *project.target.errors])
    return f"of {errors} less is better, of other metrics more"


def rates(project: Any) -> list[float]:
    """The largest learning rate of each step that was taken."""
    splits = project.splits
    feed, validation = (
        project.feed(some(part, EXAMPLES)) for part in (splits.train, splits.validation)
    )
    with tempfile.TemporaryDirectory() as folder, project.watching() as seen:
        run = project.new_run(Path(folder))
        project.train(fresh_net(project), feed, validation, run=run)
    return [max(o.get("lr", 0.0) for o in step.options) for step in seen.steps]


def telling(project: Project, better: bool) -> Project:
    """Its validation says what is written down here, whichever metric is asked."""
    target, done, sign = project.target, [0], 1 if better else -1

    def loss(self: Target, outputs: Tensor, y: Tensor) -> Tensor:
        losses = target.loss(outputs, y)
        if losses.requires_grad:  # training goes its own way
            return losses
        done[0] += 1
        return torch.full_like(losses, FROM - sign * BY * done[0])

    def tally(self: Target, outputs: Tensor, y: Tensor) -> Tensor:
        return target.tally(outputs, y)  # it may ask for a loss of its own

    def metrics(self: Target, tally: Tensor) -> dict[str, float]:
        share = (0.02 if better else 0.98) + sign * SHARE * done[0]
        error = FROM - sign * BY * done[0]
        names = target.metrics(tally)
        return {name: error if name in target.errors else share for name in names}

    methods: dict[str, Any] = {"loss": loss, "tally": tally, "metrics": metrics}
    return project.having(target=altered(target, **methods))
