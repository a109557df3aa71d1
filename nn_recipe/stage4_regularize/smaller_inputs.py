"""Smaller input dimensionality: does each column, and each pixel, earn its place? (4.6)"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from torch import nn

from .. import show
from ..contract import Example, NotOffered, Project
from ..findings import evidence
from ..ledger import Ledger, Record
from ..progress import track
from ..specimen import affordable, fresh_net, some
from ..trials.shut import shut
from ..trials.training import weights_of
from .smaller_pictures import sized

SEEDS = 3  # trainings
TIMES = 5  # a column is shuffled
MOST = 1000  # validation examples
MANY = 100  # columns: with a copy of each the net would be another one
COPY = " shuffled"
SAID = 6  # columns in a sentence


def check(project: Project, ledger: Ledger) -> Record:
    """Columns that tell no more than a shuffled copy of a column may go.

    Each column gets a copy beside it whose cells are dealt anew: it says nothing, and a net
    fits it all the same. Trained with both, the net is asked how much worse the loss of
    validation is once one column is shuffled (Breiman 2001); what the best of the copies costs
    is chance (Kursa and Rudnicki 2010, "Feature selection with the Boruta package"). A column
    of noise passes once in as many columns as there are. Columns that say the same stand in for
    each other: leave out one at a time. Of pictures the size is swept.
    """
    if hasattr(project.config, "image_size"):
        return sized(project, ledger)
    names = columns(project)
    experiment = ledger.expect(
        "4.6",
        "Each column says more of the answer than chance.",
        value="above the best shuffled copy",
        how=f"{SEEDS} trainings with a shuffled copy of each column; the loss of validation "
        f"with one column shuffled, {TIMES} times",
        tolerance="the mean over seeds",
    )
    wide = with_copies(shut(project), names)
    both = [*names, *(name + COPY for name in names)]
    costs = dict(zip(both, shuffled(wide, both).mean(1).tolist(), strict=True))
    chance = max(costs[name + COPY] for name in names)
    told = sorted(names, key=lambda name: -costs[name])
    idle = [name for name in reversed(told) if costs[name] <= chance]
    measured = {name: costs[name] for name in told} | {"best of the copies": chance}
    path = evidence(ledger, "smaller_inputs.svg")
    drawn = [] if path is None else [show.columns(costs, told, chance, path)]
    holds, because = (None if idle else True), said(told, idle, costs, chance, project)
    return experiment.conclude(measured, holds, because, (), drawn)


def said(
    told: Sequence[str],
    idle: Sequence[str],
    costs: Mapping[str, float],
    chance: float,
    project: Project,
) -> str:
    first = f"Without {told[0]} the loss is {costs[told[0]]:.2g} worse"
    if not idle:
        least = told[-1]
        return f"{first}, without {least} {costs[least]:.2g}; by chance {chance:.2g}."
    more = f" and {len(idle) - SAID} more" if len(idle) > SAID else ""
    drop = (*getattr(project.config, "drop", ()), idle[0])
    return (
        f"{len(idle)} of {len(told)} columns tell no more than chance, {chance:.2g}: "
        f"{', '.join(idle[:SAID])}{more}. {first}. Does one less pay? "
        f'`try "drop={drop!r}"`.'
    )


def columns(project: Project) -> list[str]:
    """Those of a row that x depends on."""
    raw = project.splits.train[0].raw
    if not isinstance(raw, Mapping):
        raise NotOffered("x is neither of named columns nor a picture of some size")
    few = some(project.splits.train, 64)
    before = project.feed(few)[range(len(few))].x
    found = []
    for name in raw:
        try:
            dealt = project.feed(dealt_anew(few, [(name, name)], 0))[range(len(few))].x
        except ValueError:  # such a cell makes no sense in another row
            continue
        if (dealt != before).any():
            found.append(name)
    if not 2 <= len(found) <= MANY:
        raise NotOffered(f"{len(found)} columns: it asks 2 to {MANY}")
    return found


def with_copies(project: Project, names: Sequence[str]) -> Project:
    """The same rows, each with a copy of every column, dealt anew."""
    splits: Any = project.splits
    pairs = [(name, name + COPY) for name in names]
    parts = {
        "train": dealt_anew(splits.train, pairs, 1),
        "validation": dealt_anew(splits.validation, pairs, 2),
    }
    wide = project.loaded(replace(splits, **parts))
    if prod(wide.inputs.shape) <= prod(project.inputs.shape):
        raise NotOffered("a new column of a row does not reach x")
    return wide


def dealt_anew(
    examples: Sequence[Example], pairs: Sequence[tuple[str, str]], seed: int
) -> list[Example]:
    """For each (from, to) the cells of `from`, in another order, stand in `to`."""
    rng = np.random.default_rng(seed)
    orders = [rng.permutation(len(examples)) for _ in pairs]
    found = []
    for i, example in enumerate(examples):
        cells = {
            to: examples[order[i]].raw[name]
            for (name, to), order in zip(pairs, orders, strict=True)
        }
        found.append(replace(example, raw={**example.raw, **cells}))  # type: ignore[type-var]
    return found


def shuffled(project: Project, names: Sequence[str]) -> np.ndarray:
    """[columns, seeds]: by how much the loss is worse once a column is shuffled."""
    served = [trained(project, project.config.seed + i) for i in range(SEEDS)]
    validation = some(project.splits.validation, affordable(project, MOST))

    def losses(examples: Sequence[Example]) -> np.ndarray:
        feed = project.feed(examples)
        return np.array([one.evaluate(net, feed).loss for one, net in served])

    usual, found = losses(validation), []
    for name in track(names, "shuffling", len(names)):
        dealt = (dealt_anew(validation, [(name, name)], t) for t in range(TIMES))
        found.append(np.mean([losses(some) for some in dealt], axis=0) - usual)
    return np.stack(found)


def trained(project: Project, seed: int) -> tuple[Project, nn.Module]:
    """As `train` does, with the weights that validated best."""
    one = project.but(seed=seed)
    feeds = one.feed(one.splits.train), one.feed(one.splits.validation)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        run = one.new_run(Path(folder))
        one.train(fresh_net(one), *feeds, run)
        return weights_of(one, run, "best")
