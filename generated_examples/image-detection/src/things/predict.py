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
    """(id, answer where it belongs in the raw example) of every one in these files."""
    problem, net = run.trained()
    net = net.to(device := use(problem.config))
    locate = getattr(problem.target, "locate", lambda answer, raw: answer)
    for path in paths:
        examples = read(path, problem.config)
        for first in range(0, len(examples), PORTION):
            some = examples[first : first + PORTION]
            x = torch.stack([problem.inputs.encode(example.raw) for example in some])
            answers = problem.target.decode(net(x.to(device)))
            for example, answer in zip(some, answers, strict=True):
                yield example.id, locate(answer, example.raw)
