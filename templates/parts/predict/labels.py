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


def rows(
    run: Run, paths: Sequence[str], threshold: float | None = None
) -> Iterator[dict[str, Any]]:
    """A row for each picture: its id, its file, its group if it has one, and its labels."""
    problem, net = run.trained()
    for example, answer in answered(problem, net, paths):
        file = {"file": example.raw} if isinstance(example.raw, str) else {}
        group = {"group": example.group} if hasattr(example, "group") else {}
        if threshold is not None:
            likely = [answer[f"p {n}"] >= threshold for n in problem.target.labels]
            answer["prediction"] = problem.target.written(torch.tensor(likely))
        yield {"id": example.id} | file | group | answer
