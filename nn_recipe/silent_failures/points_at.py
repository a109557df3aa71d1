"""An answer that points at a part of a picture, drawn: does it still point there in x?"""

import tempfile
from pathlib import Path

import numpy as np

from ..additions import Pointing
from ..contract import Project
from ..findings import Findings
from ..picture_files import as_raw

# Height and width of raw pictures, as multiples of those of x: as large, larger, squeezed.
SIZES = ((1, 1), (2, 2), (3, 2), (1, 2.5))
# Left, top, right, bottom, as shares: in the middle, in a corner, wide, high. No two are each
# other's mirror image or transpose, so that no mistake of that kind cancels.
PARTS = (
    (0.3, 0.2, 0.7, 0.55),
    (0.0, 0.0, 0.35, 0.25),
    (0.1, 0.6, 0.95, 0.9),
    (0.6, 0.1, 0.85, 1.0),
)
SHARED = 0.8  # of the pixels that either has; a border may be blurred by one pixel all around
WHERE = (
    "data.py: encode, and target.py: encode; both must follow when a picture is resized"
)


def judge_pointing(project: Project, findings: Findings) -> None:
    """A white rectangle on black, and the answer that points at it, go in; in x and y they must
    still be in one place, whatever the size of the picture (recipe 0.3: joint transforms).
    """
    if not isinstance(project.target, Pointing):
        return
    channels, height, width = project.inputs.shape
    for tall, wide in SIZES:
        size = round(height * tall), round(width * wide)
        for left, top, right, bottom in PARTS:
            box = tuple(
                round(s)
                for s in (
                    left * size[1],
                    top * size[0],
                    right * size[1],
                    bottom * size[0],
                )
            )
            found, classes = shared(project, box, size, channels)
            findings.demand(
                classes <= 2 or bool(findings.faults),
                f"Of a mask of two classes, {size[1]} x {size[0]}, y has {classes}: a mean of two "
                "classes is a third one.",
                "target.py: encode must resize a mask to the nearest pixel",
            )
            findings.demand(
                found >= SHARED or bool(findings.faults),
                f"A white rectangle at {box} (left, top, right, bottom) in a picture of {size[1]} x "
                f"{size[0]} and the answer that points at it share {found:.0%} of their pixels in "
                f"x and y, expected {SHARED:.0%} at least.",
                WHERE,
            )


def shared(
    project: Project, box: tuple[int, ...], size: tuple[int, int], channels: int
) -> tuple[float, int]:
    """Intersection over union of the white pixels of x and those that y points at; classes in y."""
    left, top, right, bottom = box
    pixels = np.zeros((*size, channels), np.uint8)
    pixels[top:bottom, left:right] = 255
    with tempfile.TemporaryDirectory() as folder:
        like = project.splits.train[0].raw
        raw = as_raw(pixels, like, Path(folder, "rectangle.png"))
        x = project.inputs.encode(raw).double().mean(0)
    white = x > (x.min() + x.max()) / 2
    target: Pointing = project.target  # type: ignore[assignment]
    answer = target.pointing_at((left, top, right, bottom), size[1], size[0])
    y = project.target.encode(answer)
    covered, classes = target.covered(y), (
        0 if y.is_floating_point() else len(y.unique())
    )
    overlap = (white & covered).sum() / (white | covered).sum().clamp_min(1)
    return overlap.item(), classes
