"""Get dumb baselines: you had better beat them."""

import json
from dataclasses import asdict
from math import isfinite
from typing import Any

import torch
from torch import Tensor

from ..bootstrap import bootstrap, intervals
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
LINEAR_MODELS = ("logistic regression", "ridge regression")
Rungs = dict[str, Evaluation]
Merits = dict[str, Tensor]  # of each rung, one number per validation example


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
    merits = {name: merit(problem, rung) for name, rung in rungs.items()}
    measured: dict[str, Any] = {
        "constant": judge_constant(problem, rungs[CONSTANT].loss, findings),
        "linear": judge_linear(merits, findings),
        "scores": {name: values.mean().item() for name, values in merits.items()},
    }
    because = comparison(problem, merits, ledger)
    return findings.conclude(experiment, measured, because)


def ladder(problem: Problem) -> Rungs:
    """Every baseline as an evaluation of the validation split, ready for the bootstrap."""
    feed = Feed(problem.splits.validation, problem)
    training, validation = table(problem, "train", MOST), table(problem, "validation")
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


def judge_constant(problem: Problem, ours: float, findings: Findings) -> float:
    """Three ways to one number: the constant scored, the formula, scikit-learn's dummy."""
    target, feed = problem.target, Feed(problem.splits.validation, problem)
    splits = answers(problem, "train"), answers(problem, "validation")
    theirs = fitted_outputs(
        dummy(target.answers_are == "classes"), flat, *splits, target
    )
    ways = {
        "scikit-learn's dummy": scored(problem, theirs, feed).loss,
        "target.expected_loss_at_init": target.expected_loss_at_init(
            feed[range(len(feed))].y
        ),
    }
    for name, value in ways.items():
        findings.demand(
            abs(value - ours) <= SAME * max(1.0, abs(ours)),
            f"Always answering head_bias costs {ours:.6g}, {name} says {value:.6g}.",
            "target.py: head_bias, loss and expected_loss_at_init",
        )
    return max(abs(value - ours) for value in ways.values())


def judge_linear(merits: Merits, findings: Findings) -> float:
    """How much better scikit-learn's linear model is than ours."""
    theirs = next(name for name in merits if name in LINEAR_MODELS)
    behind = (merits[theirs] - merits[LINEAR]).mean().item()
    room = max(POINTS, 1.5 / len(merits[LINEAR]))  # one example may fall either way
    findings.demand(
        behind <= room,
        f"Our linear net scores {behind:.3f} less than scikit-learn's {theirs} on the same "
        f"examples, expected at most {room:.2g}.",
        "recipe/loop.py and recipe/feed.py: does training see what validation sees?",
    )
    return behind


def merit(problem: Problem, rung: Evaluation) -> Tensor:
    """[n]: right or wrong; or 1 - squared error / variance, whose mean is R2."""
    assert rung.outputs is not None
    decoded = problem.target.decode(rung.outputs)
    raw = [example.answer for example in problem.splits.validation]
    if problem.target.answers_are == "classes":
        right = [str(d) == str(a) for d, a in zip(decoded, raw, strict=True)]
        return torch.tensor(right, dtype=torch.float64)
    truth = torch.tensor([float(str(answer)) for answer in raw], dtype=torch.float64)
    errors = torch.tensor(decoded, dtype=torch.float64) - truth
    return 1 - errors.square() / truth.var(correction=0)


def comparison(problem: Problem, merits: Merits, ledger: Ledger) -> str:
    """In words: the best dumb baseline, and whether the last net you trained beats it."""
    scores = {name: values.mean().item() for name, values in merits.items()}
    best = max((name for name in scores if name != LINEAR), key=scores.__getitem__)
    said = f"The best dumb baseline is {best}: {scores[best]:.3f}."
    ours = of_the_last_run(problem, ledger)
    if ours is None:
        return f"{said} Train, and ask again whether your net beats it."
    gaps = merit(problem, ours) - merits[best]
    gap = intervals(lambda chosen: {"gap": gaps[chosen].mean().item()}, len(gaps))[
        "gap"
    ]
    says = (
        "beats it" if gap.low > 0 else "loses" if gap.high < 0 else "is level with it"
    )
    return f"{said} Your last net {says}: it scores {gap} more."


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
    feed = Feed(problem.splits.validation, theirs)
    return evaluate(net, feed, target, keep_outputs=True)


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
