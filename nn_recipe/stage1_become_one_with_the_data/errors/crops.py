"""A picture as its file shows it, and a part of it."""

from PIL import Image, ImageDraw

from ...contract import Example, Project
from ..thumbnails import enlarged, small

MARGIN = 0.6  # of a box on each side: what stands around it explains most mistakes
Corners = tuple[
    float, float, float, float
]  # left, top, right, bottom: shares of a picture


def seen(example: Example, project: Project, size: int) -> Image.Image:
    """RGB, its longer side of `size` pixels at most, and of half of it at least."""
    return enlarged(small(example, project, size), size)


def crop(
    example: Example,
    project: Project,
    boxes: list[tuple[Corners, str]],
    size: int,
) -> Image.Image:
    """What lies around the boxes, each in its colour; the first ones decide how much."""
    whole = seen(example, project, 4 * size)
    wide, high = whole.size
    draw = ImageDraw.Draw(whole)
    for corners, colour in boxes:
        left, top, right, bottom = scaled(corners, wide, high)
        draw.rectangle(
            (left, top, max(left, right - 1), max(top, bottom - 1)),
            outline=colour,
            width=2,
        )
    left, top, right, bottom = scaled(around([c for c, _ in boxes]), wide, high)
    part = whole.crop((round(left), round(top), round(right), round(bottom)))
    part.thumbnail((size, size))
    return part


def around(boxes: list[Corners]) -> Corners:
    """All of them and a margin, within the picture."""
    left, top, right, bottom = (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
    more = MARGIN * max(right - left, bottom - top, 0.05)
    return (
        max(0, left - more),
        max(0, top - more),
        min(1, right + more),
        min(1, bottom + more),
    )


def scaled(corners: Corners, wide: int, high: int) -> Corners:
    left, top, right, bottom = (min(1.0, max(0.0, c)) for c in corners)
    return left * wide, top * high, right * wide, bottom * high
