"""Masks for pictures that nobody has marked, from the checkpoint alone."""

from collections.abc import Iterator, Sequence

import torch

from .machine import use
from .read import read
from .run import Run

PORTION = 32  # pictures at a time


@torch.no_grad()
def predict(run: Run, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(id, path of its mask) of every picture: masks are written to the run's folder."""
    problem, net = run.trained()
    net = net.to(device := use(problem.config))
    for path in paths:
        examples = read(path, problem.config)
        for first in range(0, len(examples), PORTION):
            some = examples[first : first + PORTION]
            x = torch.stack([problem.inputs.encode(example.raw) for example in some])
            masks = problem.target.decode(net(x.to(device)))
            for example, mask in zip(some, masks, strict=True):
                name = example.id.replace(":", "-").removesuffix(".png") + ".png"
                file = run.folder / "masks" / name
                file.parent.mkdir(parents=True, exist_ok=True)
                problem.target.locate(mask, example.raw).save(file)
                yield example.id, str(file)
