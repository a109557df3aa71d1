"""Boxes in pictures that nobody has marked, from the checkpoint alone."""

from collections.abc import Iterator, Sequence

import torch

from .machine import use
from .read import read
from .run import Run
from .target import Found

PORTION = 256  # pictures at a time


@torch.no_grad()
def predict(run: Run, paths: Sequence[str]) -> Iterator[tuple[str, Found]]:
    """(id, boxes in pixels of the picture) of every picture in these files."""
    problem, net = run.trained()
    net = net.to(device := use(problem.config))
    for path in paths:
        examples = read(path, problem.config)
        for first in range(0, len(examples), PORTION):
            some = examples[first : first + PORTION]
            x = torch.stack([problem.inputs.encode(example.raw) for example in some])
            found = problem.target.decode(net(x.to(device)))
            for example, boxes in zip(some, found, strict=True):
                yield example.id, problem.target.locate(boxes, example.raw)
