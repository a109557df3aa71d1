"""Answers for data that nobody has labelled, from the checkpoint alone."""

import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
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
    new: dict[str, Counter[str | None]] = defaultdict(Counter)
    known = {c: {*cells} for c, cells in getattr(problem.inputs, "names", {}).items()}
    full = {*getattr(problem.inputs, "numbers", ())} - {
        *getattr(problem.inputs, "gaps", ())
    }
    for example, answer in answered(problem, net, paths):
        for column, cell in example.raw.items():
            odd = column in full and not is_number(cell)
            if odd or cell not in known.get(column, (cell,)):
                new[column][cell] += 1
        aside = {c: example.raw[c] for c in problem.config.drop if c in example.raw}
        yield {"id": example.id} | aside | answer
    for column, cells in new.items():
        some = ", ".join(repr(cell or "nothing") for cell, _ in cells.most_common(3))
        count = f"{cells.total()} rows have {column} {some + ', …' * (len(cells) > 3)}"
        print(f"{count}, which training never had: read as unknown.", file=sys.stderr)


def is_number(cell: str | None) -> bool:
    with suppress(ValueError):
        return math.isfinite(float(cell or "nan"))
    return False
