"""Options that differ between groups of weights when the optimizer is made differ in its steps."""

from typing import Any

from ..additions import Watching
from ..contract import Project
from ..findings import Findings
from ..specimen import fresh_net, some, under
from ..watched_training import options

STEPS = 4
EXAMPLES = 8
MADE = {"weight_decay": 0.1, "schedule": "constant", "warmup": 0.0, "accumulate": 1}
WHERE = "train.py: the loop writes one value over all groups; new_optimizer"


def judge_groups(project: Project, findings: Findings) -> None:
    """A rate, or a decay, of its own for some weights is a rate of its own in some step.

    How it changes is free: it may rise later, fall sooner, or be frozen at first.
    """
    if not isinstance(project, Watching) or not hasattr(project.config, "steps"):
        return
    short: Any = under(project, **MADE, steps=STEPS, batch_size=EXAMPLES, workers=0)
    net = fresh_net(short)
    made = options(short.optimizer(net))
    apart = sorted(name for name in names(made) if several(name, [*made.values()]))
    if not apart:
        return
    feed = short.feed(some(short.splits.train, EXAMPLES))
    with short.watching() as seen:
        short.train(net, feed)
    for name in apart:
        values = sorted({each[name] for each in made.values() if name in each})
        findings.demand(
            not seen.steps or any(several(name, step.options) for step in seen.steps),
            f"The optimizer is made with a {name} of {values} for different weights; in each of "
            f"{len(seen.steps)} steps it is the same for all: this option does nothing.",
            WHERE,
        )


def names(made: dict[Any, dict[str, Any]]) -> set[str]:
    """Of the options that are numbers."""
    return {
        name
        for each in made.values()
        for name, value in each.items()
        if isinstance(value, float | int) and not isinstance(value, bool)
    }


def several(name: str, each: list[dict[str, Any]]) -> bool:
    """Does it differ between the weights that learn?"""
    return len({one[name] for one in each if name in one}) > 1
