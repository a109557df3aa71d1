"""Masks: which file belongs to which picture, and which number stands at each pixel."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

ORIENTATION = 274  # EXIF tag; 5 to 8 lie on their side
NAME = "{name}"  # in a pattern: the same text for picture and mask


def pairs(folder: Path, pictures: str, masks: str) -> Iterator[tuple[Path, Path]]:
    """Pictures that fit a pattern, and where the mask of each should be.

    `"{name}.jpg", "../{folder}annot/{name}_L.png"`: {name} is the way from `folder` to the
    file, {folder} the last name of `folder`, so that one pattern serves train and test.
    """
    before, after = pictures.split(NAME)
    masks = masks.replace("{folder}", folder.name)
    found = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    taken = {}
    for file in found:
        path = file.relative_to(folder).as_posix()
        if path.startswith(before) and path.endswith(after):
            name = path[len(before) : len(path) - len(after)]
            taken[file] = folder / masks.replace(NAME, name)
    other = {mask.resolve() for mask in taken.values()}
    return ((p, mask) for p, mask in taken.items() if p.resolve() not in other)


def misfit(picture: Any, mask: Any) -> str:
    """Why a mask cannot belong to its picture, "" if it can: another shape of frame."""
    if isinstance(mask, str) and not Path(mask).is_file():
        return "no mask"
    if mask is None:
        return "no mask"
    (width, height), (wide, high) = size(picture), size(mask)
    if abs(width * high - wide * height) > max(width, height) * max(1, high / height):
        return f"a picture of {width} x {height}, a mask of {wide} x {high}"
    return ""


def size(raw: Any) -> tuple[int, int]:
    """Width and height, upright; of a file only its header is read."""
    if isinstance(raw, np.ndarray):
        return raw.shape[1], raw.shape[0]
    try:
        with Image.open(raw) as opened:
            turned = opened.getexif().get(ORIENTATION, 1) >= 5
            width, height = opened.size
            return (height, width) if turned else (width, height)
    except OSError:
        return 0, 0  # decoding will say what is wrong


def codes(raw: Any) -> np.ndarray:
    """[height, width], int64: the stored number of each pixel, 0xRRGGBB in a mask of colours.

    A palette is only for the eye: the index counts. Nothing is converted, so that nothing
    is invented.
    """
    if isinstance(raw, np.ndarray):
        stored = raw
    else:
        try:
            stored = np.asarray(Image.open(raw))
        except OSError as error:
            raise ValueError(
                f"{raw} cannot be decoded ({error}): add its picture to `drop` in config.py"
            ) from error
    if stored.ndim == 2 or stored.shape[2] < 3:
        return stored.reshape(*stored.shape[:2], -1)[..., 0].astype(np.int64)
    red, green, blue = np.moveaxis(stored[..., :3].astype(np.int64), 2, 0)
    return red << 16 | green << 8 | blue


def nearest(codes: np.ndarray, height: int, width: int) -> np.ndarray:
    """Resized: each new pixel takes the number at its middle."""
    rows = (2 * np.arange(height) + 1) * codes.shape[0] // (2 * height)
    columns = (2 * np.arange(width) + 1) * codes.shape[1] // (2 * width)
    return codes[rows[:, None], columns]


def number(code: str) -> int:
    """ "7" is 7, "#804080" is 0x804080."""
    return int(code[1:], 16) if code.startswith("#") else int(code)


def name(raw: Any) -> str:
    return "an array" if isinstance(raw, np.ndarray) else str(raw)


def image(classes: np.ndarray, codes: Sequence[str]) -> Image.Image:
    """A mask to save: numbers with a palette that a viewer shows, or colours."""
    if codes[0].startswith("#"):
        return Image.fromarray(colours(codes)[classes])
    numbers = np.array([number(code) for code in codes], np.uint8)
    picture = Image.fromarray(numbers[classes])
    picture.putpalette(np.array([of_index(i) for i in range(256)], np.uint8).tobytes())
    return picture


def colours(codes: Sequence[str]) -> np.ndarray:
    """[classes, 3], uint8: a colour is its own, a number gets that of PASCAL VOC."""
    return np.array([of_code(code) for code in codes], np.uint8)


def of_code(code: str) -> tuple[int, int, int]:
    value = number(code)
    if code.startswith("#"):
        return value >> 16, value >> 8 & 255, value & 255
    return of_index(value)


def of_index(index: int) -> tuple[int, int, int]:
    """The palette of PASCAL VOC: bits 0, 1, 2 of the index are the highest of red, green, blue."""
    channels = [0, 0, 0]
    for place in range(8):
        for channel in range(3):
            channels[channel] |= (index >> (3 * place + channel) & 1) << (7 - place)
    return channels[0], channels[1], channels[2]
