"""Masks that are the same for every picture, as the field of view of a camera: no answer."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from scaffolder.facts.listing import share

if TYPE_CHECKING:
    from scaffolder.facts.masks.folders import Family

    Pairs = list[tuple[Family, Family]]

LOOKED_AT = 6  # masks of a folder
SAME = 0.15  # of the differences that masks of other pictures would have by chance


def without(pairs: Pairs) -> Pairs:
    """The pairs without such masks, where the same pictures have others that differ."""
    kinds = {_kind(masks): masks for _, masks in pairs}
    if len(kinds) < 2:
        return pairs
    fixed = {kind for kind, masks in kinds.items() if differ(masks.files) < SAME}
    varied = {p.folder for p, masks in pairs if _kind(masks) not in fixed}
    return [
        (pictures, masks)
        for pictures, masks in pairs
        if _kind(masks) not in fixed or pictures.folder not in varied
    ]


def _kind(masks: Family) -> tuple[Path, str]:
    """ "images/1_fov.png" and "images/1_vessels.png" are two."""
    return masks.folder, masks.after


def sentences(masks: list[Path]) -> list[str]:
    """On masks that hardly differ, where the pictures have no others."""
    found = differ(masks)
    if found >= SAME:
        return []
    return [
        f"The masks hardly differ from picture to picture: {share(found, 1)} as much as they"
        " would by chance. If they say where a picture shows anything (the field of view of a"
        " camera), they are no answer: name the folder with those of what is to be found."
    ]


def differ(masks: list[Path]) -> float:
    """How much masks of several pictures differ, 1 where they have nothing to do with each other.

    Pixels that differ from one to the next, as a share of those that would if the values
    of each stood at random places; 1 where nobody can tell.
    """
    grey = [_shrunk(file) for file in masks[:: max(1, len(masks) // LOOKED_AT)]]
    both = [_different(*pair) for pair in pairwise(grey)]
    chance = mean(c for _, c in both) if both else 0.0
    return mean(d for d, _ in both) / chance if chance else 1.0


def _shrunk(file: Path) -> list[int]:
    """Its grey values in 64 x 64 places, whatever its size."""
    from PIL import Image

    try:
        with Image.open(file) as picture:
            return [
                *picture.convert("L")
                .resize((64, 64), Image.Resampling.NEAREST)
                .tobytes()
            ]
    except (OSError, ValueError, Image.DecompressionBombError):
        return []


def _different(one: list[int], other: list[int]) -> tuple[float, float]:
    """(share of the places that differ, the share to expect by chance)"""
    places = len(one)
    if not places or len(other) != places:
        return 0.0, 0.0
    alike = sum(one.count(v) * other.count(v) for v in {*one} & {*other})
    apart = sum(a != b for a, b in zip(one, other, strict=True))
    return apart / places, 1 - alike / places**2
