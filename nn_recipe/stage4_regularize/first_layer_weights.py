"""The first layer's weights: is there more in them than chance would leave (recipe 4.13)?"""

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from .. import show
from ..findings import evidence
from ..ledger import Ledger, Record
from .inside import LAYERS
from .watched import Watched

DRAWS = 200
CLEAR = 2.0  # standard deviations of the null


def concluded(watched: Watched, ledger: Ledger) -> Record:
    """The trained weights, and what training added to them, against the same numbers dealt anew.

    "Noise-like" and "not noise-like" is all that can be said: a net that learns answers dealt
    by chance has smooth filters, too.
    """
    experiment = ledger.expect(
        "4.13",
        "Training leaves more in the first layer than noise.",
        value=f"{CLEAR:g} standard deviations",
        how=f"against {DRAWS} draws in which the weights of a filter or a unit change places: "
        "how alike neighbours are in a filter, how much units have in common elsewhere",
        tolerance="one-sided",
    )
    name, before = first(watched.before)
    after = dict(watched.after.named_parameters()).get(name)
    if before is None or after is None:
        return experiment.conclude(None, None, "No first layer was found below `stem`.")
    added = after.detach() - before
    z = {"initialised": score(before), "trained": score(after), "added": score(added)}
    holds = max(z["trained"], z["added"]) >= CLEAR
    told = ", ".join(f"{key} {value:.1f}" for key, value in z.items())
    because = f"{name} is {'not ' * holds}noise-like (z: {told})."
    path = evidence(ledger, "first_layer_weights.svg")
    drawn = [] if path is None else [show.first_weights(before, after.detach(), path)]
    measured: dict[str, Any] = {"z": {k: round(v, 2) for k, v in z.items()}}
    return experiment.conclude(measured, holds, because, (), drawn)


def first(net: nn.Module) -> tuple[str, Tensor | None]:
    """The weight of the first layer in `stem`: its name in the net, and itself."""
    stem = net.stem
    assert isinstance(stem, nn.Module)
    layers = (m for m in stem.modules() if isinstance(m, LAYERS))
    weight = next((m.weight for m in layers), None)
    names = (n for n, p in net.named_parameters() if p is weight)
    return next(names, ""), None if weight is None else weight.detach()


def score(weights: Tensor) -> float:
    """z of what is measured, against the same with its numbers dealt anew; 0 of a constant."""
    rows = weights.detach().cpu().double()
    spatial = rows.ndim > 2 and min(rows.shape[2:]) > 1
    rows = rows.flatten(0, 1) if spatial else rows.flatten(1)
    rows = rows[rows.flatten(1).std(dim=1, correction=0) > 0]
    if not len(rows):
        return 0.0
    measure = smoothness if spatial else common
    generator = torch.Generator().manual_seed(0)
    null = []
    for _ in range(DRAWS):
        flat = rows.flatten(1)
        order = torch.rand(flat.shape, generator=generator).argsort(dim=1)
        null.append(measure(flat.gather(1, order).view_as(rows)))
    spread = float(np.std(null))
    return (measure(rows) - float(np.mean(null))) / spread if spread else 0.0


def smoothness(maps: Tensor) -> float:
    """[filters, *places]: correlation of neighbours along each axis, all filters together."""
    dims = tuple(range(1, maps.ndim))
    maps = maps - maps.mean(dims, keepdim=True)
    both = total = 0.0
    for dim in dims:
        n = maps.shape[dim] - 1
        one, other = maps.narrow(dim, 0, n), maps.narrow(dim, 1, n)
        both += (one * other).sum().item()
        total += ((one**2).sum() + (other**2).sum()).item() / 2
    return both / total


def common(rows: Tensor) -> float:
    """[units, inputs]: the share of the largest singular value, each unit of length 1."""
    values = torch.linalg.svdvals(rows / rows.norm(dim=1, keepdim=True))
    return (values[0] ** 2 / (values**2).sum()).item()
