"""What stands at the pixels of masks: numbers or colours, how often, and which mean nothing.

A code is the text of config.py: "7" for a stored number or an index of a palette,
"#804080" for a colour.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.listing import entries, said, some
from scaffolder.facts.model import Proposal

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 256  # codes that masks of classes have
COLOURLESS = 8  # of 255 between the channels of a grey picture that is a JPEG
RARE = 1e-4  # share of all pixels below which a colour is a smoothed edge
BORDERS = 12  # masks whose borders are looked at
EVERYWHERE, NEIGHBOURS, RAGGED = (
    0.95,
    0.8,
    2.0,
)  # of a value that is no class: see `void`
NAMES = re.compile(r"class|label|code|name|colou?r|palette|categor", re.I)
NOTHING = re.compile(r"void|unlabel|ignore|unknown|undefined|don.?t.?care", re.I)


@dataclass(frozen=True)
class Mask:
    """One mask file."""

    path: Path
    width: int = 0
    height: int = 0
    mode: str = ""
    format: str = ""
    pixels: tuple[tuple[str, int], ...] = ()  # (code, how many)
    wrong: str = ""


def look(files: list[Path], done: Callable[[int, int], None]) -> list[Mask]:
    masks = []
    with ThreadPoolExecutor(max_workers=4) as threads:
        for mask in threads.map(look_at, files):
            masks.append(mask)
            if len(masks) % 100 == 0 or len(masks) == len(files):
                done(len(masks), len(files))
    return masks


def look_at(path: Path) -> Mask:
    from PIL import Image

    try:
        with Image.open(path) as picture:
            shape = picture.width, picture.height, picture.mode, picture.format or ""
            plain = picture.convert("L") if grey_jpeg(picture) else stored(picture)
            found = plain.getcolors(4 * MOST)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        return Mask(path, wrong=f"its mask cannot be decoded ({error})")
    counts = found or [(picture.width * picture.height, "many")]
    return Mask(path, *shape, tuple((code(value), count) for count, value in counts))


def grey_jpeg(picture: Image) -> bool:
    """A mask of grey that was saved as a JPEG in colour."""
    from PIL import ImageChops

    if picture.format != "JPEG" or picture.mode != "RGB":
        return False
    red, green, blue = picture.split()
    gaps = (ImageChops.difference(red, other) for other in (green, blue))
    return max(gap.getextrema()[1] for gap in gaps) <= COLOURLESS  # type: ignore[operator]


def stored(picture: Image) -> Image:
    """The numbers in the file: an index stays an index, transparency is left aside."""
    if picture.mode in ("RGBA", "CMYK", "YCbCr"):
        return picture.convert("RGB")
    if picture.mode == "LA":
        return picture.getchannel(0)
    return picture.convert("I") if picture.mode.startswith("I") else picture


def code(value: object) -> str:
    if isinstance(value, tuple):
        return "#" + "".join(f"{channel:02x}" for channel in value)
    return str(int(value)) if isinstance(value, int | float | bool) else str(value)


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


# --- names of the classes


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
