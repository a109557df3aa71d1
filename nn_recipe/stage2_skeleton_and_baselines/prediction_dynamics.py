"""Visualize prediction dynamics: how the predictions of a fixed batch move while training."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from .. import show
from ..contract import Project, Run
from ..findings import Findings, evidence, last_run
from ..ledger import Ledger, Record
from ..specimen import fewer, fresh_net, plain, weight_hash

STEPS = 60  # of the training that is watched if there is no run yet
CRAWL, SHAKE = 1.3, 15.0  # path over displacement; good rates of AdamW gave 3 to 5
MOST = 2000  # examples of each split, of that training
RESTLESS = 0.15  # of the path in the last quarter of the steps; a steady crawl has 0.25


@dataclass(frozen=True)
class Followed:
    """What a run noted of a fixed batch while it trained."""

    steps: list[int]
    ids: list[str]
    values: Tensor  # [looks, examples], target.watch


def check(project: Project, ledger: Ledger) -> Record:
    """The jitter of a fixed batch tells whether the learning rate fits (recipe 2.14).

    Path over displacement: 1 is a straight crawl, as with a rate far too low; 49 was measured
    at a rate of .1, where predictions flip back and forth. SGD at its best rate shook as much
    as 23, hence advice and no gate. What must hold: looking on changes no bit of training.
    """
    experiment = ledger.expect(
        "2.14",
        "Predictions settle, neither crawling nor shaking; and watching changes nothing.",
        value={"jitter": f"{CRAWL:g} to {SHAKE:g}"},
        how="path over displacement of target.watch, summed over the batch",
        tolerance=f"below {CRAWL:g} only if at rest: {RESTLESS:g} of the path at the end",
    )
    findings, (watched, unwatched, followed) = Findings(), with_and_without(project)
    findings.demand(
        watched == unwatched,
        f"Looked on, training ends at weights {watched}, else at {unwatched}.",
        "pictures.py: no gradient, no random number, and the mode given back",
    )
    if folder := last_run(ledger, "followed.csv"):
        followed = read(project.new_run(folder))
    measured = movement(followed.values)
    drawn = picture(followed, project, ledger)
    if findings.faults:
        return findings.conclude(experiment, measured, "", drawn)
    holds, because = verdict(**measured)
    look_at = () if holds else ("config.py: learning_rate, steps",)
    return experiment.conclude(measured, holds, because, look_at, drawn)


def with_and_without(project: Project) -> tuple[str, str, Followed]:
    """The weights after a short training with and without onlookers, and what they saw.

    The whole `train` command follows a batch, evaluates, saves and draws; the loop alone
    does not.
    """
    short = plain(project, model="tiny", steps=STEPS, evaluate_every=10**9)
    short = short.having(splits=fewer(project.splits, MOST))
    with tempfile.TemporaryDirectory() as folder:
        alone = short.new_run(Path(folder) / "0002-alone")
        short.train(fresh_net(short), short.feed(short.splits.train), run=alone)
        run = short.new_run(Path(folder) / "0001-followed")
        short.train_command(run)
        hashes = []
        for trained in (run, alone):
            net = short.net()
            net.load_state_dict(trained.checkpoint("last")["net"])
            hashes.append(weight_hash(net))
        return hashes[0], hashes[1], read(run)


def read(run: Run) -> Followed:
    looks: dict[int, dict[str, float]] = {}
    for row in run.rows("followed.csv"):
        looks.setdefault(int(row["step"]), {})[row["name"]] = float(row["value"])
    ids = list(next(iter(looks.values())))
    values = torch.tensor([[look[id] for id in ids] for look in looks.values()])
    return Followed(list(looks), ids, values)


def movement(values: Tensor) -> dict[str, float]:
    """[looks, examples]: path over displacement, and the share of the path in the last quarter.

    1 means that every example moved one way only; a quarter, that none came to rest.
    """
    steps = values.diff(dim=0).abs().sum(1)  # [looks - 1]
    path, displacement = steps.sum(), (values[-1] - values[0]).abs().sum()
    late = steps[-(len(steps) // 4) :].sum()
    return {
        "jitter": (path / displacement.clamp_min(1e-12)).item(),
        "late": (late / path.clamp_min(1e-12)).item(),
    }


def verdict(jitter: float, late: float) -> tuple[bool | None, str]:
    said = f"Jitter {jitter:.1f}, {late:.0%} of the way in the last quarter"
    if jitter > SHAKE:
        return None, f"{said}: unstable. Try a lower learning rate."
    if jitter < CRAWL and late > RESTLESS:
        return None, f"{said}: still under way, so a low rate or a short training."
    return True, f"{said}: the predictions settle."


def picture(followed: Followed, project: Project, ledger: Ledger) -> list[str]:
    path = evidence(ledger, "prediction_dynamics.svg")
    if path is None:
        return []
    meant = answers(project, followed.ids)
    seen = (followed.steps, followed.ids, followed.values)
    moving = path.with_name("predictions_in_motion.svg")
    return [
        show.prediction_dynamics(*seen, meant, path),
        show.predictions_in_motion(*seen, meant, moving),
    ]


def answers(project: Project, ids: list[str]) -> list[str]:
    """In words; "" where the data no longer has the example."""
    target, found = project.target, dict.fromkeys(ids, "")
    for example in project.splits.validation:
        if example.id in found:
            found[example.id] = target.describe(target.encode(example.answer))
    return list(found.values())
