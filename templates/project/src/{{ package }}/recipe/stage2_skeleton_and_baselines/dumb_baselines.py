"""Get dumb baselines: you had better beat them."""

import json
from dataclasses import asdict
from math import isfinite
from typing import Any

import numpy as np
from torch import Tensor

from ..bootstrap import bootstrap, paired_difference
from ..contract import Problem
from ..feed import Feed
from ..findings import Findings
from ..ledger import Ledger, Record
from ..loop import Evaluation, evaluate, train
from ..progress import track
from ..record import Run
from ..specimen import fresh_net, plain
from .dumb_models import MOST, answers, dummy, fitted_outputs, flat, models, table

SAME = 1e-6  # nats, or sds squared: our formula against scikit-learn's dummy
POINTS = 0.02  # of accuracy or R2: our linear net against scikit-learn's linear model
STEPS, LEARNING_RATE = 1500, 1e-2  # of the linear net: convex, so it only has to arrive
CONSTANT, LINEAR = "best constant", "linear net, trained by our loop"
Rungs = dict[str, Evaluation]


def check(problem: Problem, ledger: Ledger) -> Record:
    """Constants, neighbours, linear models, trees: what the net is up against (recipe 2.10).

    Boosted trees often win on small tables; then use them, the verdict will say so. The ladder
    tests the skeleton, too: the dummy of scikit-learn must cost what our formula says, and the
    linear model trained by our own loop must come within 2 points of scikit-learn's.
    """
    experiment = ledger.expect(
        "2.10",
        "Our formula and our loop agree with scikit-learn's dummy and linear model.",
        value={"constant": 0.0, "linear": 0.0},
        how=f"fitted on up to {MOST} training examples, scored on all of validation",
        tolerance={
            "constant": SAME,
            "linear": f"{POINTS:g} of accuracy or R2, or one example",
        },
    )
    findings, rungs = Findings(), ladder(problem)
    write(rungs, problem, ledger)
    judge_constant(problem, rungs[CONSTANT].loss, findings)
    best = judge_linear(problem, rungs, findings)
    measured = {name: rung.metrics for name, rung in rungs.items()}
    because = (
        f"The best dumb baseline is {best}. {comparison(problem, rungs[best], ledger)}"
    )
    return findings.conclude(experiment, measured, because)


def ladder(problem: Problem) -> Rungs:
    """Every baseline as an evaluation of the validation split, ready for the bootstrap."""
    feed = Feed(problem.splits.validation, problem)
    training, validation = table(problem, "train", MOST), table(
        problem, "validation", 10**9
    )
    constant = problem.target.head_bias().expand(len(feed), -1)
    rungs = {CONSTANT: scored(problem, constant, feed)}
    candidates = list(models(problem, training))
    for name, model, look in track(candidates, "fitting", len(candidates)):
        outputs = fitted_outputs(model, look, training, validation, problem.target)
        rungs[name] = scored(problem, outputs, feed)
    rungs[LINEAR] = linear_net(problem, feed)
    return rungs


def scored(problem: Problem, outputs: Tensor, feed: Feed) -> Evaluation:
    target, y = problem.target, feed[range(len(feed))].y
    tally = target.tally(outputs, y)
    losses, weights = target.loss(outputs, y), target.weight(y)
    return Evaluation(feed.ids, losses, weights, tally, target.metrics(tally), outputs)


def linear_net(problem: Problem, validation: Feed) -> Evaluation:
    """The model one cannot get wrong, through the same loop as every other net."""
    linear = plain(
        problem,
        model="linear",
        learning_rate=LEARNING_RATE,
        steps=STEPS,
        schedule="wsd",
        evaluate_every=10**9,
    )
    net = fresh_net(linear)
    train(linear, net, Feed(problem.splits.train, linear))
    return evaluate(net, validation, problem.target, keep_outputs=True)


def judge_constant(problem: Problem, ours: float, findings: Findings) -> None:
    """Three ways to one number: the constant scored, the formula, scikit-learn's dummy."""
    target, feed = problem.target, Feed(problem.splits.validation, problem)
    theirs = fitted_outputs(
        dummy(target.answers_are == "classes"),
        flat,
        answers(problem, "train"),
        answers(problem, "validation"),
        target,
    )
    formula = target.expected_loss_at_init(feed[range(len(feed))].y)
    for name, value in {
        "scikit-learn's dummy": scored(problem, theirs, feed).loss,
        "target.expected_loss_at_init": formula,
    }.items():
        findings.demand(
            abs(value - ours) <= SAME * max(1.0, abs(ours)),
            f"Always answering head_bias costs {ours:.6g}, {name} says {value:.6g}.",
            "target.py: head_bias, loss and expected_loss_at_init",
        )


def judge_linear(problem: Problem, rungs: Rungs, findings: Findings) -> str:
    """Our linear net against scikit-learn's; returns the name of the best dumb baseline."""
    scores = {name: score(problem, rung) for name, rung in rungs.items()}
    theirs = next(
        name for name in rungs if name in ("logistic regression", "ridge regression")
    )
    room = max(POINTS, 1.5 / len(rungs[theirs].ids))  # one example may fall either way
    findings.demand(
        scores[LINEAR] >= scores[theirs] - room,
        f"Our linear net scores {scores[LINEAR]:.3f}, scikit-learn's {theirs} "
        f"{scores[theirs]:.3f} on the same examples; expected within {room:.2g}.",
        "recipe/loop.py and recipe/feed.py: does training see what validation sees?",
    )
    return max((name for name in scores if name != LINEAR), key=scores.__getitem__)


def score(problem: Problem, rung: Evaluation) -> float:
    """Share of right answers, or R2, from the decoded outputs and the raw answers."""
    assert rung.outputs is not None
    decoded = problem.target.decode(rung.outputs)
    raw = [example.answer for example in problem.splits.validation]
    if problem.target.answers_are == "classes":
        return float(
            np.mean([str(d) == str(a) for d, a in zip(decoded, raw, strict=True)])
        )
    truth = np.array([float(str(answer)) for answer in raw])
    return float(
        1 - np.square(truth - decoded).sum() / np.square(truth - truth.mean()).sum()
    )


def comparison(problem: Problem, best: Evaluation, ledger: Ledger) -> str:
    """In words: is the last net you trained clearly below the loss of the best baseline?"""
    ours = of_the_last_run(problem, ledger)
    if ours is None:
        return "Train, and ask again whether your net beats it."
    gap = paired_difference(ours, best)
    says = (
        "beats it" if gap.high < 0 else "loses" if gap.low > 0 else "is level with it"
    )
    low, high = f"{gap.low:.3g}", f"{gap.high:.3g}"
    return f"Your net {says}: its loss minus the baseline's is {gap.value:.3g} [{low}, {high}]."


def of_the_last_run(problem: Problem, ledger: Ledger) -> Evaluation | None:
    """How the last net that saw its inputs does on the same validation examples."""
    if ledger.path is None:
        return None
    try:
        run = Run.find("last", ledger.path.parent)
        config, inputs, target, net = run.checkpoint("best").parts()
    except ValueError:  # none was trained yet
        return None
    if run.read_json("meta.json").get("zero_input"):
        return None
    theirs = Problem(config, problem.splits, inputs, target)
    return evaluate(net, Feed(problem.splits.validation, theirs), target)


def write(rungs: Rungs, problem: Problem, ledger: Ledger) -> None:
    """runs/baselines.json, with intervals: the reference lines of every later plot."""
    if ledger.path is None:
        return
    found = {name: entry(rung, problem) for name, rung in rungs.items()}
    path = ledger.path.parent / "baselines.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n")


def entry(rung: Evaluation, problem: Problem) -> dict[str, Any]:
    """Loss and metrics with intervals; no loss for models that are certain and wrong."""
    intervals = bootstrap(rung, problem.target)
    certain = rung.losses.max() > 20  # nats: a probability of 1e-9
    known = {
        name: asdict(found) for name, found in intervals.items() if isfinite(found.low)
    }
    loss = known.pop("loss", None)
    return {"loss": None if certain else loss, "metrics": known}
