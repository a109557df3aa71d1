"""What the verbs do with one run: train it, evaluate it, predict with it."""

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import torch

from .. import data
from ..config import Config
from .additions import Located
from .bootstrap import Interval, bootstrap
from .contract import Problem
from .experiment import Experiment, Record
from .feed import Feed
from .fingerprint import fingerprints
from .ledger import Ledger
from .loop import History, evaluate, train
from .machine import use
from .places import decoded
from .record import Run
from .report.folders import Folder
from .report.runs import drawn
from .rows import PYTHON
from .stage2_skeleton_and_baselines import prediction_dynamics
from .watch import Watcher

PREDICTED = 256  # examples at a time
LAST = 20  # batches: what the net makes of training examples in the end


def reopen(name: str, changed: dict[str, Any]) -> tuple[Run, Problem]:
    """The run to go on with, under its own config; only `steps` may be another."""
    run = Run.find(name)
    if others := [field for field in changed if field != "steps"]:
        raise ValueError(
            f"{run.folder.name} keeps the config it began with: leave out "
            f"{', '.join(others)}, or start a new run without --resume."
        )
    config = Config(**(run.checkpoint("last").config | changed))
    began, now = run.read_json("meta.json").get("fingerprints", {}), fingerprints(
        config
    )
    if moved := [
        part for part in began if part != "optimiser" and began[part] != now[part]
    ]:
        raise ValueError(
            f"{' and '.join(moved)} changed since {run.folder.name} began: the rest would be "
            "another experiment. Undo the change, or start a new run."
        )
    return run, Problem.load(config)


def train_run(
    problem: Problem, run: Run, *, blank: bool = False, resume: bool = False
) -> History:
    """Train the net of the config into the run's folder, or go on where it stopped."""
    net, splits = problem.net().to(use(problem.config)), problem.splits
    feed = Feed(splits.train, problem, blank=blank)
    validation = Feed(splits.validation, problem, blank=blank)
    run.write_json("meta.json", {**run.read_json("meta.json"), "zero_input": blank})
    checkpoint = run.to_resume() if resume else None
    watch = Watcher(problem, feed, validation, run)
    try:
        return train(
            problem, net, feed, validation, run=run, resume=checkpoint, watch=watch
        )
    except KeyboardInterrupt:
        raise KeyboardInterrupt(interrupted(run)) from None


def interrupted(run: Run) -> str:
    """What was saved, and how to go on."""
    name = run.folder.name
    if not (run.folder / "checkpoints" / "last.pt").exists():
        return (
            f"Stopped before the first checkpoint: {name} has nothing to resume from."
        )
    step = run.checkpoint("last").step
    return (
        f"Stopped. Saved up to step {step}. Go on with: {PYTHON} train --resume {name}"
    )


def run_through(
    problem: Problem, run: Run, ledger: Ledger, *, blank: bool, resume: bool
) -> dict[str, Any]:
    """Train, evaluate the best weights, draw, and say whether anything was learned."""
    experiment = None if blank else expect_skeleton(problem, ledger)
    history = train_run(problem, run, blank=blank, resume=resume)
    evaluation = evaluate_run(run, "validation")
    pictures = [file for file, _ in drawn(Folder(run.folder))]
    verdicts = []
    if experiment:
        last = history.losses[-LAST:] or [math.inf]  # none where nothing was left to do
        fitted = statistics.fmean(last)
        verdicts += [conclude_skeleton(experiment, run, evaluation, fitted)]
        verdicts += [prediction_dynamics.check(problem, ledger, run)]
    return {**evaluation, "pictures": pictures, "verdicts": verdicts}


def expect_skeleton(problem: Problem, ledger: Ledger) -> Experiment:
    """Before training: what a net that learned anything must beat (recipe 2.1)."""
    answers = [problem.target.encode(e.answer) for e in problem.splits.validation]
    return ledger.expect(
        "2.1",
        "From the files to the metrics it all runs, and the net beats the best constant answer.",
        value=problem.target.expected_loss_at_init(torch.stack(answers)),
        how="validation loss of the best constant answer, on paper",
        tolerance="the upper end of the net's 95 % interval lies below",
    )


def conclude_skeleton(
    experiment: Experiment, run: Run, evaluation: dict[str, Any], fitted: float
) -> Record:
    """After training: did it? A net that has `fitted` its batches and fails here overfits."""
    constant, loss = experiment.record.expected["value"], evaluation["loss"]
    holds = loss["high"] < constant
    says = "lies" if holds else "does not lie clearly"
    because = (
        f"The net's loss of {loss['value']:.4g} [{loss['low']:.4g}, {loss['high']:.4g}] "
        f"{says} below the {constant:.4g} of the best constant answer."
    )
    look_at = ("config.py: learning_rate and steps", "check overfit_one_batch")
    if not holds and fitted < constant / 2:
        because += f" On its last training batches it was {fitted:.2g}: it overfits."
        look_at = ("more examples, or a smaller net: width and depth in config.py",)
        look_at += ("data.py: does validation get what training gets?",)
    look_at = () if holds else look_at
    return experiment.conclude(
        loss["value"], holds, because, look_at, run=run.folder.name
    )


def evaluate_run(run: Run, split: str, which: str = "best") -> dict[str, Any]:
    """Loss and metrics over the whole split with their intervals, also written to the run."""
    checkpoint = run.checkpoint(which)
    config, inputs, target, net = checkpoint.parts()
    problem = Problem(config, data.load(config), inputs, target)
    examples = getattr(problem.splits, split)
    if not len(examples):
        raise ValueError(
            f"There is no {split} split: set `{split}_share` or `{split}_data`."
        )
    blank = bool(run.read_json("meta.json").get("zero_input"))
    found = evaluate(net.to(use(config)), Feed(examples, problem, blank=blank), target)
    intervals = {name: bounds(i) for name, i in bootstrap(found, target).items()}
    loss = intervals.pop("loss")
    result = {
        "run": run.folder.name,
        "split": split,
        "n": len(examples),
        "step": checkpoint.step,
    }
    result |= {"loss": loss, "metrics": intervals}
    run.write_json(f"evaluation-{split}.json", result)
    return result


def bounds(interval: Interval) -> dict[str, Any]:
    """As JSON, with the text that prints no more digits than the data can tell."""
    return {**asdict(interval), "text": str(interval)}


def predict_run(run: Run, paths: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """(id, answer) of every example at these paths, from the checkpoint alone."""
    config, inputs, target, net = run.checkpoint("best").parts()
    device = use(config)
    net = net.to(device)
    for path in paths:
        examples = data.read(path, config)
        for first in range(0, len(examples), PREDICTED):
            some = [
                examples[i] for i in range(first, min(first + PREDICTED, len(examples)))
            ]
            x = torch.stack([inputs.encode(example.raw) for example in some]).to(device)
            with torch.no_grad():
                answers = decoded(net(x), x, inputs, target)
            if isinstance(target, Located):
                pairs = zip(answers, some, strict=True)
                answers = [target.locate(answer, e.raw) for answer, e in pairs]
            yield from zip([example.id for example in some], answers, strict=True)
