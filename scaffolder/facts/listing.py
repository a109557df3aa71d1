"""Reading folders and first bytes, and counting in words."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

from scaffolder.errors import DataError

IMAGE_ENDINGS = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp")
IMAGE_ENDINGS += (".ppm", ".pgm", ".pbm")
LIMIT = 256 * 1024**2  # bytes of one text; a novel has one million
SOUND_ENDINGS = (".wav", ".flac", ".ogg", ".oga", ".aif", ".aiff", ".au")
# folders that systems, network drives and Nextcloud put beside data
NO_DATA = {"__macosx", "temporary items", "network trash folder", "lost+found"}
NO_DATA |= {"$recycle.bin", "system volume information", "@eadir", "@tmp", "@recycle"}
NO_DATA |= {"#recycle", "#snapshot", "@recently-snapshot"}
NO_DATA |= {"files_trashbin", "files_versions"}

MOST_FOLDERS = 10_000  # that are walked in search of those


def entries(folder: Path) -> list[Path]:
    """What a folder holds, by name: no hidden files, no pipes, no links back to it."""
    try:
        with os.scandir(folder) as found:  # which knows files from folders unasked
            kept = [entry for entry in found if not is_hidden(entry.name)]
            names = sorted(entry.name for entry in kept if _is_content(entry))
    except OSError as error:
        raise unreadable(folder, error) from error
    return [folder / name for name in names]


def _is_content(entry: os.DirEntry[str]) -> bool:
    if not entry.is_symlink():
        return entry.is_file() or entry.is_dir()
    path = Path(entry.path)
    return path.is_file() or path.is_dir() and not goes_up(path)


def hidden(file: Path, top: Path) -> bool:
    """No part of the data, by the rule of read.py: .ipynb_checkpoints, @eaDir."""
    return any(map(is_hidden, file.relative_to(top).parts))


def is_hidden(name: str) -> bool:
    return name.startswith(".") or name.lower() in NO_DATA


def no_data_below(folder: Path) -> tuple[str, ...]:
    """Names of such folders below it, which read.py passes over as well; it knows __MACOSX itself."""
    found = set[str]()
    for _, folders, _ in islice(os.walk(folder), MOST_FOLDERS):
        found |= {name for name in folders if name.lower() in NO_DATA}
        folders[:] = [name for name in folders if not is_hidden(name)]
    return tuple(sorted(found - {"__MACOSX"}) and sorted(found))


def images_below(folder: Path) -> Iterator[Path]:
    """Pictures of a folder and its subfolders, by name; hidden files are passed over."""
    return files_below(folder, IMAGE_ENDINGS)


def files_below(
    folder: Path, endings: tuple[str, ...], deep: int = 1000
) -> Iterator[Path]:
    folders = []
    for entry in entries(folder):
        if entry.is_dir():
            if not entry.is_symlink():  # read.py does not follow it either
                folders.append(entry)
        elif entry.suffix.lower() in endings:
            yield entry
    for entry in folders if deep else ():
        yield from files_below(entry, endings, deep - 1)


def goes_up(folder: Path) -> bool:
    """A link to a folder above, below which a search would never end."""
    if not folder.is_symlink():
        return False
    above = folder.parent.resolve()
    return folder.resolve() in (above, *above.parents)


def stray_files(folder: Path) -> list[Path]:
    """Files below that are no pictures, and pictures in no subfolder; hidden ones last."""
    found = (
        file
        for file in folder.rglob("*")
        if file.is_file()
        and (
            file.parent == folder
            or file.suffix.lower() not in IMAGE_ENDINGS
            or hidden(file, folder)
        )
    )
    return sorted(found, key=lambda file: (hidden(file, folder), file))


def unreadable(path: Path, error: OSError) -> DataError:
    reason = error.strerror or str(error)
    return DataError(
        f"Cannot read {path}: {reason}. Needed: the right to read it; check its owner"
        f" and mode (ls -ld '{path}')."
    )


def must_be_text(paths: Iterable[Path]) -> None:
    """Refuse a name that config.py cannot hold, nor polars open: one that is not UTF-8."""
    for path in paths:
        try:
            str(path).encode()
        except UnicodeEncodeError:
            shown = str(path).encode(errors="backslashreplace").decode()
            raise DataError(
                f"The letters of the name {shown} are not UTF-8, as older systems wrote them."
                f" Needed: a name that is; give it another one (mv)."
            ) from None


def first_bytes(path: Path, count: int, unpack: bool = True) -> bytes:
    """The first `count` bytes, of the content if the file is gzip."""
    import gzip
    import zlib

    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b" and unpack
        with gzip.open(path) if packed else path.open("rb") as file:
            return file.read(count)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(
            f"{path} is a damaged gzip file ({error}). Copy or download it again."
        ) from error
    except OSError as error:
        raise unreadable(path, error) from error


def whole(path: Path) -> bytes:
    """All bytes, of the content if the file is gzip. Raises DataError beyond a limit."""
    content = first_bytes(path, LIMIT + 1)
    if len(content) > LIMIT:
        raise DataError(
            f"{path} comes out as more than {LIMIT / 1024**2:,.0f} MB of text. Needed: texts"
            " that fit into memory together; cut it into parts, or leave it out."
        )
    return content


def said(count: int, noun: str) -> str:
    """1 row, 2 rows, 32,561 rows; 2 classes; 3 series."""
    plural = noun + ("es" if noun.endswith(("s", "x")) else "s")
    plural = noun if noun == "series" else plural
    return f"{count:,} {noun if count == 1 else plural}"


def some(names: Iterable[str], most: int = 6) -> str:
    """a, b, c and 12 more"""
    listed: Sequence[str] = list(names)
    shown = ", ".join(str(name) for name in listed[:most])
    more = len(listed) - most
    return f"{shown} and {more:,} more" if more > 0 else shown


def on_parts(counts: Mapping[str, int], noun: str) -> str:
    """train 205 pictures, test 72 pictures."""
    return f"{', '.join(f'{part} {said(n, noun)}' for part, n in counts.items())}."


def on_left_out(reasons: Mapping[str, str]) -> list[str]:
    """A sentence if any example is: its name, and why."""
    listed = [f"{name}: {why}" for name, why in reasons.items()]
    return [f"Left out: {some(listed)}."] if listed else []


def share(part: float, whole: float) -> str:
    """12 %, 2.3 %, 0.04 %"""
    percent = 100 * part / whole if whole else 0.0
    return f"{percent:.0f} %" if percent >= 10 else f"{percent:.2g} %"


def number(value: float | None) -> str:
    """206,856 or 3.1416: whole where the decimals say nothing."""
    if value is None:
        return "none"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
