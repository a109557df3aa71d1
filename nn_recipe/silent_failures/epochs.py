"""An epoch: every training example once, and in another order each time."""

from collections.abc import Sequence

import torch

from ..contract import Example, Feed, Project
from ..findings import Findings
from ..specimen import some

MOST = 300  # examples
BATCHES = (4, 12)  # examples
MANY, SURE = 400, 8.0  # epochs that are only drawn; standard deviations
EPOCHS, MIXED = 4, 6.0  # standard deviations: a shuffle as poor comes once in 10^9


def weighted(feed: Feed) -> bool:
    """Do some come more often than others, though all of them come?

    Drawn with replacement and equal weights, counts have the variance of their mean.
    """
    drawn = torch.cat(
        [torch.as_tensor(part) for e in range(MANY) for part in feed.epoch(e)]
    )
    times = torch.bincount(drawn, minlength=len(feed)).double()
    room = 1 + SURE * (2 / len(times)) ** 0.5
    return bool(times.min() > 0 and times.var() > room * times.mean())


def judge_batch_size(
    project: Project, examples: Sequence[Example], findings: Findings
) -> None:
    """What the config says reaches the step: a batch three times as large has more examples."""
    sizes = [
        len(next(iter(project.but(batch_size=size).feed(examples).training(0, 1))).ids)
        for size in BATCHES
    ]
    findings.demand(
        sizes[0] < sizes[1] or len(examples) < BATCHES[1],
        f"With batch_size {BATCHES[0]} a batch has {sizes[0]} examples, with {BATCHES[1]} "
        f"{sizes[1]}.",
        "feed.py: epoch and training, is batch_size read?",
    )


def judge_epochs(project: Project, findings: Findings) -> None:
    """One epoch shows every example once, in an order of its own, well mixed.

    A random order of n moves an example by n / 3 places on average, give or take
    sqrt(2 n / 45): the sum of |place - rank| has mean (n^2 - 1) / 3, variance 2 n^3 / 45.
    """
    examples = some(project.splits.train, MOST)
    whole = max(16, len(examples) // 16 * 16 - 11)  # and five: a batch less, rounded
    feed = project.but(batch_size=16).feed(examples[:whole])
    place = {id: i for i, id in enumerate(feed.ids)}
    shown = [
        place[id] for b in feed.training(0, EPOCHS * len(feed.epoch(0))) for id in b.ids
    ]
    judge_batch_size(project, examples, findings)
    if weighted(feed):
        return  # a choice: the rare ones come more often
    n = len(feed)
    orders = [shown[i * n : (i + 1) * n] for i in range(EPOCHS)]
    findings.demand(
        all(sorted(order) == list(range(n)) for order in orders),
        f"An epoch does not show each of {n} training examples exactly once.",
        "feed.py: epoch and training",
    )
    findings.demand(
        len(set(map(tuple, orders))) == EPOCHS,
        f"{EPOCHS} epochs have {len(set(map(tuple, orders)))} different orders; expected a "
        "shuffle for each.",
        "feed.py: epoch",
    )
    moved = sum(abs(i - rank) for i, rank in enumerate(orders[0])) / max(1, n)
    least = n / 3 - MIXED * (2 * n / 45) ** 0.5
    findings.demand(
        moved >= least,
        f"A shuffled example stands {moved:.1f} places from where the file has it, on average; "
        f"expected {n / 3:.1f}, at least {least:.1f}.",
        "feed.py: epoch must shuffle the whole split",
    )
