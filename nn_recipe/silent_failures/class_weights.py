"""Answers that weigh by how rare they are: does each class have the weight of its own count?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from ..contract import Example, Project
from ..findings import Findings
from ..specimen import affordable, some

FIRST = 256  # examples that tell whether anything is weighed at all
MANY = 20_000_000  # outputs: of more answers than that nothing is counted
SAME = 1e-3  # relative; float32 has 1e-7
WHERE = "target.py: the weights of the classes stand in another order than the outputs"


@dataclass(frozen=True)
class Weighed:
    """Of each class, in the order of the outputs: what it weighs, and how often it was counted."""

    weights: Tensor
    counts: Tensor
    total: int  # of which these counts are shares


def judge_class_weights(project: Project, findings: Findings) -> None:
    """Weights that are made of the classes' counts belong to the classes that were counted.

    Weights of your own choice are free. But where they are to the digit what a usual formula
    makes of the counts, once both are sorted, and are not so as they stand, they changed places.
    """
    train = project.splits.train
    first = weighed(project, some(train, affordable(project, FIRST)))
    if not any(spread(each.weights.log()) > SAME for each in first):
        return
    for each in weighed(project, train):
        findings.demand(
            not misplaced(each),
            f"In the order of the outputs the classes occur {listed(each.counts)} times in "
            f"training and weigh {listed(each.weights / each.weights.mean())}: what a formula "
            "makes of these counts, but each has the weight of another class.",
            WHERE,
        )


def weighed(project: Project, examples: Sequence[Example]) -> Iterator[Weighed]:
    """By the pull of an answer where all outputs are 0: there no class is more likely."""
    target = project.target
    y = torch.stack([target.encode(e.answer) for e in examples])
    classes = not y.is_floating_point()
    labels = not classes and bool(((y == 0) | (y == 1)).all())
    shape = (len(y), target.outputs, *y.shape[1 if classes else 2 :])
    if not (classes or labels) or torch.Size(shape).numel() > MANY:
        return
    outputs = torch.zeros(shape, requires_grad=True)
    losses = target.loss(outputs, y) * target.weight(y)
    (pull,) = torch.autograd.grad(losses.sum(), outputs)
    if classes:
        yield from of_classes(pull.norm(dim=1), y, target.outputs)
    elif y.shape == shape:
        yield from of_labels(pull.abs(), y)


def of_classes(size: Tensor, y: Tensor, classes: int) -> Iterator[Weighed]:
    """Where each place of a class pulls alike; counted in places, and in examples that have it."""
    if y.ndim == 1:
        size, y = size[:, None], y[:, None]
    here = [(y == k) & (size > 0) for k in range(classes)]
    pulls = [size[each] for each in here]
    if any(not len(p) or spread(p.log()) > SAME for p in pulls):
        return
    weights = torch.stack([p.mean() for p in pulls]).double()
    counts = torch.tensor([int(each.sum()) for each in here])
    yield Weighed(weights, counts, int(counts.sum()))
    holding = [int(each.flatten(1).any(1).sum()) for each in here]
    yield Weighed(weights, torch.tensor(holding), len(y))


def of_labels(size: Tensor, y: Tensor) -> Iterator[Weighed]:
    """Labels that are there or not: how much more a yes pulls than a no, and how much a no."""
    labels = [(size[:, k], y[:, k] == 1) for k in range(y.shape[1])]
    pulls = [(pull[there], pull[~there]) for pull, there in labels]
    if any(not len(p) or spread(p.log()) > SAME for pair in pulls for p in pair):
        return
    yes, no = (
        torch.stack([p.mean() for p in each]).double()
        for each in zip(*pulls, strict=True)
    )
    counts = torch.tensor([int(there.sum()) for _, there in labels])
    yield Weighed(yes / no, counts, labels[0][1].numel())
    yield Weighed(no, counts, labels[0][1].numel())


def misplaced(each: Weighed) -> bool:
    """Sorted, the weights are a formula's; and the rarer class does not weigh more throughout."""
    weights = each.weights.log()
    by_count = weights[each.counts.argsort()]
    steps = by_count.diff() * (each.counts.sort().values.diff() > 0)
    if bool((steps <= SAME).all()):
        return False
    return any(
        spread(weights.sort().values - made.sort().values) <= SAME
        for made in formulas(each.counts.double(), each.total)
    )


def formulas(counts: Tensor, total: int) -> Iterator[Tensor]:
    """The logarithm of what people make of counts."""
    share = counts / total
    yield -counts.log()
    yield -counts.log() / 2
    yield (1 - share).log() - share.log()
    yield ((1 - share).log() - share.log()) / 2
    yield (1 - share).log()
    yield (-share.log()).log()
    yield -(1.02 + share).log().log()  # Paszke et al. 2016
    for beta in (0.9, 0.99, 0.999, 0.9999):  # Cui et al. 2019
        yield -(1 - beta**counts).log()


def spread(values: Tensor) -> float:
    """nan where a class is everything, or nothing."""
    return (values.amax() - values.amin()).item()


def listed(values: Tensor) -> str:
    return "[" + ", ".join(f"{value:.3g}" for value in values.tolist()) + "]"
