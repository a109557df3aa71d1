"""Boxes end where things end: across and down are not each other."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..contract import Example, Project
from ..findings import Findings
from ..specimen import some
from ..stage2_skeleton_and_baselines.boxes_by_hand import Corners, corners_of, size_of

PICTURES = 60
FEWEST = 30  # boxes that are not the same when they are turned
SURE = 5.0  # standard errors by which the turned boxes fit better
READ = "read.py: which number is x, which is y? target.py: encode"


def judge_edges(project: Project, findings: Findings) -> None:
    """Brightness steps at the sides of boxes; where it steps more at those of boxes that are
    mirrored at the diagonal, the numbers were read as y, x.

    A net learns such boxes all the same, as things of one class lie in the same places.
    """
    if project.target.answers_are != "boxes":
        return
    names = dict(project.config.classes)
    pairs = [
        (step_at(grey, box), step_at(grey, turned))
        for grey, boxes in pictures(project, names)
        for box in boxes
        if (turned := mirrored(box)) != box and fits(turned, grey)
    ]
    if len(pairs) < FEWEST:
        return
    gaps = np.subtract.reduce(np.array(pairs), 1)
    error = gaps.std() / len(gaps) ** 0.5
    findings.demand(
        bool(gaps.mean() >= -SURE * error),
        f"Of {len(pairs)} boxes the sides lie on steps of brightness of {np.mean(pairs, 0)[0]:.3g} "
        f"times the usual; mirrored at the diagonal, of {np.mean(pairs, 0)[1]:.3g}: x and y were "
        "taken for each other.",
        READ,
    )


def pictures(
    project: Project, names: dict[str, str]
) -> Iterator[tuple[np.ndarray, list[Corners]]]:
    """Grey, float [height, width], and the boxes that the file marks, in pixels from 0."""
    for example in some(project.splits.train, PICTURES):
        grey = grey_of(example)
        if size_of(example.raw) == (grey.shape[1], grey.shape[0]):
            yield grey, [box for _, box in corners_of(project, example, names)]


def grey_of(example: Example) -> np.ndarray:
    raw: Any = example.raw
    if not isinstance(raw, np.ndarray):
        from PIL import Image, ImageOps

        with Image.open(raw) as opened:
            raw = np.asarray(ImageOps.exif_transpose(opened).convert("RGB"))
    return raw.astype(float).mean(2) if raw.ndim == 3 else raw.astype(float)


def mirrored(box: Corners) -> Corners:
    left, top, right, bottom = box
    return top, left, bottom, right


def fits(box: Corners, grey: np.ndarray) -> bool:
    return box[2] <= grey.shape[1] and box[3] <= grey.shape[0]


def step_at(grey: np.ndarray, box: Corners) -> float:
    """How much brightness changes across the four sides, in units of the picture's mean change."""
    across, down = np.abs(np.diff(grey, axis=1)), np.abs(np.diff(grey, axis=0))
    left, top, right, bottom = (round(side) for side in box)
    rows, columns = slice(top, max(bottom, top + 1)), slice(left, max(right, left + 1))
    sides = [
        *(across[rows, at - 1] for at in (left, right) if 0 < at <= across.shape[1]),
        *(down[at - 1, columns] for at in (top, bottom) if 0 < at <= down.shape[0]),
    ]
    usual = (across.mean() + down.mean()) / 2
    values = np.concatenate(sides) if sides else np.zeros(1)
    return float(values.mean() / usual) if usual and len(values) else 0.0
