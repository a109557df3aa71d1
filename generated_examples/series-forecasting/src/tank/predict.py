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


def following(last: str, config: Config) -> list[datetime]:
    """The moments of the steps after the last known one."""
    moment, moments = pl.Series([datetime.fromisoformat(last)]), []
    for _ in range(config.horizon):
        moment = moment.dt.offset_by(config.step)
        moments.append(moment[0])
    return moments


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
    """Where it belongs in the raw example."""
    locate = getattr(problem.target, "locate", lambda answer, raw: answer)
    for example, answer in zip(some, problem.target.decode(outputs), strict=True):
        yield {"prediction": locate(answer, example.raw)}
