"""Do not trust learning rate decay defaults: the rate is the declared one, at every step."""

import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook

from ..contract import Problem
from ..feed import Feed
from ..findings import Findings
from ..ledger import Ledger, Record
from ..loop import train
from ..optimizer import learning_rate_at
from ..specimen import fresh_net, some

STEPS = 60  # of the training that is watched; the schedule is a share of the budget
EARLY = 0.8  # of the steps: before them nothing may bring the rate to rest
REST = 0.1  # of the highest rate
OPTIMIZER = "recipe/optimizer.py: learning_rate_at"


def check(problem: Problem, ledger: Ledger) -> Record:
    """A decay copied from another data set drives the rate to 0 too early (recipe 3.5).

    "Divide by ten every 30 epochs" was made for ImageNet; on 800 pictures training stops
    before it began (measured: validation loss .41, at a constant rate .09). The rates here are
    read from the optimizer at the moment of each step, not from what the config promises.
    """
    config = problem.config
    experiment = ledger.expect(
        "3.5",
        f"The learning rate stays above {REST:.0%} of its peak for {EARLY:.0%} of the steps.",
        value=f"peak {config.learning_rate:g}, schedule {config.schedule}",
        how=f"a hook on the optimizer during {STEPS} steps; the formula at all {config.steps}",
        tolerance="none",
    )
    findings = Findings()
    used, declared = used_and_declared(problem)
    judge_used(used, declared, findings)
    for rates in (
        used,
        [learning_rate_at(step, config) for step in range(config.steps)],
    ):
        judge_shape(rates, problem, findings)
    measured = {"peak": max(used), "first": used[0], "last": used[-1]}
    because = f"Peak {max(used):g}, last {used[-1]:g}, as declared."
    return findings.conclude(experiment, measured, because)


def used_and_declared(problem: Problem) -> tuple[list[float], list[float]]:
    """The rate of each step as the optimizer used it, and as `learning_rate_at` says."""
    short = problem.but(model="tiny", steps=STEPS, batch_size=8, evaluate_every=10**9)
    feed, net, used = Feed(some(problem.splits.train, 64), short), fresh_net(short), []

    def note(optimizer: torch.optim.Optimizer, *_: object) -> None:
        used.append(optimizer.param_groups[0]["lr"])

    hook = register_optimizer_step_pre_hook(note)
    try:
        train(short, net, feed)
    finally:
        hook.remove()
    return used, [learning_rate_at(step, short.config) for step in range(STEPS)]


def judge_used(used: list[float], declared: list[float], findings: Findings) -> None:
    findings.demand(
        len(used) == len(declared),
        f"{len(declared)} steps were asked for, the optimizer made {len(used)}.",
        "recipe/loop.py: train",
    )
    for step, (found, expected) in enumerate(zip(used, declared, strict=False)):
        findings.demand(
            found == expected,
            f"Step {step} used a learning rate of {found:g}, declared was {expected:g}.",
            "recipe/loop.py: train sets the rate of every group before the step",
        )
        if findings.faults:
            return


def judge_shape(rates: list[float], problem: Problem, findings: Findings) -> None:
    """The peak is the configured one; no rest before the end; constant means constant."""
    config = problem.config
    warmup, peak = round(config.warmup * len(rates)), max(rates)
    findings.demand(
        peak == config.learning_rate,
        f"The highest learning rate is {peak:g}, expected {config.learning_rate:g}.",
        OPTIMIZER,
    )
    early = rates[warmup : round(EARLY * len(rates))]
    resting = [step for step, rate in enumerate(early, warmup) if rate < REST * peak]
    findings.demand(
        not resting,
        f"The learning rate fell to {REST:.0%} of its peak at step {resting[:1]} of "
        f"{len(rates)}, expected not before {EARLY:.0%} of them.",
        OPTIMIZER,
    )
    findings.demand(
        config.schedule != "constant" or set(rates[warmup:]) == {config.learning_rate},
        "The schedule is constant, but the rate changes after the warm-up.",
        OPTIMIZER,
    )
