"""What boxes in files say: in their own pixels, judged, and back from those of x."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from . import box_files, masks
from .box_files import Box, Truth, Voc

SAME = 0.02  # of the side: a frame of another shape is that of another picture
CORNERS = ("xmin", "ymin", "xmax", "ymax")
COLOURS = ("#ff3b30", "#34c759", "#0a84ff", "#ffd60a", "#bf5af2", "#ff9f0a", "#64d2ff")
Found = list[
    dict[str, Any]
]  # {"label": "cat", "score": .9, "xmin": 3.0, ...}, best first


def truth(answer: Truth | Voc) -> Truth:
    """What an answer says; the size of its picture where it says none."""
    if isinstance(answer, Truth):
        return answer
    found = box_files.xml(Path(answer.path))
    if found.width and found.height:
        return found
    width, height = masks.size(answer.picture)
    return replace(found, width=width, height=height)


def usable(found: Truth, first: int) -> list[Box]:
    """In pixels from 0, corners in order, cut at the border of the frame; those with an area."""
    return [box for box, fault in judged(found, first) if not fault]


def classes(spelt: Sequence[Sequence[str]]) -> list[str]:
    """In the order of the outputs, from (name in the files, class)."""
    return list(dict.fromkeys(name for _, name in spelt))


def index(name: str, spelt: Sequence[Sequence[str]]) -> int:
    known = dict(spelt)  # type: ignore[arg-type]
    if name not in known:
        raise ValueError(
            f"Found a box of class {name!r}, `classes` in config.py lists {list(known)}: "
            "add it there, or mend the annotation."
        )
    return classes(spelt).index(known[name])


def resized(found: Truth, size: Sequence[int], first: int) -> list[Box]:
    """Those that can be used, in pixels of x, whose height and width are `size`."""
    across, down = size[1] / found.width, size[0] / found.height
    return [
        (name, left * across, top * down, right * across, bottom * down)
        for name, left, top, right, bottom in usable(found, first)
    ]


def faults(found: Truth, first: int) -> Iterator[tuple[int, str]]:
    """Boxes that cannot be used: (number from 1, why)."""
    for number, (_, fault) in enumerate(judged(found, first), 1):
        if fault:
            yield number, fault


def judged(found: Truth, first: int) -> Iterator[tuple[Box, str]]:
    """`first` is the number of the first pixel: with 1, as in VOC, a box from 1 to 3 is 3 wide."""
    for label, *corners in found.boxes:
        if not np.isfinite(corners).all():
            yield (label, 0, 0, 0, 0), "a box with a corner that is no number"
            continue
        left, right = sorted(corners[0::2])
        top, bottom = sorted(corners[1::2])
        if left == right or top == bottom:
            yield (label, left, top, right, bottom), "a box without area"
            continue
        left, top = max(left - first, 0.0), max(top - first, 0.0)
        right, bottom = min(right, found.width), min(bottom, found.height)
        inside = left < right and top < bottom
        yield (label, left, top, right, bottom), (
            "" if inside else "a box off the picture"
        )


def located(found: Found, raw: Any, size: Sequence[int], first: int) -> Found:
    """From pixels of x, whose height and width are `size`, to those of the raw picture."""
    width, height = masks.size(raw)
    across, down = width / size[1], height / size[0]
    scale = {"xmin": across, "ymin": down, "xmax": across, "ymax": down}
    return [
        box | {c: box[c] * by + first * c.endswith("min") for c, by in scale.items()}
        for box in found
    ]


def misfit(raw: Any, answer: Any) -> str:
    """Why boxes cannot belong to a picture, "" if they can: unreadable, or of another shape."""
    try:
        said = truth(answer)
    except ValueError:
        return "its boxes cannot be read"
    width, height = masks.size(raw)
    if abs(width * said.height - height * said.width) <= SAME * said.width * height:
        return ""
    sizes = f"{said.width} x {said.height}, the picture has {width} x {height}"
    return f"boxes in a frame of another shape: {sizes}"


def one(
    name: str, box: tuple[int, int, int, int], width: int, height: int, first: int
) -> Truth:
    """What a file says of a picture with a single box, given in pixels from 0."""
    left, top, right, bottom = box
    return Truth(width, height, ((name, left + first, top + first, right, bottom),))


def inside(y: Tensor, size: Sequence[int]) -> Tensor:
    """[n, 5] -> bool [height, width]: pixels whose middle is in one of the boxes."""
    down, right = (torch.arange(side) + 0.5 for side in size)
    across = (y[:, 0, None] < right) & (right < y[:, 2, None])
    along = (y[:, 1, None] < down) & (down < y[:, 3, None])
    return (along[:, :, None] & across[:, None, :]).any(0)


def named(boxes: list, kinds: list, scores: list, names: Sequence[str]) -> Found:
    """The boxes of one picture in words; rows of class -1 are none."""
    rows = zip(boxes, kinds, scores, strict=True)
    return [
        {"label": names[kind], "score": score} | dict(zip(CORNERS, box, strict=True))
        for box, kind, score in rows
        if kind >= 0
    ]


def rows_of(found: Found, names: Sequence[str]) -> list[list[float]]:
    """As y has them: four corners and the number of the class."""
    return [[*(box[c] for c in CORNERS), names.index(box["label"])] for box in found]


def counted(kinds: Sequence[float], names: Sequence[str]) -> str:
    """ "12 RBC, 1 WBC" """
    counts = Counter(names[int(kind)] for kind in kinds).most_common()
    return ", ".join(f"{count} {name}" for name, count in counts) or "nothing"


def outline(rows: list[list[float]], axes: Any) -> None:
    """Draw boxes in the colours of their classes; 0 is the middle of the first pixel."""
    for left, top, right, bottom, kind in rows:
        xs, ys = [left, right, right, left, left], [top, top, bottom, bottom, top]
        colour = COLOURS[int(kind) % len(COLOURS)]
        axes.plot(
            [x - 0.5 for x in xs], [y - 0.5 for y in ys], color=colour, linewidth=1
        )
