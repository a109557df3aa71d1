"""Fix random seed: the same code run twice gives the same bits."""

import hashlib
import os
import pickle
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from ..contract import Example, Project, state
from ..findings import Findings
from ..ledger import Ledger, Record
from ..specimen import fresh_net, some, weight_hash

EXAMPLES, BATCH = 20, 4  # five steps to an epoch
STEPS, KILLED_AFTER = 9, 7  # in the middle of the second epoch
RATES = {
    "warmup": 0.3,
    "schedule": "cosine",
}  # another at each step: a resume must know
KEYED = (
    "draw from a generator made of (seed, epoch or step, index), as recipe/feed.py does"
)


def check(project: Project, ledger: Ledger) -> Record:
    """Two runs with one seed agree in every bit; only then can two runs be compared (2.2).

    What must not matter: who drew random numbers before, how many workers decode, whether one
    evaluates in between, a kill and a resume in mid-epoch. It does not if batches are a
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
    short = project.but(steps=STEPS, batch_size=BATCH, evaluate_every=10**9, **RATES)
    examples = some(project.splits.train, EXAMPLES)
    once, findings = Run(short, examples), Findings()
    hashes = {"once": once.hash}
    for how, run, where in variations(short, examples):
        hashes[how] = run.hash
        findings.demand(
            (run.losses, run.hash) == (once.losses, once.hash),
            f"Run {how} ends at weights {run.hash}, expected {once.hash}; "
            f"{first_difference(run.losses, once.losses)}.",
            where,
        )
    judge_other_seed(short, examples, once, findings)
    judge_process(project, findings)
    because = f"Hash {once.hash} for all {len(hashes)} runs; another seed gives others."
    return findings.conclude(experiment, hashes, because)


class Run:
    """A short training: the loss of every step, the hash of the weights, the last checkpoint."""

    def __init__(
        self,
        project: Project,
        examples: list[Example],
        validation: list[Example] | None = None,
        steps: int = STEPS,
        resume: Checkpoint | None = None,
    ):
        net = fresh_net(project)
        disturb()
        feed = project.feed(examples)
        seen = project.feed(validation) if validation else None
        history = project.train(net, feed, seen, steps=steps, resume=resume)
        self.losses, self.hash, self.last = (
            history.losses,
            weight_hash(net),
            history.last,
        )


def variations(
    project: Project, examples: list[Example]
) -> Iterator[tuple[str, Run, str]]:
    """The same run, except for something that must not matter, and where to look if it does."""
    yield "again", Run(project, examples), f"data.py and model.py: {KEYED}"
    for workers in (1, 2):
        decoding = project.but(workers=workers, cache_megabytes=0)
        where = f"recipe/feed.py: load; data.py: encode; {KEYED}"
        yield f"with {workers} workers", Run(decoding, examples), where
    validation = some(project.splits.validation, EXAMPLES)
    often = project.but(evaluate_every=2)
    where = f"recipe/loop.py: evaluate must leave nothing behind; {KEYED}"
    yield "with evaluations in between", Run(often, examples, validation), where
    where = "recipe/checkpoint.py: of and restore; recipe/loop.py: train; recipe/feed.py: training"
    yield "killed and resumed", resumed(project, examples), where


def resumed(project: Project, examples: list[Example]) -> Run:
    """Stopped in mid-epoch, saved, read back, and continued with a net made anew."""
    before = Run(project, examples, steps=KILLED_AFTER)
    assert before.last is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "last.pt")
        before.last.save(path)
        after = Run(project, examples, resume=Checkpoint.load(path))
    after.losses = before.losses + after.losses
    return after


def disturb() -> None:
    """Draw from every shared generator, another number of times in each run."""
    count = random.randint(1, 9)
    torch.rand(count)
    np.random.rand(count)


FRESH = """
import importlib, pickle, sys
sys.path.insert(0, sys.argv[1])
here = importlib.import_module(sys.argv[2])
print(here.loaded(pickle.load(sys.stdin.buffer)))
"""


def loaded(config: Config) -> str:
    """A digest of who trains, validates and tests, and of all that was measured in training."""
    project = Project.load(config)
    parts = (project.splits.train, project.splits.validation, project.splits.test)
    ids = [[example.id for example in part] for part in parts]
    measured = state(project.inputs), state(project.target)
    return hashlib.sha256(repr((ids, measured)).encode()).hexdigest()[:12]


def judge_process(project: Project, findings: Findings) -> None:
    """A fresh process loads the same: `hash` of a text and the order of a set are salted anew."""
    salt = str(1 + int(os.environ.get("PYTHONHASHSEED", "0").replace("random", "0")))
    words = [sys.executable, "-c", FRESH, str(PACKAGE.parent), __name__]
    done = subprocess.run(
        words,
        input=pickle.dumps(project.config),
        env={**os.environ, "PYTHONHASHSEED": salt},
        capture_output=True,
        check=True,
    )
    there, here = done.stdout.decode().strip(), loaded(project.config)
    findings.demand(
        here == there,
        f"A fresh process loads {there}, this one {here}: other splits, or other classes.",
        "data.py, target.py, recipe/split.py: no `hash`, no order of a set; sort",
    )


def first_difference(losses: list[float], expected: list[float]) -> str:
    for step, (found, wanted) in enumerate(zip(losses, expected, strict=False)):
        if found != wanted:
            return f"the loss of step {step} is {found!r}, expected {wanted!r}"
    return "the losses agree, the weights do not"


def judge_other_seed(
    project: Project, examples: list[Example], once: Run, findings: Findings
) -> None:
    other = project.but(seed=project.config.seed + 1)
    findings.demand(
        weight_hash(fresh_net(other)) != weight_hash(fresh_net(project)),
        "Another seed gives the same first weights, expected others.",
        "model.py: does something set the seed itself?",
    )
    orders = [p.feed(examples).order(0).tolist() for p in (project, other)]
    findings.demand(
        orders[0] != orders[1],
        "Another seed gives the same order of the examples, expected another.",
        "recipe/feed.py: order",
    )
    findings.demand(
        Run(other, examples).losses != once.losses,
        "Another seed gives the same losses, expected others.",
        "model.py: if other first weights change no loss, no gradient arrives; recipe/loop.py",
    )
