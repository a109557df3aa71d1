"""Tags for sentences that nobody has tagged, from the checkpoint alone."""

from collections.abc import Iterator, Sequence

import torch

from .machine import use
from .read import read
from .run import Run

PORTION = 256  # sentences at a time


@torch.no_grad()
def predict(run: Run, paths: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """(id, tags) of every sentence in these files; what the net says of pads is left out."""
    problem, net = run.trained()
    net = net.to(device := use(problem.config))
    for path in paths:
        examples = read(path, problem.config)
        for first in range(0, len(examples), PORTION):
            some = examples[first : first + PORTION]
            x = torch.stack([problem.inputs.encode(example.raw) for example in some])
            answers = problem.target.decode(net(x.to(device)))
            for example, tags in zip(some, answers, strict=True):
                yield example.id, tags[: len(example.raw)]
