"""Fix random seed: the same code run twice gives the same bits."""

import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from ..additions import Watching
from ..contract import Example, Feed, Project
from ..findings import Findings
from ..ledger import Ledger, Record
from ..specimen import fresh_net, some, under, weight_hash
from .another_process import judge_process

EXAMPLES, BATCH = 20, 4  # five steps to an epoch
STEPS, SAVED = 9, 7  # in the middle of the second epoch
RATES = {
    "warmup": 0.3,
    "schedule": "cosine",
}  # another at each step: a resume must know
KEYED = "draw from a generator made of (seed, epoch or step, index), as feed.py does"


def check(project: Project, ledger: Ledger) -> Record:
    """Two runs with one seed agree in every bit; only then can two runs be compared (2.2).

    What must not matter: who drew random numbers before, how many workers encode, and how often, whether
    one evaluates in between, a kill and a resume in mid-epoch. It does not if batches are a
    function of (seed, step) and of no generator that everybody shares. Another seed must
    change the first weights and the order.
    """
    experiment = ledger.expect(
        "2.2",
        "The same seed gives the same bits.",
        value="one weight hash",
        how=f"runs of {STEPS} steps that differ in what must not matter",
        tolerance="none: the same bits",
    )
    short = under(project, steps=STEPS, batch_size=BATCH, evaluate_every=10**9, **RATES)
    examples = some(project.splits.train, EXAMPLES)
    once, findings = Training(short, examples), Findings()
    hashes = {"once": once.hash}
    for how, run, where in variations(short, examples, once):
        findings.ask(judge_run, how, run, where, once, hashes)
    findings.ask(judge_other_seed, short, examples, once)
    findings.ask(judge_process, project)
    because = f"Hash {once.hash} for all {len(hashes)} runs; another seed gives others."
    return findings.conclude(experiment, hashes, because)


def judge_run(
    how: str,
    run: Callable[[], "Training | Resumed"],
    where: str,
    once: "Training",
    hashes: dict[str, str],
    findings: Findings,
) -> None:
    found = run()
    hashes[how], expected = found.hash, once.losses[-len(found.losses) :]
    findings.demand(
        (found.losses, found.hash) == (expected, once.hash),
        f"Run {how} ends at weights {found.hash}, expected {once.hash}; "
        f"{first_difference(found.losses, expected)}.",
        where,
    )


class Killed(Exception):
    """What stops a training between two steps."""


class Training:
    """A short training: the loss of every step, and the hash of the weights."""

    def __init__(
        self,
        project: Project,
        examples: list[Example],
        validation: list[Example] | None = None,
    ):
        net = fresh_net(project)
        disturb()
        feed = project.feed(examples)
        seen = project.feed(validation) if validation else None
        self.losses = project.train(net, feed, seen).losses
        self.hash = weight_hash(net)


class Resumed:
    """Killed in mid-epoch a step after it was saved, and gone on with from what was saved."""

    def __init__(self, project: Project, examples: list[Example]):
        feed, net = project.feed(examples), fresh_net(project)
        disturb()

        def kill(done: int, net: nn.Module) -> None:
            if done > SAVED:
                raise Killed

        saving = project.but(evaluate_every=SAVED)
        with tempfile.TemporaryDirectory() as folder:
            run = project.new_run(Path(folder))
            with suppress(Killed):
                saving.train(net, feed, feed, run, look=kill)
            net = fresh_net(project)
            disturb()
            history = saving.train(net, feed, feed, run, resume=True)
        self.losses, self.hash = history.losses, weight_hash(net)


def variations(
    project: Project, examples: list[Example], once: Training
) -> Iterator[tuple[str, Callable[[], Training | Resumed], str]]:
    """The same run, except for something that must not matter, and where to look if it does."""
    yield "again", lambda: Training(project, examples), f"data.py and model.py: {KEYED}"
    where = f"feed.py; data.py: encode; {KEYED}"
    for workers in (1, 2) if hasattr(project.config, "workers") else (0,):
        how = f"with {workers} workers" if workers else "encoded anew each epoch"
        yield how, partial(decoded, project, examples, workers), where
    validation = some(project.splits.validation, EXAMPLES)
    where = f"evaluate.py: evaluate must leave nothing behind; {KEYED}"
    often = partial(evaluated, project, examples, validation, once)
    yield "with evaluations in between", often, where
    where = "train.py: keep, restore and train; feed.py: training"
    yield "killed and resumed", lambda: Resumed(project, examples), where


def decoded(project: Project, examples: list[Example], workers: int) -> Training:
    anew: dict[str, Any] = {"cache_megabytes": 0}
    if workers:
        anew["workers"] = workers
    return Training(project.but(**anew), examples)


def evaluated(
    project: Project,
    examples: list[Example],
    validation: list[Example],
    once: Training,
) -> Training:
    """With evaluations; `once` where they are meant to matter, as to a rate on a plateau."""
    often = project.but(evaluate_every=2)
    found = Training(often, examples, validation)
    if found.hash == once.hash or not isinstance(project, Watching):
        return found
    rates = rates_of(project, examples), rates_of(often, examples, validation)
    return found if rates[0] == rates[1] else once


def rates_of(project: Any, *feeds: list[Example]) -> list[list[float | None]]:
    """The learning rate of each parameter, step by step."""
    with project.watching() as seen:
        Training(project, *feeds)
    return [[group.get("lr") for group in step.options] for step in seen.steps]


def disturb() -> None:
    """Draw from every shared generator, another number of times in each run."""
    count = random.randint(1, 9)
    torch.rand(count)
    np.random.rand(count)


def first_difference(losses: list[float], expected: list[float]) -> str:
    for step, (found, wanted) in enumerate(zip(losses, expected, strict=False)):
        if found != wanted:
            return f"the loss of step {step} is {found!r}, expected {wanted!r}"
    return "the losses agree, the weights do not"


def ids_of_epoch(feed: Feed) -> list[str]:
    """In the order in which the first epoch has them."""
    return [id for batch in feed.training(0, len(feed) // BATCH) for id in batch.ids]


def judge_other_seed(
    project: Project, examples: list[Example], once: Training, findings: Findings
) -> None:
    other = project.but(seed=project.config.seed + 1)
    findings.demand(
        weight_hash(fresh_net(other)) != weight_hash(fresh_net(project)),
        "Another seed gives the same first weights, expected others.",
        "model.py: does something set the seed itself?",
    )
    orders = [ids_of_epoch(p.feed(examples)) for p in (project, other)]
    findings.demand(
        orders[0] != orders[1],
        "Another seed gives the same order of the examples, expected another.",
        "feed.py: epoch",
    )
    findings.demand(
        Training(other, examples).losses != once.losses,
        "Another seed gives the same losses, expected others.",
        "model.py: if other first weights change no loss, no gradient arrives; train.py",
    )
