"""Answers for data that nobody has labelled, from the checkpoint alone."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from .machine import use
from .problem import Problem
from .read import Example, read
from .run import Run

PORTION = 32  # pictures at a time


def predict(run: Run, paths: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """(id, answer) of every example in these files."""
    found = answered(*run.trained(), paths)
    return ((example.id, answer["prediction"]) for example, answer in found)


def rows(
    run: Run, paths: Sequence[str], threshold: float = 0.5
) -> Iterator[dict[str, Any]]:
    """A row for each box, best first; of a picture without one, a row without a box."""
    for example, answer in answered(*run.trained(), paths):
        file = {"file": example.raw} if isinstance(example.raw, str) else {}
        found = [box for box in answer["prediction"] if box["score"] >= threshold]
        for number, box in enumerate(found or [{}], 1):
            yield {"id": example.id} | file | {"box": number if box else None} | box
