"""A picture with its boxes, as the files have them, and what is wrong with either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from scaffolder.facts.pictures.look import Picture

Box = tuple[str, float, float, float, float]  # class, left, top, right, bottom
SAME = 0.02  # of the side: frames that differ by more are of another shape
NO_PICTURE = "no such picture"


@dataclass(frozen=True)
class Listed:
    """What a file of annotations says of one picture."""

    id: str  # as data.py makes it
    picture: Path
    boxes: tuple[Box, ...]
    size: tuple[int, int] = (0, 0)  # width, height as declared; 0 where nothing is
    wrong: str = ""  # why it cannot be read
    elsewhere: str = ""  # the path that the file gives, if it is of another machine
    crowds: int = 0  # boxes around many things: passed over
    outlines: int = 0  # boxes around a shape whose corners the file gives
    marked: int = 0  # boxes that the annotator called difficult
    shares: bool = False  # were its corners shares of the sides? `boxes` are in pixels


@dataclass(frozen=True)
class Marked:
    """The same with the picture, which was looked at."""

    listed: Listed
    picture: Picture

    @property
    def frame(self) -> tuple[int, int]:
        """Width and height in which the boxes are counted."""
        return self.listed.size if all(self.listed.size) else self.upright

    @property
    def upright(self) -> tuple[int, int]:
        width, height = self.picture.width, self.picture.height
        return (height, width) if self.picture.on_its_side else (width, height)

    @property
    def wrong(self) -> str:
        """Why the picture cannot be used, "" if it can."""
        if self.listed.wrong or self.picture.wrong:
            return self.listed.wrong or self.picture.wrong
        (wide, high), (width, height) = self.frame, self.upright
        if abs(width * high - height * wide) <= SAME * wide * height:
            return ""
        return f"boxes in a frame of {wide} x {high}, a picture of {width} x {height}"

    def judged(self, first: int) -> Iterator[tuple[Box, str]]:
        """As recipe/boxes.py judges them: (box in pixels from 0, what is odd)."""
        for label, *corners in self.listed.boxes:
            if not all(map(isfinite, corners)):
                yield (label, 0, 0, 0, 0), "corner"
                continue
            left, right = sorted(corners[0::2])
            top, bottom = sorted(corners[1::2])
            swapped = (left, top) != (corners[0], corners[1])
            if left == right or top == bottom:
                yield (label, left, top, right, bottom), "area"
                continue
            left, top = left - first, top - first
            width, height = self.frame
            west, north = max(left, 0.0), max(top, 0.0)
            inside = west, north, min(right, width), min(bottom, height)
            box = (label, *inside)
            if inside[0] >= inside[2] or inside[1] >= inside[3]:
                yield box, "off"
            elif swapped:
                yield box, "swapped"
            else:
                yield box, "" if inside == (left, top, right, bottom) else "cut"

    def usable(self, first: int) -> list[Box]:
        bad = ("corner", "area", "off")
        return [box for box, odd in self.judged(first) if odd not in bad]
