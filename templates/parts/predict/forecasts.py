"""Answers for data that nobody has labelled, from the checkpoint alone."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import polars as pl
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


def following(last: str, config: Config) -> Sequence[Any]:
    """The moments of the steps after the last known one; None where steps are uneven."""
    step, ahead = getattr(config, "step", ""), range(1, config.horizon + 1)
    if not step:
        return [None for _ in ahead]
    if step.endswith("i"):  # times are whole numbers
        return [int(last) + k * int(step[:-1]) for k in ahead]
    moment, moments = pl.Series([datetime.fromisoformat(last)]), []
    for _ in ahead:
        moment = moment.dt.offset_by(step)
        moments.append(moment[0])
    return moments
