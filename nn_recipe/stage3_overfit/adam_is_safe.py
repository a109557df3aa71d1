"""Adam is safe: 3e-4 forgives; a range test says what it costs."""

from .. import show
from ..chance import fix_random_seed
from ..contract import Project
from ..findings import evidence
from ..ledger import Ledger, Record
from ..progress import track
from ..specimen import affordable, device_of, fresh_net, plain, some

LOWEST, HIGHEST, STEPS = 1e-6, 1.0, 200
FOLLOWED = 256  # training examples, the same at every step: batches differ too much
BROKEN = 4.0  # times the first loss: what comes after tells nothing
DOWN = 0.9  # of the way to the lowest loss; goes with 33 steps per decade
FLAT = 0.02  # of the first loss: a fall by less is none
WITHIN = 3.0  # times


def check(project: Project, ledger: Ledger) -> Record:
    """Raise the rate at every step until training breaks; take what led nearly down (3.3).

    Suggested, and best of a sweep by validation loss (AdamW, three seeds): 2e-3 and 4.6e-3
    on digits, 5.3e-3 and 1e-2 on penguins, 9e-4 and 5e-4 on housing. Small tables are less
    exact: on wine any rate from 1e-3 to 5e-2 fits. A tenth of the minimum over the batches,
    which others take, was up to ten times too low; where the first batch lacked the rare class
    it was the lowest rate tried.

    A rate below the best is safe, and slow: with the 400 steps of digits the validation loss
    was .12 at 1e-4, and .01 at the best.
    """
    configured = project.config.learning_rate
    experiment = ledger.expect(
        "3.3",
        f"A learning rate of {configured:g} is safe, and not slow.",
        value=configured,
        how=f"range test: {STEPS} steps from {LOWEST:g} to {HIGHEST:g}, "
        f"the rate that brings the loss {DOWN:.0%} of its way down",
        tolerance=f"within {WITHIN:g} times",
    )
    rates, losses = range_test(project)
    suggested = suggestion(rates, losses)
    drawn = picture(rates, losses, suggested, configured, ledger)
    if suggested is None:
        because = "At no rate did the loss fall: nothing can be said of the rate yet."
        return experiment.conclude(
            None, None, because, ("check overfit_one_batch",), drawn
        )
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


def suggestion(rates: list[float], losses: list[float]) -> float | None:
    """The first rate that brought the loss nine tenths of its way down; none if it never fell."""
    first, lowest = losses[0], min(losses)
    if not first - lowest > FLAT * abs(first):
        return None
    near = first - DOWN * (first - lowest)
    reached = zip(rates, losses, strict=True)
    return next(rate for rate, loss in reached if loss <= near)


def range_test(project: Project) -> tuple[list[float], list[float]]:
    """Rates that rise from step to step; the loss of the followed examples before each."""
    project = plain(project, clip=project.config.clip)
    net, config = fresh_net(project).train(), project.config
    optimizer, feed = project.optimizer(net), project.feed(project.splits.train)
    chosen = some(project.splits.train, affordable(project, FOLLOWED))
    followed = project.feed(chosen)
    rates, losses = [], []
    for step, batch in enumerate(track(feed.training(0, STEPS), "range test", STEPS)):
        loss = project.evaluate(net, followed).loss
        if losses and not loss <= BROKEN * losses[0]:  # also true of NaN
            break
        rates.append(LOWEST * (HIGHEST / LOWEST) ** (step / (STEPS - 1)))
        losses.append(loss)
        for group in optimizer.param_groups:
            group["lr"] = rates[-1]
        fix_random_seed(config.seed, step)
        project.train_step(net, optimizer, batch.to(device_of(net)))
    return rates, losses


def picture(
    rates: list[float],
    losses: list[float],
    suggested: float | None,
    configured: float,
    ledger: Ledger,
) -> list[str]:
    path = evidence(ledger, "learning_rate_range.svg")
    if path is None:
        return []
    marks = {"config.py": configured}
    if suggested is not None:
        marks["suggested"] = suggested
    return [show.learning_rate_range(rates, losses, path, marks)]
