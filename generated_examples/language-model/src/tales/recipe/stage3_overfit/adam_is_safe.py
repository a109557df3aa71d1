"""Adam is safe: 3e-4 forgives; a range test says what it costs."""

import math

from .. import show
from ..contract import Problem
from ..feed import Feed
from ..findings import evidence
from ..ledger import Ledger, Record
from ..loop import device_of
from ..machine import fix_random_seed
from ..optimizer import new_optimizer
from ..progress import track
from ..specimen import fresh_net, plain
from ..step import train_step

LOWEST, HIGHEST, STEPS = 1e-6, 1.0, 200
SMOOTH = 0.9  # share of the past in the running mean
BROKEN = 4.0  # times the first loss: what comes after tells nothing
LEVEL = 0.02  # of the way down: what counts as being at the minimum
WITHIN = 3.0  # times; measured: it said 9.6e-3 where 1e-2 was best


def check(problem: Problem, ledger: Ledger) -> Record:
    """Raise the rate at every step until training breaks; a tenth of the minimum is good (3.3).

    The rate of the config is safe if it is not far above that. Far below it is safe too, and
    slow: with a budget of 400 steps, 3e-4 reached a loss of .48 where .10 was to be had. The
    steepest slope, which others take, lies where training is already broken.
    """
    configured = problem.config.learning_rate
    experiment = ledger.expect(
        "3.3",
        f"A learning rate of {configured:g} is safe, and not slow.",
        value=configured,
        how=f"range test: {STEPS} steps from {LOWEST:g} to {HIGHEST:g}, smoothed minimum / 10",
        tolerance=f"within {WITHIN:g} times",
    )
    rates, losses = range_test(problem)
    smoothed = running_mean(losses)
    suggested = lowest_point(rates, smoothed) / 10
    drawn = picture(rates, losses, suggested, configured, ledger)
    holds, because = verdict(configured, suggested)
    look_at = () if holds else (f"config.py: learning_rate = {suggested:.1g}",)
    return experiment.conclude(suggested, holds, because, look_at, drawn)


def verdict(configured: float, suggested: float) -> tuple[bool | None, str]:
    """Too high fails; safe but slow is for you to decide."""
    both = f"The range test suggests {suggested:.2g}, config.py has {configured:.2g}"
    if configured > WITHIN * suggested:
        return False, f"{both}: too high, training may break."
    if configured < suggested / WITHIN:
        return None, f"{both}: safe, but low, so training may be slow."
    return True, f"{both}: safe, and within {WITHIN:g} times of it."


def lowest_point(rates: list[float], smoothed: list[float]) -> float:
    """The first rate as good as the minimum: a set learnt by heart stays at its floor for long."""
    lowest = min(smoothed)
    near = lowest + LEVEL * (smoothed[0] - lowest)
    return next(
        rate for rate, loss in zip(rates, smoothed, strict=True) if loss <= near
    )


def range_test(problem: Problem) -> tuple[list[float], list[float]]:
    """One training in which every step has a higher rate than the one before."""
    problem = plain(problem, clip=problem.config.clip)
    net, config = fresh_net(problem).train(), problem.config
    optimizer, feed = new_optimizer(net, config), Feed(problem.splits.train, problem)
    rates, losses = [], []
    for step, batch in enumerate(track(feed.training(0, STEPS), "range test", STEPS)):
        rates.append(LOWEST * (HIGHEST / LOWEST) ** (step / (STEPS - 1)))
        for group in optimizer.param_groups:
            group["lr"] = rates[-1]
        fix_random_seed(config.seed, step)
        taken = train_step(
            net, optimizer, batch.to(device_of(net)), problem.target, config
        )
        losses.append(taken.loss.item())
        if not math.isfinite(losses[-1]) or losses[-1] > BROKEN * losses[0]:
            return rates[:-1], losses[:-1]
    return rates, losses


def running_mean(values: list[float]) -> list[float]:
    """Exponential, without the bias towards 0 at the beginning."""
    means, mean = [], 0.0
    for count, value in enumerate(values, 1):
        mean = SMOOTH * mean + (1 - SMOOTH) * value
        means.append(mean / (1 - SMOOTH**count))
    return means


def picture(
    rates: list[float],
    losses: list[float],
    suggested: float,
    configured: float,
    ledger: Ledger,
) -> list[str]:
    path = evidence(ledger, "learning_rate_range.svg")
    if path is None:
        return []
    marks = {"suggested": suggested, "configured": configured}
    return [
        show.learning_rate_range(rates, losses, running_mean(losses), path, **marks)
    ]
