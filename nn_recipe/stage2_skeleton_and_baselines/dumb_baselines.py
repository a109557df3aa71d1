"""Get dumb baselines: you had better beat them."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.optim import Adam

from ..additions import Rereadable
from ..against import compared
from ..bootstrap import difference, paired_difference
from ..contract import Evaluation, Project, Target
from ..findings import Findings, last_run
from ..ledger import Ledger, Record
from ..progress import track
from ..specimen import InDouble, cooled, fresh_net, some, under, with_zero_head
from ..training_inputs import came, change
from .dummy_constant import dummy_constant

SAME = 1e-6  # nats, or sds squared: our formula against scikit-learn's dummy
POINTS = 0.02  # of accuracy or R2: our linear net against scikit-learn's linear model
FEW = 32  # examples, twice
RUNGS = 8  # about: how far the bar goes
STEPS, LEARNING_RATE = 1500, 1e-2  # of the linear net: convex, so it only has to arrive
CONSTANT, LINEAR = "best constant", "linear net"
WALK = (
    "A linear model of the past is no better than the constant, either: a random walk?"
)
Rungs = dict[str, Evaluation]


def check(project: Project, ledger: Ledger) -> Record:
    """Constants, neighbours, linear models, trees: what the net is up against (recipe 2.10).

    Boosted trees often win on small tables; then use them, the verdict will say so. The ladder
    tests the skeleton, too: the best constant must cost what the formula on paper says, and
    what scikit-learn's dummy costs where it has one; the linear model trained by your own loop
    must come within 2 points of scikit-learn's.
    """
    experiment = ledger.expect(
        "2.10",
        "Your formula and your loop agree with a library's constant and linear model.",
        value={"constant": 0.0, "linear": 0.0},
        how="the rungs of baselines.py, scored on all of validation",
        tolerance={"constant": SAME, "linear": f"{POINTS:g}, or what chance explains"},
    )
    findings = Findings()
    rungs = dict(track(project.baselines(), "fitting", RUNGS))
    measured: dict[str, Any] = {
        "constant": judge_constant(project, rungs, findings),
        "linear": (
            None if augmented(project) else judge_linear(project, rungs, findings)
        ),
        "metrics": {name: rung.metrics for name, rung in rungs.items()},
    }
    because = comparison(project, rungs, ledger)
    return findings.conclude(experiment, measured, because)


def augmented(project: Project) -> bool:
    """Does training turn its examples? A library's model sees them as they are."""
    few = some(project.splits.train, FEW)
    other = change(came(project, few), project, few)
    return other is not None and other.chosen


def weighs(target: Target) -> bool:
    """Is the best constant of its loss another than the shares, by which the ladder goes?"""
    shares = getattr(target, "prior", None)
    if (
        shares is None
        or len(shares) != target.outputs
        or target.answers_are == "labels"
    ):
        return False
    said = target.head_bias().double().softmax(0)
    return bool((said - torch.as_tensor(shares)).abs().max() > SAME)


def beaten(constant: Tensor, project: Project) -> bool:
    """Is head_bias the better constant for a loss of yours, such as one of smoothed labels?"""
    target, train = project.target, project.feed(project.splits.train)
    y = torch.cat([batch.y for batch in train.in_order(4096)])
    ours, other = (
        target.loss(said.to(constant).expand(len(y), -1), y).mean().item()
        for said in (target.head_bias(), constant)
    )
    return ours < other


def judge_constant(project: Project, rungs: Rungs, findings: Findings) -> float:
    """Several ways to one number: the constant scored, the formula, a library's dummy."""
    target, feed = project.target, project.feed(project.splits.validation)
    # in float64: over the bytes of a text float32 is off by more than SAME
    ours = project.evaluate(InDouble(constant_net(project)), feed).loss
    y = torch.cat([batch.y for batch in feed.in_order(4096)])
    ways = {"target.expected_loss_at_init": target.expected_loss_at_init(y)}
    if CONSTANT in rungs and not weighs(target):
        ways["baselines.py"] = rungs[CONSTANT].loss
    constant = dummy_constant(project)
    if constant is not None and not beaten(constant, project):
        losses = target.loss(constant.expand(len(y), -1), y)
        ways["scikit-learn's dummy"] = losses.mean().item()
    for name, value in ways.items():
        findings.demand(
            abs(value - ours) <= SAME * max(1.0, abs(ours)),
            f"Always answering head_bias costs {ours:.6g}, {name} says {value:.6g}.",
            "target.py: head_bias, loss and expected_loss_at_init",
        )
    return max(abs(value - ours) for value in ways.values())


def constant_net(project: Project) -> nn.Module:
    """Answers its final bias, the best constant, at every place."""
    net = with_zero_head(fresh_net(under(project, model="linear")))
    bias = getattr(net.head, "bias", None)
    # a head of yours begins anywhere, which 2.5 says
    if isinstance(project, Rereadable) and bias is not None:
        with torch.no_grad():
            bias.copy_(project.target.head_bias())
    return net


def judge_linear(project: Project, rungs: Rungs, findings: Findings) -> float | None:
    """How much better a library's linear model is than ours; None where there is none.

    By POINTS at most, or by no more than chance: two models that stop at different places of
    one path differ in some examples, and of 180 four are more than two points. A linear net
    that falls behind is trained once more, by what decides nothing but whether it arrives.
    LEARNING_RATE is one for Adam: another optimizer of yours may not arrive.
    """
    name, metric = getattr(project, "reference", None) or ("", "")
    adam = isinstance(project.optimizer(fresh_net(project)), Adam)
    if not adam or LINEAR not in rungs or metric not in rungs[LINEAR].metrics:
        return None
    behind, least = gap_of(project, rungs[name], rungs[LINEAR], metric)
    if behind > POINTS and least > 0:
        again = plain_linear(project)
        behind, least = gap_of(project, rungs[name], again, metric)
    findings.demand(
        behind <= POINTS or least <= 0,
        f"Our linear net's {metric} is {behind:.3f} [{least:.3f} at least] worse than that of "
        f"scikit-learn's {name} on the same examples, expected at most {POINTS:g}.",
        "train.py and feed.py: does training see what validation sees?",
    )
    return behind


def walks(project: Project) -> bool:
    """Does what a series was say nothing of where it goes, as with rates of exchange?

    Then a library's linear model of the past is no better than the constant, either. Both
    stand low on the ladder, so that no net is trained for them.
    """
    reference = getattr(project, "reference", None)
    if project.target.answers_are != "series" or not reference:
        return False
    wanted, rungs = {reference[0], CONSTANT}, Rungs()
    for name, found in project.baselines():
        rungs[name] = found
        if wanted <= rungs.keys():
            return paired_difference(rungs[reference[0]], rungs[CONSTANT]).high >= 0
    return False


def gap_of(
    project: Project, reference: Evaluation, linear: Evaluation, metric: str
) -> tuple[float, float]:
    """By how much the linear net is worse, and by how much at least."""
    gap = difference(reference, linear, metric, project.target)
    if metric in project.target.errors:
        return -gap.value, -gap.high
    return gap.value, gap.low


def plain_linear(project: Project) -> Evaluation:
    """The model one cannot get wrong, without what regularises, at its last weights."""
    linear = cooled(
        project,
        "wsd",
        model="linear",
        learning_rate=LEARNING_RATE,
        steps=STEPS,
        evaluate_every=10**9,
    )
    net = fresh_net(linear)
    linear.train(net, linear.feed(project.splits.train))
    return project.evaluate(net, project.feed(project.splits.validation))


def comparison(project: Project, rungs: Rungs, ledger: Ledger) -> str:
    """In words: the best dumb baseline, and whether your net beats it."""
    watch, target = project.config.watch, project.target
    *others, last = rungs
    best = min(
        (name for name in others if name != LINEAR),
        key=lambda name: rungs[name].score(watch, target.errors),
    )
    value = rungs[best].numbers[watch]
    said = f"The best dumb baseline is {best}: {watch} {value:.3g}."
    ours, name = of_the_last_run(project, ledger), "Your last net"
    if ours is None:
        ours, name = rungs[last], f"The {last}"
    found = compared(ours, rungs[best], watch, target)
    more = f" Use {best}, or find out why." if found.worse else ""
    return f"{said} {name} {found.says}: its {watch} differs by {found.gap}.{more}"


def of_the_last_run(project: Project, ledger: Ledger) -> Evaluation | None:
    """How the last net that was trained does on the same validation examples."""
    folder = last_run(ledger, "best.pt")
    if folder is None:
        return None
    try:
        theirs, net = project.served(project.new_run(folder), "best")
    except (TypeError, RuntimeError):  # x, y or the net were others then
        return None
    feed = theirs.having(splits=project.splits).feed(project.splits.validation)
    return theirs.evaluate(net.to(project.device), feed)
