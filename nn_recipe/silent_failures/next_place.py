"""Answers that are the next place of x: no output may feel what comes later."""

import torch
from torch import Tensor

from ..contract import Project
from ..findings import Findings
from ..specimen import InDouble, doubled, fresh_net, some, with_random_head

EXAMPLES = 32
ASKED = 4  # of them whose later places are replaced
PLACES = 4  # of a window, from its first to its last but one
MOVED = 1e-9  # of the largest output, in float64
MODEL = (
    "model.py: the causal mask, a layer that reads from both sides, or a mixed up axis"
)


@torch.no_grad()
def judge_next(project: Project, findings: Findings) -> None:
    """Where y is x one place on, in every example, the net must not be shown it.

    Not by its kind: by what stands in x and y. Tokens that are their own answer are no task.
    """
    if project.target.answers_are != "places":
        return
    feed = project.feed(some(project.splits.train, EXAMPLES))
    batch = feed[range(len(feed))]
    x, y = batch.x, batch.y
    values, answers = series_of(x), series_of(y)
    if values is None or answers is None or values.shape[:2] != answers.shape[:2]:
        return
    same = [
        c
        for c in range(values.shape[2])
        if torch.equal(values[..., c], answers[..., 0])
    ]
    findings.demand(
        not same or x.is_floating_point(),  # what an autoencoder gives back is its own
        "The answer at each place is x itself at that place: there is nothing to predict.",
        "data.py: where y begins",
    )
    ahead = [
        c
        for c in range(values.shape[2])
        if torch.equal(values[:, 1:, c], answers[:, :-1, 0])
    ]
    if ahead and not same:
        judge_ahead(project, x, findings)


def series_of(values: Tensor) -> Tensor | None:
    """[batch, places, channels], of [batch, places] or y as [batch, 1, places]."""
    if values.ndim == 2:
        return values[:, :, None]
    if values.ndim == 3 and values.shape[1] == 1:
        return values.movedim(1, 2)
    return values if values.ndim == 3 else None


def judge_ahead(project: Project, x: Tensor, findings: Findings) -> None:
    net = InDouble(with_random_head(fresh_net(project))).eval()
    x = doubled(x)
    before, last = net(x[:ASKED]), x.shape[1] - 1
    for place in range(0, last, max(1, last // PLACES)):
        other = x[:ASKED].clone()
        other[:, place + 1 :] = x[:ASKED].roll(1, 0)[:, place + 1 :]
        moved = (net(other) - before)[..., : place + 1].abs().max()
        findings.demand(
            bool(moved <= MOVED * before.abs().max()) or bool(findings.faults),
            f"y is x one place on, and outputs up to place {place} feel what comes later: they move "
            f"by {moved / before.abs().max():.2g} of the largest when only that is replaced. The net "
            "is shown its answers.",
            MODEL,
        )
