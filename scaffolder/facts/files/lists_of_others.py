"""Plain texts that list pictures which are not here, points of faces perhaps: no table of these."""

from __future__ import annotations

from itertools import islice
from pathlib import Path, PureWindowsPath

from scaffolder.facts.listing import IMAGE_ENDINGS, files_below, first_bytes

HEAD = 20_000  # bytes in which a file shows what it is
MOST_BYTES = 20_000_000  # of a list that are read
MOSTLY = 0.9  # of the lines begin with the name of a picture
FEWEST = 5  # lines
MOST_FILES = 200_000


def without(texts: list[Path], folder: Path) -> list[Path]:
    """The other texts; all where no pictures are below the folder, which may lie elsewhere."""
    listed = [text for text in texts if pictures_of(text, HEAD)]
    named = {text: pictures_of(text, MOST_BYTES) for text in listed}
    if not named:
        return texts
    below = islice(files_below(folder, IMAGE_ENDINGS), MOST_FILES)
    here = {file.stem for file in below}
    return [t for t in texts if not here or t not in named or named[t] & here]


def pictures_of(text: Path, count: int) -> set[str]:
    """The names, without their endings, with which the lines begin; none of a prose."""
    head = first_bytes(text, count).decode("utf8", "replace")
    first = [cells[0] for line in head.splitlines() if (cells := line.split())]
    names = [word for word in first if word.lower().endswith(IMAGE_ENDINGS)]
    if len(names) < FEWEST or len(names) < MOSTLY * len(first):
        return set()
    return {PureWindowsPath(name).stem for name in names}
