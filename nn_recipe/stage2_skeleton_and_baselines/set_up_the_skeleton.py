"""Set up the skeleton: from the files to the metrics it all runs, and something was learned."""

import math
import statistics
from pathlib import Path

import torch

from ..against import compared
from ..contract import Project
from ..ledger import Experiment, Ledger, Record
from ..side_files import read_json, read_metrics, scores
from .dumb_baselines import WALK, constant_net, of_the_last_run, walks

LAST = 2  # rows of metrics.csv: what the net makes of training examples in the end


def expect(ledger: Ledger, project: Project) -> Experiment:
    """Before training: what a net that learned anything must beat (recipe 2.1)."""
    answers = [project.target.encode(e.answer) for e in project.splits.validation]
    return ledger.expect(
        "2.1",
        "From the files to the metrics it all runs, and the net beats the best constant answer.",
        value=project.target.expected_loss_at_init(torch.stack(answers)),
        how="validation loss of the best constant answer, on paper",
        tolerance="better on the same examples, in 95 of 100 draws of them: by the loss, or by "
        "what `watch` says, as it chose the weights",
    )


def conclude(
    experiment: Experiment, run: Path, project: Project, ledger: Ledger
) -> Record:
    """After training: did it? Ahead by what so few examples cannot tell from chance is unclear,
    but not where the net knows its training examples by heart: then it overfits.
    """
    target, watch = project.target, project.config.watch
    ours = of_the_last_run(project, ledger)
    assert ours is not None
    validation = project.feed(project.splits.validation)
    constant = project.evaluate(constant_net(project), validation)
    by = {
        m: compared(ours, constant, m, target) for m in dict.fromkeys([watch, "loss"])
    }
    gaps = " and ".join(f"{metric} by {c.gap}" for metric, c in by.items())
    because = f"From the best constant answer the net differs in {gaps}."
    holds = any(c.better for c in by.values())
    expected, fitted = experiment.record.expected["value"], last_loss(run)
    learnt_by_heart = fitted < expected / 2
    if not (holds or learnt_by_heart or by["loss"].worse):
        few = f"{len(ours.ids)} examples cannot tell: more of them, or longer."
        why = few if by[watch].ahead else WALK if walks(project) else ""
        if why:
            because += f" {why}"
            return experiment.conclude(ours.loss, None, because, (), run=run.name)
    look_at = ("config.py: learning_rate and steps", "check overfit_one_batch")
    if not holds and learnt_by_heart:
        because += (
            f" On its last training batches its loss was {fitted:.2g}: it overfits."
        )
        look_at = ("more examples, or a smaller net: width and depth in config.py",)
        look_at += ("data.py: does validation get what training gets?",)
    if (last := last_loss(run, "validation", 1)) > max(expected, ours.loss):
        because += (
            f" After its best weights the validation loss rose to {last:.3g}, above the "
            f"{expected:.3g} of the constant: it overfits, and fewer steps would do."
        )
    because += beside_the_ladder(run.parent, ours.loss, ours.metrics, project)
    return experiment.conclude(
        ours.loss, holds, because, () if holds else look_at, run=run.name
    )


def last_loss(run: Path, split: str = "train", last: int = LAST) -> float:
    """The mean of the last rows of metrics.csv."""
    found = [
        row.value
        for row in read_metrics(run / "metrics.csv")
        if (row.split, row.name) == (split, "loss")
    ]
    return statistics.fmean(found[-last:] or [math.inf])


def beside_the_ladder(
    runs: Path, loss: float, metrics: dict[str, float], project: Project
) -> str:
    """How it stands to the best rung that `baseline` left; "" before there are any."""
    watch = project.config.watch
    sign = -1 if watch in ("loss", *project.target.errors) else 1
    stored = read_json(runs / "baselines.json").items()
    rungs = {name: scores(entry, watch) for name, entry in stored}
    dumb = {
        name: rung[watch]["value"]
        for name, rung in rungs.items()
        if watch in rung and not name.endswith(" net")
    }
    if not dumb:
        return ""
    best = max(dumb, key=lambda name: sign * dumb[name])
    mine = {"loss": loss, **metrics}[watch]
    where = (
        "above" if mine > dumb[best] else "below" if mine < dumb[best] else "level with"
    )
    return (
        f" Its {watch} of {mine:.4g} is {where} the {dumb[best]:.4g} of the best dumb "
        f"baseline, {best}."
    )
