"""Your whole training, run with loaders that remember, and watched from outside."""

import copy
from typing import Any

from torch import nn

from ..chance import fix_all_seeds
from ..contract import History, Look, NotOffered
from .aside import aside
from .feed import Fed, Loader
from .named import as_yours
from .stepping import stepping
from .watched import Seen, watched


def fitted(
    project: Any, net: nn.Module, feed: Fed, validation: Fed | None, look: Look | None
) -> History:
    """The batches that it learned from, and their losses."""
    before = copy.deepcopy(net.state_dict())
    try:
        loader, seen = run(project, net, feed, validation or feed, look)
    except (IndexError, ValueError, RuntimeError, TypeError):
        # a script may count on all the examples that validate
        net.load_state_dict(before)
        loader, seen = run(project, net, feed, validation or feed, look, whole=True)
    first = dict(reversed(seen.passes))  # of each batch: an evaluation may follow
    learned = [n for n in range(len(loader.batches)) if n + 1 in first]
    if not learned:
        raise NotOffered("`fit` does not take its batches from the loader it is given")
    for step in project.steps_seen.found:  # what is only measured was no batch of it
        step.batches = sum(n < step.batches for n in learned)
    batches = [loader.batches[n] for n in learned]
    losses = [
        project.cost([first[n + 1]], batch).item()
        for n, batch in zip(learned, batches, strict=True)
    ]
    return History(losses, [], batches)


def run(
    project: Any,
    net: nn.Module,
    feed: Fed,
    validation: Fed,
    look: Look | None,
    whole: bool = False,
) -> tuple[Loader, Seen]:
    """`fit`, once. `whole`: as many examples validate as yours have, some of them again."""
    loader = Loader(feed, project.given["train"], shuffle=True)
    other = Loader(validation, project.given["validation"], shuffle=False)
    if whole:
        other.fill(len(project.splits.validation))
    other.turns = loader.turns
    project.steps_per_epoch = len(loader)
    if look:
        look(0, net)
        loader.done = lambda: look(len(loader.batches), net)
    fix_all_seeds(project.config.seed)
    when = loader.given
    with (
        aside(),
        as_yours(net),
        watched(net, when) as seen,
        stepping(net, when, Since(loader.turns, other)) as project.steps_seen,
    ):
        project.fit(net, loader, other)
    return loader, seen


class Since:
    """Whether all batches since it was asked last came from this loader."""

    def __init__(self, turns: list[Loader], loader: Loader):
        self.turns, self.loader, self.at = turns, loader, 0

    def __call__(self) -> bool:
        new, self.at = self.turns[self.at :], len(self.turns)
        return bool(new) and all(turn is self.loader for turn in new)
