"""Visualize prediction dynamics: how the predictions of a fixed batch move while training."""

import contextlib
import tempfile
from pathlib import Path

import torch
from torch import Tensor

from .. import show
from ..contract import Project
from ..findings import Findings, evidence
from ..ledger import Ledger, Record
from ..specimen import fresh_net, plain, some, weight_hash

STEPS = 60  # of the training that is watched if there is no run yet
CRAWL, SHAKE = 1.3, 15.0  # path over displacement; good rates of AdamW gave 3 to 5
RESTLESS = 0.15  # of the path in the last quarter of the steps; a steady crawl has 0.25


def check(project: Project, ledger: Ledger, run: Run | None = None) -> Record:
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
    findings, (watched, unwatched, probe) = Findings(), with_and_without(project)
    findings.demand(
        watched == unwatched,
        f"With a probe training ends at weights {watched}, without at {unwatched}.",
        "recipe/watch.py: no gradient, no random number, and the mode given back",
    )
    probe = of_a_run(run, ledger) or probe
    measured = movement(torch.as_tensor(probe["watch"]))
    drawn = picture(probe, ledger)
    if findings.faults:
        return findings.conclude(experiment, measured, "", drawn)
    holds, because = verdict(**measured)
    look_at = () if holds else ("config.py: learning_rate, steps",)
    return experiment.conclude(measured, holds, because, look_at, drawn)


def of_a_run(run: Run | None, ledger: Ledger) -> dict:
    """What was seen during this run, or the last one; empty if nothing was trained yet."""
    if run is None and ledger.path is not None:
        with contextlib.suppress(ValueError):  # no run yet
            run = Run.find("last", ledger.path.parent)
    return {} if run is None else arrays(run.folder / "probe.npz")


def with_and_without(project: Project) -> tuple[str, str, dict]:
    """The weights after a short training with and without a probe, and what the probe saw."""
    short = plain(project, model="tiny", steps=STEPS, evaluate_every=10**9)
    feed = short.feed(some(project.splits.train, 2000))
    validation = short.feed(some(project.splits.validation, 64))
    watched, unwatched = fresh_net(short), fresh_net(short)
    short.train(unwatched, feed)
    with tempfile.TemporaryDirectory() as folder:
        run = Run.new("probe", short, Path(folder))
        short.train(watched, feed, look=Watcher(short, feed, validation, run))
        seen = arrays(run.folder / "probe.npz")
    return weight_hash(watched), weight_hash(unwatched), seen


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


def picture(probe: dict, ledger: Ledger) -> list[str]:
    path = evidence(ledger, "prediction_dynamics.svg")
    if path is None:
        return []
    return [
        show.prediction_dynamics(
            probe["steps"], probe["ids"], probe["watch"], probe["truth"], path
        )
    ]
