"""What is wrong with pictures that decode: nothing in them, a line of pixels, another form than the rest."""

from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import numpy as np
from PIL import Image

from ..contract import Example, Project
from .decoded import SOUNDS, are_files, paths
from .faults import Fault, each, rare, unlike

ORIENTATION = 274  # EXIF tag
UPRIGHT = (0, 1)
NAMES = {"form": "form", "type": "type of numbers"}
Seen = dict[str, Hashable]


def faults_of_pictures(
    project: Project, examples: Sequence[Example]
) -> Iterator[Fault]:
    if not examples or not is_picture(examples[0].raw):
        return
    if not isinstance(examples[0].raw, np.ndarray) and not are_files(examples):
        return
    found = [*each(lambda e: seen(e.raw), examples)]
    yield from unlike(found, NAMES)
    empty = [e for e, said in found if said["even"] and not nothing(e.answer)]
    for example in empty:
        yield Fault(example.id, "every pixel is the same", sure=rare(empty, examples))
    for example, said in found:
        if said["least"] == 1:
            yield Fault(example.id, f"{said['size']} pixels", sure=True)
        if said["lost"]:
            yield Fault(example.id, "a pixel that is no number", sure=True)
        if said["turned"]:
            yield Fault(example.id, f"lies on its side or head (EXIF {said['turned']})")


def is_picture(raw: Any) -> bool:
    if isinstance(raw, np.ndarray):
        return raw.ndim in (2, 3) and raw.dtype.kind in "uif"
    files = paths(raw)
    return bool(files) and files[0].suffix.lower() not in SOUNDS


def nothing(answer: Any) -> bool:
    """It shows nothing, and its answer says so."""
    none = isinstance(answer, str) and not answer
    return none or not getattr(answer, "boxes", True)


def seen(raw: Any) -> Seen:
    """Of an array, or of the first file in which anything is odd."""
    if isinstance(raw, np.ndarray):
        return in_array(raw)
    every = [in_file(path) for path in paths(raw)]
    odd = (s for s in every if s["even"] or s["turned"] or s["least"] == 1)
    return next(odd, every[0])


def in_array(raw: np.ndarray) -> Seen:
    channels = raw.shape[2] if raw.ndim == 3 else 1
    return {
        "form": f"of {channels} channels",
        "type": str(raw.dtype),
        "size": f"{raw.shape[1]} x {raw.shape[0]}",
        "least": min(raw.shape[:2]),
        "even": bool((raw == raw[:1, :1]).all()),
        "lost": raw.dtype.kind == "f" and not np.isfinite(raw).all(),
        "turned": "",
    }


def in_file(path: Any) -> Seen:
    with Image.open(path) as picture:
        spans = picture.getextrema()
        spans = spans if isinstance(spans[0], tuple) else (spans,)
        turned = picture.getexif().get(ORIENTATION, 1)
        return {
            "form": picture.mode,
            "size": f"{picture.width} x {picture.height}",
            "least": min(picture.size),
            "even": all(low == high for low, high in spans),  # type: ignore[misc]
            "lost": False,
            "turned": "" if turned in UPRIGHT else str(turned),
        }
