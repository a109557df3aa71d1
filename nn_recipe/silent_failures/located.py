"""Answers that point at parts of a picture come back in its own pixels, whatever its size."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..additions import Located, Pointing
from ..chance import mix
from ..contract import Known, Project, Run
from ..findings import Findings
from ..ideal import perfect_outputs
from ..picture_files import as_raw
from ..specimen import InDouble, fresh_net, keep, with_usual_head
from .predict_parity import alike, larger, pixels

# Height and width of raw pictures, as multiples of those of x: as large, wide, high.
SIZES = ((1, 1), (1, 2.5), (3, 1))
PART = (0.3, 0.2, 0.7, 0.55)  # left, top, right, bottom, as shares
OFF = 0.02  # of a side, and
PIXELS = 2.0  # by which a border may be off: x has fewer
SHARED = 0.95  # of the pixels of a mask
WHERE = "target.py: locate, across with the width and down with the height"


def judge_located(project: Project, findings: Findings) -> None:
    """The ideal outputs for a rectangle, told in pictures of several sizes (recipe 0.3).

    It has the same shares of each; y is the same only where pictures are stretched to x.
    """
    target, (channels, height, width) = (
        project.target,
        (*project.inputs.shape, 0, 0)[:3],
    )
    if not isinstance(target, Located) or not isinstance(target, Pointing):
        return
    for tall, wide in SIZES:
        size = round(height * tall), round(width * wide)
        left, top, right, bottom = (
            round(s * size[1 - i % 2]) for i, s in enumerate(PART)
        )
        box = left, top, right, bottom
        answer = target.pointing_at(box, size[1], size[0])
        y = target.encode(answer)[None]
        start = torch.zeros(1, target.outputs, *places(project))
        said = target.decode(perfect_outputs(target, start, y))[0]
        with tempfile.TemporaryDirectory() as folder:
            found = target.locate(said, picture(project, size, channels, Path(folder)))
        findings.demand(
            same_place(found, answer, box, size) or bool(findings.faults),
            f"The ideal answer for a rectangle at {box} (left, top, right, bottom) in a picture of "
            f"{size[1]} x {size[0]} comes back as {told(found)}.",
            WHERE,
        )


def judge_wide(project: Project, run: Run, findings: Findings) -> None:
    """`predict` gives its answers in pixels of a picture that is wider than x."""
    target = project.target
    if not isinstance(target, Located) or not isinstance(target, Pointing):
        return
    channels, height, width = project.inputs.shape
    # a head without a bias: at first no box is likely
    keep(with_usual_head(fresh_net(project)), project, run, "best")
    with tempfile.TemporaryDirectory() as folder:
        raw = picture(project, (height, 2 * width), channels, Path(folder))
        _, net = project.served(run, "best")
        with torch.no_grad():
            x = project.inputs.encode(raw)[None].to(next(net.parameters()).device)
            outputs = net.eval()(x).cpu()
        expected = target.locate(project.target.decode(outputs)[0], raw)
        ((_, found),) = project.predict(run, [Known("wide", raw, None)])
        (finer,) = larger(project, [expected], outputs)
        findings.demand(
            alike(found, expected) or alike(found, finer),
            f"`predict` tells of a picture of {2 * width} x {height} in other pixels than its own: "
            f"{told(found)} in place of {told(expected)}.",
            "predict.py: said, which must locate; target.py: locate",
        )


def places(project: Project) -> tuple[int, ...]:
    """Height and width of the outputs."""
    net = InDouble(project.net()).eval()
    with torch.no_grad():
        return tuple(net(torch.zeros(1, *project.inputs.shape)).shape[2:])


def picture(
    project: Project, size: tuple[int, int], channels: int, folder: Path
) -> Any:
    channels = getattr(project.config, "channels", channels)
    pixels = np.random.default_rng(mix(0)).integers(0, 256, (*size, channels), np.uint8)
    return as_raw(pixels, project.splits.train[0].raw, folder / "picture.png")


def same_place(
    found: Any, answer: Any, box: tuple[int, ...], size: tuple[int, int]
) -> bool:
    """A mask pixel by pixel; of boxes the best has all four borders, by whatever names."""
    if not isinstance(found, (list, tuple, Mapping)):
        mask, meant = np.asarray(found), np.asarray(answer)
        return mask.shape == meant.shape and float((mask == meant).mean()) >= SHARED
    known = [
        *numbers(found[0] if isinstance(found, (list, tuple)) and found else found)
    ]
    room = [PIXELS + OFF * size[1 - i % 2] for i in range(4)]
    return all(
        any(abs(number - border) <= r for number in known)
        for border, r in zip(box, room, strict=True)
    )


def numbers(found: Any) -> Iterator[float]:
    if isinstance(found, Mapping):
        found = [*found.values()]
    if isinstance(found, (int, float)):
        yield float(found)
    elif isinstance(found, (list, tuple)):
        for each in found:
            yield from numbers(each)


def told(found: Any) -> str:
    if isinstance(found, (list, tuple, Mapping)):
        return f"{found!r:.120}"
    height, width = pixels(found).shape[:2]
    return f"a mask of {width} x {height}"
