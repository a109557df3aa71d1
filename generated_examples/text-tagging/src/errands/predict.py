"""Answers for data that nobody has labelled, from the checkpoint alone."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from .machine import use
from .problem import Problem
from .read import Example, read
from .run import Run

PORTION = 256  # examples at a time


def predict(run: Run, paths: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """(id, answer) of every example in these files."""
    found = answered(*run.trained(), paths)
    return ((example.id, answer["prediction"]) for example, answer in found)


def rows(run: Run, paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    """A row for each sentence: its id, its group if it has one, its tokens and their tags."""
    for example, answer in answered(*run.trained(), paths):
        group = {"group": example.group} if hasattr(example, "group") else {}
        yield {"id": example.id} | group | {"tokens": [*example.raw]} | answer


@torch.no_grad()
def answered(
    problem: Problem, net: nn.Module, paths: Sequence[str]
) -> Iterator[tuple[Example, dict[str, Any]]]:
    """Every example in these files, with what the net says of it."""
    net = net.to(device := use(problem.config))
    for path in paths:
        examples = read(path, problem.config)
        for first in range(0, len(examples), PORTION):
            some = [examples[i] for i in range(len(examples))[first : first + PORTION]]
            x = torch.stack([problem.inputs.encode(example.raw) for example in some])
            outputs = net(x.to(device)).cpu()
            for example, output in zip(some, outputs, strict=True):
                if not output.isfinite().all():
                    raise ValueError(f"{example.id}: no finite answer, `train` anew.")
            yield from zip(some, said(outputs, some, problem), strict=True)


def said(outputs: Tensor, some: Sequence[Example], problem: Problem) -> Iterator[dict]:
    """The tag of each token, and how likely it is; what is said of pads is left out."""
    answers = problem.target.decode(outputs)
    chances = problem.target.prediction(outputs).amax(1).tolist()
    for example, tags, sure in zip(some, answers, chances, strict=True):
        places = slice(len(example.raw))
        sure = [round(p, 6) for p in sure[places]]
        yield {"prediction": tags[places], "probability": sure}
