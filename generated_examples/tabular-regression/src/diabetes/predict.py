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
    """A row for each of theirs: its id, the columns that the net is not shown, the answer."""
    problem, net = run.trained()
    for example, answer in answered(problem, net, paths):
        aside = {c: example.raw[c] for c in problem.config.drop if c in example.raw}
        yield {"id": example.id} | aside | answer


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
    return ({"prediction": answer} for answer in problem.target.decode(outputs))
