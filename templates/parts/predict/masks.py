"""Answers for data that nobody has labelled, from the checkpoint alone."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .machine import use
from .problem import Problem
from .read import Example, read, size
from .run import Run

PORTION = 32  # pictures at a time


def predict(run: Run, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(id, path of its mask) of every picture."""
    return ((row["id"], row["prediction"]) for row in rows(run, paths))


def rows(run: Run, paths: Sequence[str]) -> Iterator[dict[str, Any]]:
    """A row for each picture: its id, its file and that of its mask, in the run's folder."""
    for example, answer in answered(*run.trained(), paths):
        name = example.id.replace(":", "-").removesuffix(".png") + ".png"
        mask = run.folder / "masks" / name
        mask.parent.mkdir(parents=True, exist_ok=True)
        answer["prediction"].save(mask)
        file = {"file": example.raw} if isinstance(example.raw, str) else {}
        yield {"id": example.id} | file | {"prediction": str(mask)}
