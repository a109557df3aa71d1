"""Answers for data that nobody has labelled, from the checkpoint alone."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from .config import Config
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
    """A row for each step of a forecast: its moment, and the value of each channel."""
    problem, net = run.trained()
    time = problem.config.split_column
    for example, answer in answered(problem, net, paths):
        moments = following(example.id.partition(":")[2], problem.config)
        for step, moment in enumerate(moments):
            values = {c: row[step] for c, row in answer["prediction"].items()}
            yield {"id": example.id, "step": step + 1, time: moment} | values
