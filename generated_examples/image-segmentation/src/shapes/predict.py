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
    """As large as the raw picture, by the same way as it is scored."""
    for example, one in zip(some, outputs, strict=True):
        width, height = size(example.raw)
        larger = F.interpolate(one[None], (height, width), mode="bilinear")
        yield {"prediction": problem.target.decode(larger)[0]}
