"""Get dumb baselines: you had better beat them."""

import json
from dataclasses import asdict
from math import isfinite
from typing import Any

import torch
from torch import nn

from .. import dumb
from ..bootstrap import bootstrap, difference
from ..contract import Answers, Project
from ..findings import Findings
from ..ledger import Ledger, Record
from ..progress import track
from ..specimen import (
    InDouble,
    affordable,
    fresh_net,
    plain,
    some,
    with_zero_head,
)

MOST = 20_000  # training examples: beyond that the slow models take minutes
SAME = 1e-6  # nats, or sds squared: our formula against scikit-learn's dummy
POINTS = 0.02  # of accuracy or R2: our linear net against scikit-learn's linear model
RUNGS = 6  # about: how far the bar goes
STEPS, LEARNING_RATE = 1500, 1e-2  # of the linear net: convex, so it only has to arrive
CONSTANT, LINEAR = "best constant", "linear net, trained by our loop"
Rungs = dict[str, Evaluation]


def check(project: Project, ledger: Ledger) -> Record:
    """Constants, neighbours, linear models, trees: what the net is up against (recipe 2.10).

    Boosted trees often win on small tables; then use them, the verdict will say so. The ladder
    tests the skeleton, too: the best constant must cost what the formula on paper says, and
    what scikit-learn's dummy costs where it has one; the linear model trained by our own loop
    must come within 2 points of scikit-learn's.
    """
    experiment = ledger.expect(
        "2.10",
        "Our formula and our loop agree with a library's constant and linear model.",
        value={"constant": 0.0, "linear": 0.0},
        how=f"fitted on up to {MOST} training examples, scored on all of validation",
        tolerance={"constant": SAME, "linear": f"{POINTS:g}, or what chance explains"},
    )
    findings, rungs = Findings(), ladder(project)
    write(rungs, project, ledger)
    measured: dict[str, Any] = {
        "constant": judge_constant(project, rungs[CONSTANT].loss, findings),
        "linear": judge_linear(project, rungs, findings),
        "metrics": {name: rung.metrics for name, rung in rungs.items()},
    }
    because = comparison(project, rungs, ledger)
    return findings.conclude(experiment, measured, because)


def ladder(project: Project) -> Rungs:
    """Every baseline as an evaluation of the validation split, ready for the bootstrap."""
    feed, target = project.feed(project.splits.validation), project.target
    examples = some(project.splits.train, affordable(project, MOST))
    training = project.feed(examples)[range(len(examples))]
    # in float64: over the bytes of a text float32 is off by more than SAME
    rungs = {CONSTANT: project.evaluate(InDouble(constant_net(project)), feed)}
    for name, predict in track(dumb.rungs(project, training), "fitting", RUNGS):
        rungs[name] = dumb.scored(predict, feed, target)
    rungs[LINEAR] = project.evaluate(linear_net(project), feed)
    return rungs


def constant_net(project: Project) -> nn.Module:
    """Answers its final bias, the best constant, at every place."""
    return with_zero_head(fresh_net(project.but(model="linear")))


def linear_net(project: Project) -> nn.Module:
    """The model one cannot get wrong, through the same loop as every other net."""
    linear = plain(
        project,
        model="linear",
        learning_rate=LEARNING_RATE,
        steps=STEPS,
        schedule="wsd",
        evaluate_every=10**9,
    )
    net = fresh_net(linear)
    linear.train(net, linear.feed(project.splits.train))
    return net


def judge_constant(project: Project, ours: float, findings: Findings) -> float:
    """Three ways to one number: the constant scored, the formula, a library's dummy."""
    target, feed = project.target, project.feed(project.splits.validation)
    y = feed[range(len(feed))].y
    ways = {"target.expected_loss_at_init": target.expected_loss_at_init(y)}
    if hasattr(dumb.family(target), "dummy"):
        train_y = torch.stack([*map(target.encode, Answers(project.splits.train))])
        constant = dumb.family(target).dummy(train_y).expand(len(y), -1)
        ways["scikit-learn's dummy"] = target.loss(constant, y).mean().item()
    for name, value in ways.items():
        findings.demand(
            abs(value - ours) <= SAME * max(1.0, abs(ours)),
            f"Always answering head_bias costs {ours:.6g}, {name} says {value:.6g}.",
            "target.py: head_bias, loss and expected_loss_at_init",
        )
    return max(abs(value - ours) for value in ways.values())


def judge_linear(project: Project, rungs: Rungs, findings: Findings) -> float | None:
    """How much better a library's linear model is than ours; None where there is none.

    By POINTS at most, or by no more than chance: two models that stop at different places of
    one path differ in some examples, and of 180 four are more than two points.
    """
    target = project.target
    name, metric = getattr(dumb.family(target), "REFERENCE", ("", ""))
    if metric not in rungs[LINEAR].metrics:
        return None
    gap = difference(rungs[name], rungs[LINEAR], metric, target)
    behind, least = gap.value, gap.low
    if metric in target.errors:
        behind, least = -gap.value, -gap.high
    findings.demand(
        behind <= POINTS or least <= 0,
        f"Our linear net's {metric} is {behind:.3f} [{least:.3f} at least] worse than that of "
        f"scikit-learn's {name} on the same examples, expected at most {POINTS:g}.",
        "recipe/loop.py and recipe/feed.py: does training see what validation sees?",
    )
    return behind


def comparison(project: Project, rungs: Rungs, ledger: Ledger) -> str:
    """In words: the best dumb baseline, and whether the last net you trained beats it."""
    watch, target = project.config.watch, project.target
    dumb_ones = {name: rung for name, rung in rungs.items() if name != LINEAR}
    best = min(dumb_ones, key=lambda name: rungs[name].score(watch, target))
    value = {"loss": rungs[best].loss, **rungs[best].metrics}[watch]
    said = f"The best dumb baseline is {best}: {watch} {value:.3g}."
    ours = of_the_last_run(project, ledger)
    if ours is None:
        return f"{said} Train, and ask again whether your net beats it."
    gap = difference(ours, rungs[best], watch, target)
    better = -gap.high if watch in ("loss", *target.errors) else gap.low
    worse = gap.low if watch in ("loss", *target.errors) else -gap.high
    says = "beats it" if better > 0 else "loses" if worse > 0 else "is level with it"
    return f"{said} Your last net {says}: its {watch} differs by {gap}."


def of_the_last_run(project: Project, ledger: Ledger) -> Evaluation | None:
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
    theirs = Project(config, project.splits, inputs, target)
    return project.evaluate(net, theirs.feed(project.splits.validation))


def write(rungs: Rungs, project: Project, ledger: Ledger) -> None:
    """runs/baselines.json, with intervals: the reference lines of every later plot."""
    if ledger.path is None:
        return
    found = {name: entry(rung, project) for name, rung in rungs.items()}
    path = ledger.path.parent / "baselines.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n")


def entry(rung: Evaluation, project: Project) -> dict[str, Any]:
    """Loss and metrics with intervals; no loss for models that are certain and wrong."""
    intervals = bootstrap(rung, project.target)
    certain = rung.losses.max() > 20  # nats: a probability of 1e-9
    known = {
        name: asdict(found) for name, found in intervals.items() if isfinite(found.low)
    }
    loss = known.pop("loss", None)
    return {"loss": None if certain else loss, "metrics": known}
