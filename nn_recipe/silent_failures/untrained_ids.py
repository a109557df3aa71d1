"""An id that new examples hold and training never shows: its vector stays as it was drawn."""

from collections import Counter
from collections.abc import Iterable

import torch
from torch import Tensor

from ..additions import Padded
from ..contract import Example, Project
from ..findings import Findings
from ..specimen import some

MOST = 2000  # examples of training, and of validation
SHARE = 0.005  # of the ids of validation: a word of its own is rarer
FEWEST = 10  # of them
WHERE = "data.py: what is rare in training must be unknown there, too"


def judge_untrained_ids(project: Project, findings: Findings) -> None:
    """The id of what is unknown occurs in training, or the net never learns what to make of it.

    A vocabulary that holds every word of training leaves none unknown. Asked of the batches
    that train, as words may be dropped there; weights from elsewhere have learned elsewhere.
    """
    config, splits = project.config, project.splits
    x = project.inputs.encode(splits.train[0].raw)
    are_ids = x.dtype in (torch.int32, torch.int64) and x.ndim in (1, 2)
    if not are_ids or getattr(config, "init_from", ""):
        return
    shown = ids_of(project, [*in_training(project)])
    asked = ids_of(project, encoded(project, some(splits.validation, MOST)))
    of_sort = Counter[int]()
    for (sort, _), times in asked.items():
        of_sort[sort] += times
    for (sort, id), times in asked.items():
        share = times / of_sort[sort]
        findings.demand(
            (sort, id) in shown or times < FEWEST or share < SHARE,
            f"The id {id} is {share:.1%} of those of validation, and none of training's: what is "
            "unknown there is shown to a net that has never met it.",
            WHERE,
        )
        if findings.faults:
            return


def in_training(project: Project) -> Iterable[Tensor]:
    """x of each example, as one epoch brings it."""
    feed = project.feed(some(project.splits.train, MOST))
    for batch in feed.training(0, len(feed.epoch(0))):
        yield from batch.x.cpu()


def encoded(project: Project, examples: list[Example]) -> list[Tensor]:
    return [project.inputs.encode(example.raw) for example in examples]


def ids_of(project: Project, xs: Iterable[Tensor]) -> Counter[tuple[int, int]]:
    """(sort, id) -> how often, without pads: the last axis of [places, sorts] tells sorts."""
    found = Counter[tuple[int, int]]()
    for x in xs:
        if isinstance(project.inputs, Padded):
            x = x[: project.inputs.length_of(x)]
        for sort, ids in enumerate(x.T if x.ndim > 1 else [x]):
            values, counts = ids.unique(return_counts=True)
            each = zip(values.tolist(), counts.tolist(), strict=True)
            found.update({(sort, id): count for id, count in each})
    return found
