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
    return ((row["id"], row["prediction"]) for row in rows(run, paths))


def rows(run: Run, paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    """A row for each example: its id, its file, its group if it has one, and the answer."""
    for example, answer in answered(*run.trained(), paths):
        file = {"file": example.raw} if isinstance(example.raw, str) else {}
        group = {"group": example.group} if hasattr(example, "group") else {}
        yield {"id": example.id} | file | group | answer
