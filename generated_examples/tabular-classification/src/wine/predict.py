"""Answers for data that nobody has labelled, from the checkpoint alone."""

from collections.abc import Iterator, Sequence
from typing import Any

import torch

from .machine import use
from .read import read
from .run import Run

PORTION = 256  # examples at a time


@torch.no_grad()
def predict(run: Run, paths: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """(id, answer) of every example in these files."""
    problem, net = run.trained()
    net = net.to(device := use(problem.config))
    for path in paths:
        examples = read(path, problem.config)
        for first in range(0, len(examples), PORTION):
            some = [examples[i] for i in range(len(examples))[first : first + PORTION]]
            x = torch.stack([problem.inputs.encode(example.raw) for example in some])
            answers = problem.target.decode(net(x.to(device)))
            yield from zip([example.id for example in some], answers, strict=True)
