"""What the pixels of all masks say: numbers or colours, how often, and which mean nothing."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import said, some
from scaffolder.facts.masks.mask import MOST, Mask
from scaffolder.facts.masks.names import names_of, palette_of
from scaffolder.facts.model import Proposal

RARE = 1e-4  # share of all pixels below which a colour is a smoothed edge
BORDERS = 12  # masks whose borders are looked at
EVERYWHERE, NEIGHBOURS, RAGGED = (
    0.95,
    0.8,
    2.0,
)  # of a value that is no class: see `void`
NOTHING = re.compile(r"void|unlabel|ignore|unknown|undefined|don.?t.?care", re.I)


@dataclass(frozen=True)
class Codes:
    """The codes of a data set, and what they mean."""

    pixels: dict[str, int]  # code -> training pixels, in the order of the codes
    classes: Proposal  # ((code, name), ...)
    void: Proposal  # (code, ...)
    sentences: tuple[str, ...]


def codes(every: list[Mask], masks: list[Mask], folder: Path) -> Codes:
    """Of `every` mask, counted in the training `masks`; DataError if they hold no classes."""
    found = {c for mask in every for c, _ in mask.pixels}
    pixels: Counter[str] = Counter()
    for mask in masks:
        pixels.update(dict(mask.pixels))
    ordered = {c: pixels[c] for c in sorted(found, key=in_order)}
    must_be_classes(every, ordered)
    homes = dict.fromkeys([folder, *(mask.path.parent for mask in masks[:1])])
    colours = palette_of(masks[:1])
    told = (names_of(home, list(ordered), colours) for home in homes)
    names, named_in = next((found for found in told if found[0]), ({}, ""))
    void, why = void_of(masks, ordered, names)
    classes = tuple(
        (c, names.get(c, c if c.startswith("#") else f"class {c}"))
        for c in ordered
        if c not in void
    )
    source = f"their names stand in {named_in}" if named_in else "give them names here"
    return Codes(
        ordered,
        Proposal(classes, f"(value of a mask's pixels, name of the class); {source}"),
        Proposal(void, why),
        (*on_modes(masks, ordered), *on_void(void, why, ordered)),
    )


def in_order(code: str) -> tuple[bool, int, str]:
    return code.startswith("#"), int(code) if code.lstrip("-").isdigit() else 0, code


def must_be_classes(masks: list[Mask], pixels: dict[str, int]) -> None:
    mixed = len({code.startswith("#") for code in pixels}) > 1
    if mixed and "many" not in pixels:
        grey = next(m for m in masks if not m.pixels[0][0].startswith("#"))
        raise DataError(
            f"Some masks hold colours and others numbers, such as {grey.path} (mode"
            f" {grey.mode}). Needed: one kind; save all in the same mode."
        )
    if "many" in pixels or len(pixels) > MOST:
        first = next(
            m for m in masks if len(m.pixels) > MOST or m.pixels[0][0] == "many"
        )
        why = "JPEG changes them" if first.format == "JPEG" else "they were smoothed"
        raise DataError(
            f"{first.path} holds hundreds of values, a mask as many as there are"
            f" classes: {why}, or it is no mask. Needed: the masks as they were drawn, as"
            " PNG, resized to the nearest pixel if at all."
        )
    if not all(code.startswith("#") or 0 <= int(code) < 256 for code in pixels):
        large = [code for code in pixels if not 0 <= int(code) < 256]
        raise DataError(
            f"Masks hold the numbers {some(large)}. Needed: classes from 0 to 255; are"
            " these numbers of instances? Save the classes as PNG of 8 bits. Depth, or"
            " another number for each pixel, is no kind of project here."
        )
    if len(pixels) < 2:
        raise DataError(
            f"All pixels of all masks are {some(pixels)}: there is nothing to learn."
            " Needed: two classes and more; is this the folder of the masks?"
        )


# --- values that are no class


def void_of(
    masks: list[Mask], pixels: dict[str, int], names: dict[str, str]
) -> tuple[tuple[str, ...], str]:
    """(codes that count nowhere, why)"""
    if called := tuple(c for c in pixels if NOTHING.search(names.get(c, ""))):
        return called, f"{names[called[0]]} by name"
    *others, last = pixels
    if last.startswith("#") or len(others) < 2:
        return (), "every value is a class"
    high = int(others[-1])
    if last == "255" and high < 2 * len(others):
        return (last,), f"255 stands apart from 0 to {high}: no class, as usual"
    if len(others) >= 4 and (evidence := is_between(masks, last, others)):
        return (last,), f"{last}, the highest value, looks like void: {evidence}"
    return (), "every value is a class"


def is_between(masks: list[Mask], last: str, others: list[str]) -> str:
    """What remains between the things: in every picture, ragged, beside nearly everything."""
    share = sum(any(c == last for c, _ in m.pixels) for m in masks) / len(masks)
    sample = masks[:: max(1, len(masks) // BORDERS)]
    borders = {c: Counter[str]() for c in (*others, last)}
    area: Counter[str] = Counter()
    for mask in sample:
        area.update(dict(mask.pixels))
        for c, beside in borders_of(mask).items():
            borders[c].update(beside)
    ragged = {c: borders[c].total() / area[c] for c in borders if area[c]}
    usual = sorted(ragged[c] for c in others if c in ragged)
    beside = [c for c in others if borders[last][c] > 0.01 * borders[last].total()]
    if (
        share < EVERYWHERE
        or len(beside) < NEIGHBOURS * len(others)
        or ragged[last] < RAGGED * usual[len(usual) // 2]
    ):
        return ""
    return (
        f"it is in {100 * share:.0f} % of the masks, borders on {len(beside)} of"
        f" {len(others)} values, and is {ragged[last] / usual[len(usual) // 2]:.1f} times as"
        " ragged as they usually are"
    )


def borders_of(mask: Mask) -> dict[str, Counter[str]]:
    """For each number of a mask, the pixels of the other numbers that touch it."""
    from PIL import Image, ImageChops, ImageFilter

    with Image.open(mask.path) as opened:
        picture = opened if opened.mode in ("L", "P") else opened.convert("L")
        picture.load()
    picture = Image.frombytes("L", picture.size, picture.tobytes())
    found = {}
    for c, _ in mask.pixels:
        own = picture.point([255 * (value == int(c)) for value in range(256)])
        around = ImageChops.subtract(own.filter(ImageFilter.MaxFilter(3)), own)
        counts = picture.histogram(around)
        found[c] = Counter({str(v): n for v, n in enumerate(counts) if n})
    return found


# --- sentences


def on_modes(masks: list[Mask], pixels: dict[str, int]) -> list[str]:
    modes = Counter(mask.mode for mask in masks)
    if next(iter(pixels)).startswith("#"):
        rare = [c for c in pixels if pixels[c] < RARE * sum(pixels.values())]
        text = (
            f"Masks are coded by colour: {said(len(pixels), 'colour')}, a class each."
        )
        smoothed = f" Rare ones may be smoothed edges, not classes: {some(rare)}."
        return [text + smoothed * (len(rare) > 2)]
    palette = [
        "Masks have a palette: the index of a pixel counts, its colour does not."
    ]
    dark = max(int(code) for code in pixels) < 64 and "P" not in modes
    black = ["Masks look black in a viewer: they hold small numbers, which is right."]
    return palette * ("P" in modes) + black * dark


def on_void(void: tuple[str, ...], why: str, pixels: dict[str, int]) -> list[str]:
    if not void:
        return []
    part = 100 * sum(pixels[c] for c in void) / sum(pixels.values())
    return [f"Void: {why}. {part:.2g} % of the pixels, left out of loss and metrics."]
