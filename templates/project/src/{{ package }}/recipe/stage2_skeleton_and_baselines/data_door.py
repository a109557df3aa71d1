"""The door data comes in by: who trains, and which answer belongs to which input."""

from collections import Counter
from dataclasses import replace
from itertools import combinations
from typing import Any
from unittest import mock

import torch

from .. import parts
from ..contract import Problem, Splits
from ..feed import Feed
from ..findings import Findings
from ..specimen import affordable, same_bits, some

PARTS = ("train", "validation", "test")
MOST = 4000  # examples of each split whose contents are compared
PAIRS = 200  # examples that are encoded once more
SURE = 4.0  # standard deviations above what chance explains
SPLIT = "data.py: load, and recipe/split.py"


def judge_splits(problem: Problem, findings: Findings) -> int:
    """Nobody on two sides, and everybody on the same side whatever the seed."""
    from ... import data

    ids = {part: [e.id for e in getattr(problem.splits, part)] for part in PARTS}
    for one, other in combinations(PARTS, 2):
        both = set(ids[one]) & set(ids[other])
        findings.demand(
            not both,
            f"{len(both)} examples are in {one} and in {other}, such as {sorted(both)[:1]}.",
            SPLIT,
        )
    again = data.load(replace(problem.config, seed=problem.config.seed + 1)).validation
    findings.demand(
        set(ids["validation"]) <= {example.id for example in again},
        "Another `seed` gives another validation split: two runs could not be compared.",
        f"{SPLIT}: cut by `split_seed`, never by `seed`",
    )
    judge_groups(problem, findings)
    if problem.target.answers_are == "series":
        return 0  # quiet days repeat: forecast_origin.py compares the times instead
    return judge_copies(problem, findings)


def judge_groups(problem: Problem, findings: Findings) -> None:
    """Where the split is by group, each group is on one side, and there are groups at all."""
    from ... import data

    if problem.config.split != "group":
        return
    pools: dict[str, parts.Pool] = {}

    def cut(given: dict[str, parts.Pool], *rest: Any) -> Splits:
        pools.update(given)
        return whole(given, *rest)

    whole = parts.cut
    with mock.patch.object(parts, "cut", cut):
        splits = data.load(problem.config)
    group = dict(zip(pools["train"].ids, map(str, pools["train"].keys), strict=True))
    findings.demand(
        len(set(group.values())) < len(group),
        f"The split is by group, but no two of {len(group)} examples share one: it is by chance.",
        "config.py: split_column; data.py: load, which tells the group of each example",
    )
    sides = {
        part: {group[e.id] for e in getattr(splits, part) if e.id in group}
        for part in PARTS
    }
    for one, other in combinations(PARTS, 2):
        both = sides[one] & sides[other]
        findings.demand(
            not both,
            f"{len(both)} groups are in {one} and in {other}, such as {sorted(both)[:1]}.",
            SPLIT,
        )


def judge_copies(problem: Problem, findings: Findings) -> int:
    """Inputs that are in training and again in validation or test.

    None is right, unless columns are dropped: rows may then agree in all that is left, and
    do so across the splits as often as they do within training.
    """
    contents = {part: inputs_of(problem, part) for part in PARTS}
    train, total = contents["train"], 0
    pairs = sum(count * (count - 1) / 2 for count in train.values())
    for part in ("validation", "test"):
        copies = sum(count for x, count in contents[part].items() if x in train)
        chance = 2 * pairs * contents[part].total() / max(1, train.total())
        allowed = chance + SURE * (chance + 1) ** 0.5 if problem.config.drop else 0
        findings.demand(
            copies <= allowed,
            f"{copies} of {contents[part].total()} {part} examples have the input of a training "
            f"example, expected at most {allowed:.0f}.",
            f"{SPLIT}: copies must stay on one side",
        )
        total += copies
    return total


def inputs_of(problem: Problem, part: str) -> Counter[bytes]:
    examples = some(getattr(problem.splits, part), affordable(problem, MOST))
    return Counter(problem.inputs.encode(e.raw).numpy().tobytes() for e in examples)


def judge_pairs(problem: Problem, findings: Findings) -> None:
    """Each batch holds the x and the y of its ids, in training and in evaluation."""
    examples = some(problem.splits.train, affordable(problem, PAIRS))
    by_id = {example.id: example for example in examples}
    feed = Feed(examples, problem.but(batch_size=16))
    batches = [*feed.training(0, feed.steps_per_epoch), *feed.in_order(32)]
    for batch in batches:
        for id, x, y in zip(batch.ids, batch.x, batch.y, strict=True):
            right = same_bits(x, problem.inputs.encode(by_id[id].raw))
            right &= same_bits(y, problem.target.encode(by_id[id].answer))
            findings.demand(
                right,
                f"The batch has another x or y for {id} than its raw example: y is "
                f"{problem.target.describe(y)}, the answer {by_id[id].answer!r}.",
                "recipe/feed.py: __getitem__ and encode",
            )
            if findings.faults:
                return  # one example tells the story


def judge_epochs(problem: Problem, findings: Findings) -> None:
    """One epoch shows every example once, in an order of its own."""
    feed = Feed(some(problem.splits.train, PAIRS), problem.but(batch_size=16))
    orders = [torch.cat(feed.epoch(epoch)).tolist() for epoch in (0, 1)]
    findings.demand(
        all(sorted(order) == list(range(len(feed))) for order in orders),
        "An epoch does not show every training example exactly once.",
        "recipe/feed.py: epoch",
    )
    findings.demand(
        orders[0] != orders[1] and orders[0] != sorted(orders[0]),
        "Two epochs have the same order, or that of the file; expected a shuffle for each.",
        "recipe/feed.py: order",
    )
