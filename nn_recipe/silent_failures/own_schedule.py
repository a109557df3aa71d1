"""The learning rates that a training of yours takes its steps at: seen from outside."""

from collections.abc import Sequence
from itertools import groupby

from ..additions import OwnTraining, Steps
from ..findings import Findings

LONG = 3  # steps at a rate of 0 that no warm up has, nor the end of a schedule
SHARE = 0.2  # of all steps
FEWEST = 3  # steps of an epoch: else its steps are told from it by nothing
LOOP = "train.py: where the schedule makes its step, and how many it is made for"


def judge_own_schedule(project: OwnTraining, findings: Findings) -> None:
    """No step is taken at a rate of 0 but the first and last; a schedule ends where it is made to.

    One that is made for all steps and moves once an epoch hardly begins; one that is made for
    epochs and moves with each step comes back up, again and again.
    """
    seen = project.stepped
    still = max(
        (len([*run]) for rate, run in groupby(seen.rates) if rate == 0), default=0
    )
    findings.demand(
        still < max(LONG, SHARE * len(seen.rates)),
        f"{still} steps in a row of {len(seen.rates)} are taken at a learning rate of 0: nothing "
        "moves.",
        LOOP,
    )
    judge_lengths_of(seen, project.epoch_lengths, findings)


def judge_lengths_of(seen: Steps, lengths: Sequence[int], findings: Findings) -> None:
    """By exact counts: who stops early, or restarts by choice, is not asked."""
    steps = len(seen.found)
    epochs = steps / max(1, lengths[0])
    if lengths[0] < FEWEST:
        return
    for name, made_for, made in seen.schedules:
        slow = made <= epochs + 1 and made_for in [made * each for each in lengths]
        findings.demand(
            not slow,
            f"{name} is made for {made_for} steps and makes {made}, one an epoch: the rate hardly "
            "changes.",
            LOOP,
        )
        fast = made >= steps and made_for <= epochs
        findings.demand(
            not fast,
            f"{name} is made for {made_for} steps, as there are epochs, and makes {made}, one with "
            "each batch: past its end the rate turns back.",
            LOOP,
        )
