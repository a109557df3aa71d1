"""Pictures in arrays: idx files (gzip or not) and npz archives, read without numpy."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files import npz
from scaffolder.facts.files.npz import Header
from scaffolder.facts.listing import first_bytes, some
from scaffolder.facts.pictures import npz_flags

IDX_LETTERS = {8: "B", 9: "b", 11: ">h", 12: ">i", 13: ">f", 14: ">d"}


@dataclass(frozen=True)
class Arrays:
    """`shape` is that of one picture: (channels, height, width)."""

    path: Path
    shape: tuple[int, int, int]
    dtype: str
    answers: list[str]
    digests: list[bytes]
    keys: tuple[str, ...] = ()  # of pictures and labels in an npz
    unread: tuple[str, ...] = ()  # other keys


def read_idx(images: Path) -> Arrays:
    labels = _labels_of(images)
    image_shape, letter, pixels = _idx(images)
    label_shape, label_letter, codes = _idx(labels)
    if len(image_shape) not in (3, 4):
        raise DataError(
            f"{images} has shape {image_shape}. Needed: (pictures, height, width), the"
            " idx3 file of the pair; name that file."
        )
    if image_shape[0] != label_shape[0]:
        raise DataError(
            f"{images.name} holds {image_shape[0]:,} pictures, {labels.name}"
            f" {label_shape[0]:,} labels. Needed: as many; copy the pair again."
        )
    answers = [str(code) for (code,) in struct.iter_unpack(label_letter, codes)]
    digests = list(_digests(pixels, image_shape[0]))
    return Arrays(images, _one(image_shape), letter, answers, digests)


def _labels_of(images: Path) -> Path:
    name = images.name.replace("images", "labels").replace("idx3", "idx1")
    for candidate in (name, name + ".gz", name.removesuffix(".gz")):
        if images.with_name(candidate).is_file() and candidate != images.name:
            return images.with_name(candidate)
    raise DataError(
        f"Found {images.name} but no labels for it. Needed beside it: {name}."
    )


def _idx(path: Path) -> tuple[tuple[int, ...], str, bytes]:
    """(shape, struct letter, bytes); the format is that of yann.lecun.com/exdb/mnist."""
    packed = first_bytes(path, 2, unpack=False) == b"\x1f\x8b"
    try:
        with gzip.open(path) if packed else path.open("rb") as file:
            raw = file.read(npz.LIMIT)
        zero, code, axes = struct.unpack_from(">HBB", raw)
        letter = IDX_LETTERS[code]
        shape = struct.unpack_from(f">{axes}I", raw, 4)
    except (OSError, EOFError, zlib.error, struct.error, KeyError) as error:
        raise DataError(
            f"{path} is not a whole idx file ({error}). Needed: the idx-ubyte format of"
            " MNIST, gzip or not; download it again."
        ) from error
    body = raw[4 + 4 * axes :]
    wanted = math.prod(shape) * struct.calcsize(letter)
    if zero or len(body) != wanted:
        raise DataError(
            f"{path} is cut: its header promises {wanted:,} bytes, {len(body):,} follow."
            " Needed: the whole file; download it again."
        )
    return shape, letter, body


def _digests(pixels: bytes, count: int) -> Iterator[bytes]:
    size = len(pixels) // max(count, 1)
    view = memoryview(pixels)
    for i in range(count):
        picture = view[i * size : (i + 1) * size]
        yield blake2b(picture, digest_size=16).digest()


def _one(shape: tuple[int, ...]) -> tuple[int, int, int]:
    """(channels, height, width) of one picture from the shape of all."""
    if len(shape) == 3 and all(shape[1:]):
        return 1, shape[1], shape[2]
    if len(shape) == 4 and shape[3] in (1, 3, 4) and all(shape[1:]):
        return shape[3], shape[1], shape[2]
    raise DataError(
        f"The pictures have shape {shape}. Needed: (pictures, height, width), or that"
        " with 1, 3 or 4 channels at the end; transpose them and save again."
    )


def read_npz(path: Path) -> Arrays:
    headers = npz.headers(path)
    images, labels = _choose(path, headers)
    count = headers[images].shape[0]
    pixels, codes = npz.body(path, images), npz.body(path, labels)
    _must_be_bytes(images, headers[images], pixels)
    return Arrays(
        path,
        _one(headers[images].shape),
        headers[images].dtype,
        _labels(codes, headers[labels]),
        list(_digests(pixels, count)),
        (images, labels),
        tuple(key for key in headers if key not in (images, labels)),
    )


def _choose(path: Path, headers: dict[str, Header]) -> tuple[str, str]:
    """The keys of pictures and labels, by shape and dtype; training keys come first."""

    def late(key: str) -> bool:
        return any(word in key.lower() for word in ("test", "val"))

    images = [key for key, header in headers.items() if len(header.shape) in (3, 4)]
    for image in sorted(images, key=late):
        count = headers[image].shape[0]
        labels = [
            key
            for key, header in headers.items()
            if header.shape in ((count,), (count, 1)) and header.dtype[1] in "iubUS"
        ]
        if labels:
            return image, min(labels, key=lambda key: late(key) != late(image))
    npz_flags.refuse(path, headers)
    found = some([f"{key} {header.shape}" for key, header in headers.items()])
    raise DataError(
        f"Found in {path}: {found or 'no array'}. Needed: pictures of shape (pictures,"
        " height, width[, channels]) and labels of shape (pictures,), whole numbers or"
        " text; save both with numpy.savez."
    )


def _must_be_bytes(key: str, header: Header, pixels: bytes) -> None:
    """data.py rounds pixels to 0..255: 0..1 would come out black."""
    order, letter = header.dtype[0], header.dtype[1:]
    codes = {"f4": "f", "f8": "d", "f2": "e", "i2": "h", "i4": "i", "i8": "q"}
    codes |= {"u2": "H", "u4": "I", "u8": "Q"}
    if letter in ("u1", "b1") or not pixels:
        return
    sample = pixels[: 8 * 20_000]
    unit = (">" if order == ">" else "<") + codes.get(letter, "b")
    values = [value for (value,) in struct.iter_unpack(unit, sample)]
    if min(values) < 0 or not 1 < max(values) < 256:
        raise DataError(
            f"The pixels of {key!r} go from {min(values):g} to {max(values):g}. Needed:"
            " 0 to 255; scale them, e.g. (x * 255).astype('uint8'), and save again."
        )


def _labels(codes: bytes, header: Header) -> list[str]:
    order, kind, size = header.dtype[0], header.dtype[1], int(header.dtype[2:])
    if kind in "US":
        step = size * (4 if kind == "U" else 1)
        encoding = (
            "utf-8" if kind == "S" else f"utf-32-{'be' if order == '>' else 'le'}"
        )
        cells = (codes[i : i + step] for i in range(0, len(codes), max(step, 1)))
        return [cell.decode(encoding, "replace").rstrip("\x00") for cell in cells]
    letter = {1: "b", 2: "h", 4: "i", 8: "q"}[size]
    letter = letter.upper() if kind in "u" else "?" if kind == "b" else letter
    prefix = ">" if order == ">" else "<"
    return [str(code) for (code,) in struct.iter_unpack(prefix + letter, codes)]
