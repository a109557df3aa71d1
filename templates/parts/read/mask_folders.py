"""Pictures and their masks in folders: which belong together, and what stands in a file.

Yours to edit. `pairs` in config.py says how the two names of a pair differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from .config import Config

ORIENTATION = 274  # EXIF tag; 5 to 8 lie on their side


@dataclass(frozen=True)
class Example:
    """One picture and its mask, decoded when they are asked for."""

    id: str  # "train/0001.png"
    raw: str  # the path of the picture
    answer: str | None  # the path of its mask; None if there is none


def read(path: str | Path, config: Config) -> list[Example]:
    """The pictures below a folder whose names fit `pairs`, each with its mask; those that a
    list names, as ImageSets/Segmentation/train.txt does; or one file.
    """
    path = Path(path)
    if path.suffix == ".txt":
        return listed(path, config)
    if path.is_file():
        return [Example(path.name, str(path), None)]
    if not path.is_dir():
        raise ValueError(f"No {path}: correct the path, or `data` in config.py.")
    pictures, masks = config.pairs
    before, after = pictures.split("{name}")
    masks, found = masks.replace("{folder}", path.name), {}
    for file in sorted(path.rglob("*")):
        way = file.relative_to(path).as_posix()
        fits = way.startswith(before) and way.endswith(after)
        if file.is_file() and fits and not hidden(file, path):
            name = way[len(before) : len(way) - len(after)]
            found[file] = path / masks.replace("{name}", name)
    taken = {mask.resolve() for mask in found.values()}  # they may stand in one folder
    return [
        Example(
            f"{path.name}/{file.relative_to(path).as_posix()}",
            str(file),
            str(mask) if mask.is_file() else None,
        )
        for file, mask in found.items()
        if file.resolve() not in taken
    ]


def listed(path: Path, config: Config) -> list[Example]:
    """A pair for each line: `pairs` as seen from the list, {name} without its ending."""
    found = []
    for line in filter(str.strip, path.read_text("utf-8").splitlines()):
        name = Path(line.split()[0]).stem
        raw, mask = (path.parent / p.replace("{name}", name) for p in config.pairs)
        id = f"{raw.parent.name}/{raw.name}"
        found.append(Example(id, str(raw), str(mask) if mask.is_file() else None))
    return found


def hidden(file: Path, top: Path) -> bool:
    """No part of the data: .ipynb_checkpoints, __MACOSX and the like."""
    parts = file.relative_to(top).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def fault(example: Example, config: Config) -> str:
    """Why a pair can neither train nor measure, "" if it can: a mask has the picture's shape."""
    if any(f"/{example.raw}".endswith(f"/{name}") for name in config.drop):
        return "named in `drop`"
    if example.answer is None:
        return "no mask"
    try:
        (width, height), (wide, high) = size(example.raw), size(example.answer)
    except (OSError, Image.DecompressionBombError) as error:
        return f"cannot be decoded ({error})"
    if abs(width * high - wide * height) > max(width, height) * max(1, high / height):
        return f"a picture of {width} x {height}, a mask of {wide} x {high}"
    return ""


def contents(examples: Sequence[Example], config: Config) -> list[str]:
    """Equal for pictures that are copies, byte for byte."""
    files = (Path(example.raw).read_bytes() for example in examples)
    return [blake2b(file, digest_size=16).hexdigest() for file in files]


def size(raw: str) -> tuple[int, int]:
    """Width and height, upright; only the header is read."""
    with Image.open(raw) as file:
        turned = file.getexif().get(ORIENTATION) in (5, 6, 7, 8)
        return (file.height, file.width) if turned else file.size


def picture(raw: str, mode: str, height: int, width: int) -> Image.Image:
    """Decoded in full, turned as its EXIF says, converted, resized.

    Resizing is bilinear over all pixels that a new one covers: nothing flickers.
    """
    try:
        with Image.open(raw) as file:
            found = ImageOps.exif_transpose(file)
    except (OSError, Image.DecompressionBombError) as error:
        raise ValueError(
            f"{raw} cannot be decoded ({error}): add it to `drop` in config.py."
        ) from error
    if found.mode.startswith("I"):  # 16 bits: convert() would clip them at 255
        found = Image.fromarray((np.asarray(found) >> 8).astype(np.uint8))
    found = found.convert(mode)
    return found.resize((width, height), Image.Resampling.BILINEAR)
