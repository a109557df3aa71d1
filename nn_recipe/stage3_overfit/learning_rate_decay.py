"""Do not trust learning rate decay defaults: the rate is the declared one, at every step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import get_args, get_type_hints

import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook

from ..contract import Project
from ..findings import Findings
from ..ledger import Ledger, Record
from ..specimen import fresh_net, some, under

STEPS, EXAMPLES = 24, 64  # of the trainings that are watched: three epochs
SCHEDULES = ("constant", "wsd", "cosine")
SAME = 1e-12  # relative: the same formula, in another order
# of the steps: before them nothing may bring the rate to rest (cosine: .795)
EARLY = 0.79
REST = 0.1  # of the highest rate
HIGH = 0.5  # of it, at the last step: every schedule that falls ends lower
LEAP = 0.3  # of it, in one step: a restart
RATE = "train.py: learning_rate_at"
MEANT = (
    "If it is meant: a formula of your own goes under a name of its own in `schedule`."
)


@dataclass
class Watched:
    """What the optimizer held at the moment of each step."""

    rates: list[list[float]] = field(default_factory=list)  # of each of its groups
    # steps that Adam has averaged over
    counted: list[int] = field(default_factory=list)
    drawn: list[bytes] = field(default_factory=list)  # state of the random numbers

    def note(self, optimizer: torch.optim.Optimizer, *_: object) -> None:
        self.rates.append([float(group["lr"]) for group in optimizer.param_groups])
        states = optimizer.state.values()
        if not states or any("step" in state for state in states):  # SGD counts none
            steps = [int(state["step"]) for state in states if "step" in state]
            self.counted.append(max(steps, default=0))
        self.drawn.append(torch.get_rng_state().numpy().tobytes())


def check(project: Project, ledger: Ledger) -> Record:
    """A decay copied from another data set drives the rate to 0 too early (recipe 3.5).

    "Divide by ten every 30 epochs" was made for ImageNet; on 800 pictures training stops
    before it began (measured: validation loss .41, at a constant rate .09). The rates here are
    read from the optimizer at the moment of each step, not from what the config promises.
    """
    config = project.config
    experiment = ledger.expect(
        "3.5",
        f"The learning rate stays above {REST:.0%} of its peak for {EARLY:.0%} of the steps.",
        value=f"peak {config.learning_rate:g}, schedule {schedule_of(project)}",
        how=f"a hook on the optimizer during {STEPS} steps of each schedule; the formula, "
        f"written anew, at all {config.steps}",
        tolerance=f"{SAME:g} (relative)",
    )
    findings = Findings()
    drawn: list[bytes] = []
    for more, schedule in enumerate(
        dict.fromkeys((*offered(project), schedule_of(project)))
    ):
        short = under(project, schedule=schedule, seed=config.seed + more, **SHORT)
        seen = watched(short)
        judge_watched(seen, short, findings)
        drawn += seen.drawn
    findings.demand(
        len(set(drawn)) == len(drawn),
        f"{len(drawn)} steps of several seeds began with {len(set(drawn))} different "
        "states of the random numbers: dropout would drop the same units again and again.",
        "train.py: fix_random_seed(config.seed, step), before each step",
    )
    rates = [project.learning_rate(step) for step in range(config.steps)]
    judge_formula(rates, project, findings)
    judge_shape(rates, project, findings)
    measured = {"peak": max(rates), "first": rates[0], "last": rates[-1]}
    because = f"Peak {max(rates):g}, last {rates[-1]:g}, as declared."
    return findings.conclude(experiment, measured, because)


# The check owns its config; with decay the optimizer has two groups.
SHORT = {
    "model": "tiny",
    "steps": STEPS,
    "batch_size": 8,
    "warmup": 0.2,
    "weight_decay": 0.1,
    "evaluate_every": 10**9,
}


def watched(project: Project) -> Watched:
    feed, net = project.feed(some(project.splits.train, EXAMPLES)), fresh_net(project)
    seen = Watched()
    hook = register_optimizer_step_pre_hook(seen.note)
    try:
        project.train(net, feed)
    finally:
        hook.remove()
    return seen


def judge_watched(seen: Watched, project: Project, findings: Findings) -> None:
    """As many steps as asked for, each at its rate, of one optimizer, with luck of its own."""
    config = project.config
    findings.demand(
        len(seen.rates) == config.steps,
        f"{config.steps} steps were asked for, the optimizer made {len(seen.rates)}.",
        "train.py: train",
    )
    whole = shares_of(seen.rates)
    for step, rates in enumerate(seen.rates):
        expected, shares = declared(project, step), whole or [1.0] * len(rates)
        findings.demand(
            all(close(r, s * expected) for r, s in zip(rates, shares, strict=True))
            or bool(findings.faults),
            f"Step {step} of {config.steps} ({schedule_of(project)}) used a learning rate of "
            f"{', '.join(f'{rate:g}' for rate in sorted({*rates}))}, declared was {expected:g}. "
            f"{MEANT if hasattr(config, 'schedule') else ''}".strip(),
            f"train.py: train sets the rate of every group before the step; {RATE}",
        )
    forgot = [b for a, b in pairwise([-1, *seen.counted]) if b != a + 1]
    findings.demand(
        not forgot or not any(seen.counted),
        f"Within {len(seen.counted)} steps Adam's count of them went {seen.counted}: it forgot "
        "its running means.",
        "train.py: train makes one optimizer, before the first step",
    )


def schedule_of(project: Project) -> str:
    """Of the config; without that field the rate is constant after the warm-up."""
    return getattr(project.config, "schedule", SCHEDULES[0])


def offered(project: Project) -> Sequence[str]:
    """Those of our schedules that config.py has: a project may have others in their place."""
    try:
        named = get_args(get_type_hints(type(project.config)).get("schedule"))
    except (NameError, TypeError):  # of your own, written for a type checker alone
        named = ()
    return [name for name in SCHEDULES if name in named] if named else SCHEDULES


def shares_of(rates: list[list[float]]) -> list[float]:
    """Each group's rate, as a share of the highest, if that is the same in every step."""
    found = [[rate / max(max(row), 1e-300) for rate in row] for row in rates]
    same = all(
        abs(a - b) <= 1e-9 for row in found for a, b in zip(row, found[0], strict=True)
    )
    return found[0] if same and all(found[0]) else []


def declared(project: Project, step: int) -> float:
    """On paper for the schedules that are ours; as your formula says for others.

    A config without a schedule promises none: what the loop's formula says is what is meant.
    """
    ours = getattr(project.config, "schedule", "") in SCHEDULES
    return project.declared_rate(step) if ours else project.learning_rate(step)


def close(found: float, expected: float) -> bool:
    return abs(found - expected) <= SAME * expected


def judge_formula(rates: list[float], project: Project, findings: Findings) -> None:
    expected = [declared(project, step) for step in range(len(rates))]
    wrong = [
        step for step in range(len(rates)) if not close(rates[step], expected[step])
    ]
    for step in wrong[:1]:
        findings.demand(
            False,
            f"At {len(wrong)} of {len(rates)} steps the learning rate is not the declared one: "
            f"{rates[step]:g} at step {step}, expected {expected[step]:g}."
            + f" {MEANT}" * (not findings.faults),
            RATE,
        )


def judge_shape(rates: list[float], project: Project, findings: Findings) -> None:
    """The peak is the configured one, and there is no rest before the end."""
    config, peak = project.config, max(rates)
    yours = schedule_of(project) not in SCHEDULES  # one cycle rises above the rate
    findings.demand(
        yours or close(peak, config.learning_rate),
        f"The highest learning rate is {peak:g}, expected {config.learning_rate:g}.",
        RATE,
    )
    warmup = round(config.warmup * len(rates))
    early = rates[warmup : round(EARLY * len(rates))]
    rests = 0  # where it falls and stays: a restart rises again
    for step, rate in enumerate(rates):
        rests = step + 1 if rate >= REST * peak else rests
    resting = [step for step in range(rests, warmup + len(early)) if step >= warmup]
    findings.demand(
        not resting,
        f"The learning rate fell to {REST:.0%} of its peak at step {resting[:1]} of "
        f"{len(rates)}, expected not before {EARLY:.0%} of them.",
        RATE,
    )
    judge_end(rates[warmup:], findings)


def judge_end(rates: list[float], findings: Findings) -> None:
    """A cosine past its end comes back up; one that begins anew leaps, and is meant."""
    if not rates:
        return
    peak, low = max(rates), min(rates)
    leaps = any(b - a > LEAP * peak for a, b in pairwise(rates))
    findings.demand(
        leaps or low > REST * peak or rates[-1] < HIGH * peak,
        f"The learning rate falls to {low:.2g} and comes back up: the last step is taken at "
        f"{rates[-1]:.2g}, the highest is {peak:.2g}. For how many steps is it made?",
        f"{RATE}: its length is config.steps",
    )
