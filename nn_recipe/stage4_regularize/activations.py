"""Activations inside the net show odd artefacts, and hint at problems (recipe 4.14)."""

import math
from collections.abc import Iterator
from statistics import median
from typing import Any

from torch import nn

from .. import show
from ..findings import Findings, evidence
from ..ledger import Ledger, Record
from .inside import LAYERS
from .watched import Watched

DEAD = 0.5  # of the units of a layer, 0 for every example
SATURATED = 0.5  # of what comes out
LARGE, SMALL = 100.0, 1e-3  # sd of what a layer answers
FAR, NEAR = 0.1, 1e-6  # of its own length, by one step; 1e-3 is usual
MODEL = "model.py"


def concluded(watched: Watched, ledger: Ledger) -> Record:
    """No layer is dead, saturated, far too large or small, moves too far or not at all."""
    experiment = ledger.expect(
        "4.14",
        "What comes out of each layer has a usable size, and each layer learns.",
        value="nothing odd",
        how=f"{len(watched.steps)} looks in {watched.steps[-1]:,} steps, validation examples "
        "in evaluation mode",
        tolerance=f"{DEAD:.0%} dead, {SATURATED:.0%} saturated, sd {SMALL:g} to {LARGE:g}, "
        f"a step of {NEAR:g} to {FAR:g} of a matrix",
    )
    findings = Findings()
    for why in (*sizes(watched), *movements(watched)):
        findings.demand(False, why, MODEL)
    path = evidence(ledger, "inside.svg")
    drawn = [] if path is None else [show.inside(watched, path)]
    return findings.conclude(experiment, facts(watched), said(watched), drawn)


def sizes(watched: Watched) -> Iterator[str]:
    """What is odd in the end, or already at the beginning."""
    layers = {n for n, m in watched.before.named_modules() if isinstance(m, LAYERS)}
    for name, last in watched.seen[-1].items():
        first = watched.seen[0].get(name, last)
        if last.dead >= DEAD:
            yield f"{last.dead:.0%} of the units of {name} are 0 for every example."
        if last.saturated >= SATURATED:
            yield f"{last.saturated:.0%} of {name} is saturated: hardly a gradient passes."
        if name in layers and not isinstance(
            watched.before.get_submodule(name), nn.Embedding
        ):
            worst = max((first, last), key=lambda s: abs(math.log(max(s.sd, 1e-30))))
            if not SMALL <= worst.sd <= LARGE and name != head(watched.before):
                yield f"What {name} answers has an sd of {worst.sd:.2g}."


def movements(watched: Watched) -> Iterator[str]:
    """The usual step of the later half; the first ones are warm-up."""
    for name, ratio in usual(watched).items():
        if ratio == 0:
            yield f"{name} does not move: does a gradient reach it, and the optimizer know it?"
        elif not NEAR <= ratio <= FAR:
            yield f"A step moves {name} by {ratio:.1g} of its length; 1e-3 is usual."


def usual(watched: Watched) -> dict[str, float]:
    rows = [row for row in watched.moved[len(watched.moved) // 2 :] if row]
    names = dict.fromkeys(name for row in rows for name in row)
    return {n: median(row[n] for row in rows if n in row) for n in names}


def head(net: nn.Module) -> str:
    """Its answers have the unit of the target."""
    return next((n for n, m in net.named_modules() if m is net.head), "")


def facts(watched: Watched) -> dict[str, Any]:
    last = watched.seen[-1]
    return {
        "sd": {name: float(f"{s.sd:.3g}") for name, s in last.items()},
        "dead": {n: round(s.dead, 4) for n, s in last.items() if s.dead},
        "step by length": {n: float(f"{r:.2g}") for n, r in usual(watched).items()},
    }


def said(watched: Watched) -> str:
    """The extremes of what was seen."""
    last, ratios = watched.seen[-1], usual(watched)
    sds = [s.sd for s in last.values()]
    dead = max(s.dead for s in last.values())
    steps = (
        f"{min(ratios.values()):.1g} to {max(ratios.values()):.1g}" if ratios else ""
    )
    told = f"sd {min(sds):.2g} to {max(sds):.2g}, at most {dead:.0%} of a layer dead"
    return (
        f"{len(last)} places: {told}; a step moves a matrix by {steps} of its length."
    )
