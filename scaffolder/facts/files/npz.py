"""The arrays of an .npz, read without numpy: headers first, and no more than there is room for."""

from __future__ import annotations

import ast
import math
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from scaffolder.errors import DataError

LIMIT = 2 * 1024**3  # bytes that an array may come out as: a project holds it in memory
LONGEST = 10_000  # bytes of a header
DTYPE = re.compile(r"[<>|=][biufcUSO](\d*)")
DAMAGED = (
    OSError,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    SyntaxError,
    RuntimeError,  # encrypted, or compressed in an unknown way
    MemoryError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class Header:
    shape: tuple[int, ...]
    dtype: str  # numpy's own: "|u1", "<i8", "<U5"

    @property
    def bytes(self) -> int:
        each = int(self.dtype[2:] or 0) * (4 if self.dtype[1] == "U" else 1)
        return math.prod(self.shape) * each


def headers(path: Path) -> dict[str, Header]:
    """By the key of each array. Raises DataError where the archive is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".npy")]
            return {name.removesuffix(".npy"): header(archive, name) for name in names}
    except DAMAGED as error:
        raise damaged(path, error) from error


def header(archive: zipfile.ZipFile, name: str) -> Header:
    """The header of a .npy: magic, version, length, then a Python dictionary."""
    with archive.open(name) as file:
        if file.read(6) != b"\x93NUMPY":
            raise ValueError(f"{name} is no array")
        wide = file.read(2)[0] > 1
        (length,) = struct.unpack("<I" if wide else "<H", file.read(4 if wide else 2))
        fields = ast.literal_eval(file.read(min(length, LONGEST)).decode("latin-1"))
    shape, dtype = tuple(fields["shape"]), str(fields["descr"])
    if not all(isinstance(side, int) and side >= 0 for side in shape):
        raise ValueError(f"{name} has the shape {shape}")
    if not DTYPE.fullmatch(dtype):
        raise ValueError(f"{name} has the type {dtype}")
    if fields["fortran_order"] and len(shape) > 1:
        raise ValueError(f"{name} is in Fortran order; save a C-ordered copy")
    return Header(shape, dtype)


def body(path: Path, key: str) -> bytes:
    """What stands behind the header of an array, all of it."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = header(archive, f"{key}.npy")
            if found.bytes > LIMIT:
                raise DataError(
                    f"The array {key!r} of {path} has {found.bytes / 1024**3:.1f} GB. Needed:"
                    f" {LIMIT / 1024**3:.0f} GB at most, as all of it is held in memory; save"
                    " smaller pictures, or as files in folders."
                )
            with archive.open(f"{key}.npy") as file:
                raw = file.read(found.bytes + LONGEST + 12)
    except DAMAGED as error:
        raise damaged(path, error) from error
    wide = raw[6] > 1
    (length,) = struct.unpack_from("<I" if wide else "<H", raw, 8)
    content = raw[(12 if wide else 10) + length :]
    if len(content) != found.bytes:
        raise damaged(path, f"{key} is cut, or longer than its header says")
    return content


def damaged(path: Path, error: Exception | str) -> DataError:
    return DataError(
        f"{path} is not a whole .npz archive ({error}). Needed: what numpy.savez writes;"
        " save it again."
    )
