"""Names of the classes of masks, from a text file that stands beside them."""

from __future__ import annotations

import re
from pathlib import Path

from scaffolder.facts.listing import entries
from scaffolder.facts.masks.mask import Mask, code

NAMES = re.compile(r"class|label|code|name|colou?r|palette|categor", re.I)


def palette_of(masks: list[Mask]) -> dict[str, str]:
    """Index -> the colour that it is shown in, as "#800000"; {} for masks without a palette."""
    from PIL import Image

    for mask in masks:
        if mask.mode == "P":
            with Image.open(mask.path) as picture:
                flat = picture.getpalette() or []
            colours = zip(*[iter(flat)] * 3, strict=False)
            return {str(index): code(colour) for index, colour in enumerate(colours)}
    return {}


def names_of(
    folder: Path, codes: list[str], colours: dict[str, str]
) -> tuple[dict[str, str], str]:
    """Names from a text file of the folder that has one for every code: ({}, "") if none.

    CVAT's labelmap.txt names the colours, while masks with a palette hold their indices.
    """
    for file in entries(folder) if folder.is_dir() else ():
        if file.suffix.lower() in (".txt", ".csv", ".names") and NAMES.search(
            file.name
        ):
            lines = file.read_text("utf-8", "replace").splitlines()
            found = named(lines)
            shown = {c: colours[c] for c in codes if colours.get(c) in found}
            if len({*shown.values()}) == len(shown):  # black may stand for many indices
                found |= {c: found[colour] for c, colour in shown.items()}
            if sum(code in found for code in codes) >= len(codes) - 1:
                return found, file.name
    return {}, ""


def named(lines: list[str]) -> dict[str, str]:
    """Lines as "sky", "0 sky", "128 64 128 road" or "road,128,64,128"."""
    found: dict[str, str] = {}
    written = (line.strip() for line in lines if not line.startswith("#"))
    for number, line in enumerate(filter(None, written)):
        words = [word for word in re.split(r"[\s,;:]+", line) if word]
        values = [int(word) for word in words if word.isdigit()]
        name = " ".join(word for word in words if not word.isdigit())
        if name and len(values) == 3 and max(values) < 256:
            found[code(tuple(values))] = name
        elif name:
            found[str(values[0] if values else number)] = name
    return found
