"""Where training moves x, the answers that stand in x move with it: masks, boxes, tags."""

from collections import Counter
from collections.abc import Iterator, Sequence

import torch
from torch import Tensor

from ..additions import Pointing
from ..contract import Example, Project, Target
from ..findings import Findings
from ..training_inputs import Came, as_encoded
from .turned import Turn, found_at, turns

IN_PLACES = ("masks", "boxes", "tags")  # answers that stand somewhere in x
MOST = 48  # changed examples that are looked at
# Correlation of two pictures: one that was turned, and nothing else, has 1; with noise or
# another light less. Others that are as like as the best are symmetric.
EXACT, ALIKE, TIE = 0.999, 0.9, 0.05
# Of what is answered at either place, the share that agrees: half is left by no rounding.
PARTED, ELSEWHERE = 0.5, 0.9
LOOK = "train.py and feed.py: is y moved as x is? A mask has no channels: count axes from the end"


def judge_moved(
    found: Came, examples: Sequence[Example], project: Project, findings: Findings
) -> None:
    """What stood together in x and y stands together still, wherever training moved it."""
    target = project.target
    if target.answers_are not in IN_PLACES or len(found.told) != len(found.x):
        return
    other = [*changed(found, examples, project)]
    wrong = [each[0] for each in other if parted(*each[1:], target)]
    findings.demand(
        not wrong,
        f"In training an answer is told for another place than it has: in {len(wrong)} of "
        f"{len(other)} examples that are changed, such as {wrong[:1]}, x is moved and y is not, "
        "or elsewhere.",
        LOOK,
    )


def changed(
    found: Came, examples: Sequence[Example], project: Project
) -> Iterator[tuple[str, Tensor, Tensor, Tensor, Tensor]]:
    """The id, x and y as encoded, x and y as training had them; where these are others."""
    known, left = {e.id: e for e in examples}, MOST
    for id, x, y in zip(found.ids, found.x, found.told, strict=True):
        own = project.inputs.encode(known[id].raw)
        answer = project.target.encode(known[id].answer)
        if left and not (as_encoded(x, own) and as_encoded(y, answer)):
            left -= 1
            yield id, own, answer, x, y


def parted(own: Tensor, answer: Tensor, x: Tensor, y: Tensor, target: Target) -> bool:
    """Can it be told how x was moved, and was y moved otherwise?"""
    if own.shape != x.shape or answer.shape != y.shape:
        return False
    if answer.ndim == 1 and own.shape[:1] == answer.shape and own.ndim < 3:
        return shuffled(own, answer, x, y)
    there = [places(each, own.shape[1:], target) for each in (answer, y)]
    if own.ndim != 3 or there[0] is None or there[1] is None:
        return False
    return elsewhere(own, x, there[0], there[1])


def shuffled(own: Tensor, answer: Tensor, x: Tensor, y: Tensor) -> bool:
    """The same tokens and the same answers, in another order; but other ones side by side."""

    def many(*rows: Tensor) -> Counter[tuple[str, ...]]:
        """A token may be made of several numbers."""
        return Counter(zip(*(map(str, row.tolist()) for row in rows), strict=True))

    same = many(own) == many(x) and many(answer) == many(y)
    return same and many(own, answer) != many(x, y)


def places(y: Tensor, size: Sequence[int], target: Target) -> Tensor | None:
    """The answer at each pixel; None where y has no pixels: shares of a mix of two, say."""
    if y.shape == tuple(size):
        return y
    if not isinstance(target, Pointing) or y.ndim != 2:
        return None
    there = target.covered(y)
    return there if there.shape == tuple(size) else None


def elsewhere(own: Tensor, x: Tensor, answer: Tensor, y: Tensor) -> bool:
    """Is the answer not where x was turned and shifted to?

    If nothing but that was done to x, it must be there; after a change of light or noise it
    may not be where another turn would have it.
    """
    ways = [found_at(turn, own, x) for turn in turns(*own.shape[1:])]
    best = max(way.like for way in ways)
    if best < ALIKE:
        return False  # cut, stretched, mixed: who knows
    shares = [agree(way, answer, y) for way in ways if way.like >= best - TIE]
    if max(shares) >= PARTED:
        return False
    return best >= EXACT or any(
        agree(found_at(turn, layer(answer), layer(y)), answer, y) >= ELSEWHERE
        for turn in turns(*answer.shape)
    )


def layer(y: Tensor) -> Tensor:
    """As a picture of one channel: where is anything but the most frequent answer?"""
    return (y != y.flatten().mode().values)[None].double()


def agree(way: Turn, answer: Tensor, y: Tensor) -> float:
    """Of the pixels with an answer that is not the most frequent one, in either, the share alike.

    Of boxes those that are in one afterwards: what has mostly left the picture may be dropped.
    """
    one, other = way.both(answer, y)
    usual = other.flatten().mode().values
    told = (one != usual) | (other != usual)
    if other.dtype == torch.bool:
        told = other
    return (one == other)[told].double().mean().item() if told.any() else 1.0
