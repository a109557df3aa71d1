"""Whether corners are pixels or shares of the sides, as some tools write them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.boxes.found import Box, Listed
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import said

WHOLE = 1.01  # a share of a side that was rounded; no box in pixels ends there
MOSTLY = 0.5  # of the boxes lie there: the others are wrong, or measured otherwise
IN_PIXELS = (  # of every file of the folder, into one that is called so
    "import json; from pathlib import Path; to = Path({to}); to.mkdir();"
    " [(s := json.loads(Path(f).read_bytes()),"
    ' of := {{i["id"]: (i["width"], i["height"]) * 2 for i in s["images"]}},'
    ' [a.update(bbox=[v * side for v, side in zip(a["bbox"], of[a["image_id"]])])'
    ' for a in s["annotations"]], (to / f).write_text(json.dumps(s))) for f in {files}]'
)


def are_shares(boxes: Iterable[Box]) -> bool:
    """No corner is above 1, the whole side."""
    return all(map(within, boxes))


def within(box: Box) -> bool:
    return all(not corner > WHOLE for corner in box[1:])


def in_pixels(box: Box, width: int, height: int) -> Box:
    label, left, top, right, bottom = box
    left, right = round(left * width, 3), round(right * width, 3)
    return (label, left, round(top * height, 3), right, round(bottom * height, 3))


def must_be_one(file: Path, boxes: Sequence[Box]) -> None:
    """DataError where some boxes are shares, and others pixels."""
    beyond = [box for box in boxes if not within(box)]
    if not 0 < len(beyond) < MOSTLY * len(boxes):
        return
    label, *corners = beyond[0]
    raise DataError(
        f"{file} holds {said(len(boxes) - len(beyond), 'box')} whose corners are shares of the"
        f" picture, from 0 to 1, and {len(beyond):,} beyond it, such as {label}"
        f" {' '.join(f'{c:g}' for c in corners)}. Needed: one measure for all; multiply the"
        " shares by width and height of their picture, or leave the others out."
    )


def must_be_pixels(source: Source, listed: Sequence[Listed]) -> None:
    """DataError where a format that counts pixels was given shares of the sides."""
    boxes = [box for one in listed for box in one.boxes]
    if not boxes or any(one.shares for one in listed) or not are_shares(boxes):
        return
    raise DataError(
        f"The boxes of {source.train} are shares of the picture: no corner is above 1. Needed:"
        f" pixels; {way_to_pixels(source)}"
    )


def way_to_pixels(source: Source) -> str:
    if source.format != "COCO JSON":
        return "multiply the corners by width and height of their picture."
    folder = source.train.parent
    files = [file.name for file in source.splits.values() if file.parent == folder]
    code = IN_PIXELS.format(to=commands.text("in_pixels"), files=commands.text(files))
    made = folder / "in_pixels" / source.train.name
    return f"multiply them: {commands.python(folder, code)} and name {made}."
