"""Where yes begins: from which chance on a label is said, down to which score boxes count."""

import ast
import math
from collections.abc import Iterable, Iterator

import torch
from torch import Tensor

from ..chance import mix
from ..contract import Project, Target
from ..findings import Findings
from ..ledger.code import parse
from ..silent_failures.options import sources

STEPS = 2000  # chances that are tried, from 0 to 1
FEW = 20  # labels that are asked
NO = -20.0  # log odds of the others
LOW = 0.1  # a score; torchvision keeps boxes from .05 on, YOLO from .001 on
SPREADS = (1.0, 2.0, 4.0, 8.0)  # sds of made-up outputs: some boxes are barely kept
PICTURES = 16
CUT = (
    "target.py: decode and metrics; is a threshold of chances held against the outputs?"
)
SCORE = (
    "detections.py, target.py: the least score; sort out what is shown in predict.py"
)


def judge_yes(project: Project, outputs: Tensor, findings: Findings) -> None:
    """`outputs`: [batch, outputs, *places] of any net."""
    if project.target.answers_are == "labels" and outputs.ndim == 2:
        judge_cut(project, outputs.shape[1], findings)
    if project.target.answers_are == "boxes":
        judge_least(project, outputs, findings)


def judge_cut(project: Project, labels: int, findings: Findings) -> None:
    """A label is said from a chance of 1/2 on, or from one that somebody wrote down.

    .5 held against log odds is a chance of .62: all that is less sure is lost, and every metric
    agrees with it.
    """
    numbers = [0.5, *written(project.target)]
    for label in range(min(labels, FEW)):
        last, first = between(project, label, labels)
        findings.demand(
            last >= first or any(last - 1e-9 <= n <= first + 1e-9 for n in numbers),
            f"A label is said from a chance of {first:.3f} on, and that is neither 1/2 nor a "
            "number of your code.",
            CUT,
        )
        if findings.faults:
            return


def between(project: Project, label: int, labels: int) -> tuple[float, float]:
    """The largest chance at which this label is not said, and the least at which it is.

    (1, 0) where that is no threshold: the likeliest label is said however unlikely it is.
    """
    odds = torch.logit(torch.arange(1, STEPS, dtype=torch.float64) / STEPS)
    outputs = torch.full((len(odds) + 1, labels), NO, dtype=torch.float64)
    outputs[1:, label] = odds
    chances = project.target.prediction(outputs)[1:, label].tolist()
    nothing, *answers = map(str, project.target.decode(outputs))
    said = [c for c, answer in zip(chances, answers, strict=True) if answer != nothing]
    unsaid = [
        c for c, answer in zip(chances, answers, strict=True) if answer == nothing
    ]
    return (max(unsaid), min(said)) if said and unsaid else (1.0, 0.0)


def written(target: Target) -> Iterator[float]:
    """Chances that stand in the project's files, or that its target holds; log odds, too."""
    nodes = (node for tree in map(parse, sources()) for node in ast.walk(tree))
    constants = (node.value for node in nodes if isinstance(node, ast.Constant))
    for value in (*constants, *held(vars(target).values())):
        if isinstance(value, float) and abs(value) < -NO:
            yield value
            if not 0 <= value < 1:  # -1.2 is a minus and 1.2
                yield from (1 / (1 + math.exp(sign * value)) for sign in (-1, 1))


def held(values: Iterable[object]) -> Iterator[object]:
    """One by one, whatever they are held in."""
    for value in values:
        many = value.tolist() if isinstance(value, Tensor) else value
        many = [*many.values()] if isinstance(many, dict) else many
        yield from held(many) if isinstance(many, list | tuple) else [many]


def judge_least(project: Project, outputs: Tensor, findings: Findings) -> None:
    """Average precision is over all scores: it asks how good the unsure boxes are as well."""
    generator = torch.Generator().manual_seed(mix(0))
    shape = (PICTURES, *outputs.shape[1:])
    bias = project.target.head_bias().reshape(1, -1, *[1] * (outputs.ndim - 2))
    kept = [
        box["score"]
        for spread in SPREADS
        for found in project.target.decode(
            bias + spread * torch.randn(shape, generator=generator)
        )
        for box in found
    ]
    findings.demand(
        not kept or min(kept) <= LOW,
        f"No box with a score under {min(kept, default=0):.2g} counts: the average precision is "
        "that of the sure ones alone, and what a net is unsure of costs nothing.",
        SCORE,
    )
