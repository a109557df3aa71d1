"""Rows measured twice, rounded, or with a cell changed, on both sides of a split."""

import torch
from torch import Tensor

from ..contract import Project
from ..findings import Findings
from ..nearest import nearest, told_twice, whitened
from ..specimen import some

TRAINING, ASKED = 10_000, 1000  # rows
FEWEST = 100  # training rows: of fewer, many a row is the only one of its kind
KINDS = (
    20  # values as likely as each other: a column that says less is a kind or a count
)
COLUMNS = 4  # measured ones: in fewer, rows come near each other by chance
# of the rows have a neighbour so much nearer than the next: as many were found in honest tables,
# clusters, curves and random walks, and of rows that were measured twice a tenth to the half
BY_CHANCE = 1e-4
FEW, SHARE = 2, 0.01  # that may be alike: no metric moves by more than that
GRAIN = 0.05  # of the mean variance


def judge_near_rows(project: Project, findings: Findings) -> None:
    """Rows that are twins of training ones in all that was measured, up to a digit.

    Only columns with many values have a say, each by its ranks: whoever is alike in kinds and
    counts alone, as people of one age and trade, is no twin.
    """
    if len(project.inputs.shape) != 1 or project.target.answers_are == "series":
        return
    names, train = rows(project, "train", TRAINING)
    told = [column for column in range(train.shape[1]) if measured(train[:, column])]
    if len(train) < FEWEST or len(told) < COLUMNS:
        return
    train = train[:, told]
    for part in ("validation", "test"):
        ids, asked = rows(project, part, ASKED)
        if not ids:
            continue
        asked = asked[:, told]
        chance, where = nearest(
            *whitened(ranks(asked, train), ranks(train, train), GRAIN)
        )
        other = (asked != train[where]).any(1)  # equal ones are counted elsewhere
        sure = other & (chance < BY_CHANCE)
        twins, such = told_twice(names, ids, chance, where, sure)
        allowed = max(FEW, SHARE * len(asked))
        findings.demand(
            twins <= allowed,
            f"{twins} of {len(asked)} {part} rows are nearly the same as one in training, "
            f"{such}expected at most {allowed:.0f}: in {len(told)} measured columns together they "
            "are much nearer to it than to all others.",
            "read.py: split_column; were rows measured or made twice? What belongs together is "
            "one group",
        )


def rows(project: Project, part: str, most: int) -> tuple[list[str], Tensor]:
    """Ids, and [examples, numbers] in float64; none where x is of tokens."""
    feed = project.feed(some(getattr(project.splits, part), most))
    if not len(feed):
        return [], torch.empty(0, 0)
    x = feed[range(len(feed))].x
    return list(feed.ids), x.double() if x.is_floating_point() else x[:, :0].double()


def measured(column: Tensor) -> bool:
    """By the chance that two rows agree: 1 / KINDS at most (Simpson 1949)."""
    share = column.unique(return_counts=True)[1].double() / len(column)
    return KINDS * share.square().sum().item() <= 1


def ranks(rows: Tensor, known: Tensor) -> Tensor:
    """[rows, columns]: the share of the known ones below, so that no tail decides."""
    order = known.T.contiguous().sort().values.contiguous()
    asked = rows.T.contiguous()
    below, above = (
        torch.searchsorted(order, asked, side=side) for side in ("left", "right")
    )
    return (below + above).T.double() / 2 / len(known)
