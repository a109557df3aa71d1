"""Several pictures of one row, whose names begin with its id: "a1_red.png" and "a1_blue.png" of a1.

A row is read with one picture: grey ones become the colours of one, of others each gets a row.
"""

from __future__ import annotations

import os
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.files.table_names import (
    is_table_name,
    mentions,
    without_submissions,
)
from scaffolder.facts.listing import IMAGE_ENDINGS, files_below, some
from scaffolder.facts.masks.folders import MASK_WORDS, NOT_CLASSES
from scaffolder.facts.pictures.look import GREY_MODES
from scaffolder.facts.splits.rows import is_called_group
from scaffolder.facts.written.table import Table, load, texts

MOST_FILES = 200_000  # that are looked through
MOST_BYTES = 50_000_000  # of a table
MOSTLY = 0.9  # of the rows have pictures
SEVERAL = 1.5  # pictures of a row, on average
FEWEST = 5  # rows
COLOURS = ("red", "green", "blue")
CHANNELS = 5  # endings of grey pictures that are taken for channels of one
BETWEEN = re.compile(r"[_. -]")


@dataclass(frozen=True)
class Several:
    """The pictures of the rows of a table; `ends` are what follows the ids in their names."""

    table: Table
    column: str
    files: dict[str, list[Path]]  # by id
    ends: Counter[str]

    @property
    def folder(self) -> Path:
        return next(iter(self.files.values()))[0].parent

    @property
    def equal(self) -> bool:
        """Whether nearly all rows have the same endings."""
        return min(self.ends.values()) >= MOSTLY * len(self.files)


def refuse_in(folder: Path, files: list[Path]) -> None:
    tables = without_submissions([file for file in files if is_table_name(file)])
    for table in tables if next(files_below(folder, IMAGE_ENDINGS), None) else ():
        refuse(table)


def refuse(file: Path) -> None:
    """Raises DataError where the rows of a table have several pictures each."""
    small = is_table_name(file) and file.stat().st_size <= MOST_BYTES
    if not small or mentions(file, IMAGE_ENDINGS) or not (found := several(file)):
        return
    first = next(iter(found.files.values()))[0].name
    raise DataError(
        f"Found several pictures for each row of {file}: their names begin with the cell of"
        f" {found.column!r} and end with {some(sorted(found.ends))}, as in {first}. Needed: one picture a"
        f" row. {merged(found) if are_channels(found) else apart(found)}"
    )


def several(file: Path) -> Several | None:
    files = [*islice(files_below(file.parent, IMAGE_ENDINGS), MOST_FILES)]
    if len(files) < FEWEST:
        return None
    try:
        table = load(file)
    except DataError:
        return None  # which its reader will say
    for name in table.names:
        cells = table.frame.select(texts(table, name)).to_series().drop_nulls()
        ids = set(map(str, cells))
        fit = len(ids) == len(table.frame) >= FEWEST and tells(name, ids)
        if fit and (found := matched(table, name, ids, files)):
            return found
    return None


def tells(name: str, ids: set[str]) -> bool:
    """Small numbers are ids only where the column is called so."""
    from scaffolder.facts.model import Column

    called = is_called_group(Column(name, "id", 0, len(ids), tuple(ids)[:5]))
    return called or not all(re.fullmatch(r"[\d.]{1,4}", id) for id in ids)


def matched(
    table: Table, column: str, ids: set[str], files: list[Path]
) -> Several | None:
    """None where rows name whole files, and where pictures have masks or stand in classes."""
    found: dict[str, list[Path]] = defaultdict(list)
    ends: Counter[str] = Counter()
    for file in files:
        if file.stem in ids:
            return None
        if beginning := beginning_of(file.stem, ids):
            found[beginning].append(file)
            ends[f"{file.stem.removeprefix(beginning)}{file.suffix}"] += 1
    count = sum(map(len, found.values()))
    homes = {file.parent for several in found.values() for file in several}
    enough = len(found) >= MOSTLY * len(ids) and count >= SEVERAL * len(found)
    return (
        Several(table, column, dict(found), ends)
        if enough and len(homes) == 1 and not have_masks(ends)
        else None
    )


def beginning_of(stem: str, ids: set[str]) -> str:
    """The longest id that a name begins with, up to a sign between."""
    places = [match.start() for match in BETWEEN.finditer(stem)]
    return next((stem[:at] for at in reversed(places) if stem[:at] in ids), "")


def have_masks(ends: Counter[str]) -> bool:
    """ "_mask.png"; "_1_L.png" beside "_1.png"; "_1.png" beside "_1.jpg"."""
    plain = [Path(f"x{end}").stem for end in ends]
    longer = any(a != b and b.startswith(f"{a}_") for a in plain for b in plain[:1000])
    words = any(MASK_WORDS.search(e) or NOT_CLASSES.search(e) for e in ends)
    return words or longer or len(set(plain)) < len(plain)


def are_channels(found: Several) -> bool:
    """A few grey pictures of each row, with endings that do not count them."""
    few = found.equal and 1 < len(found.ends) <= CHANNELS
    counted = all(re.fullmatch(r"\W?_?\d+\.\w+", end) for end in found.ends)
    first = next(iter(found.files.values()))
    return few and not counted and all(mode_of(file) in GREY_MODES for file in first)


def mode_of(file: Path) -> str:
    from PIL import Image

    try:
        with Image.open(file) as picture:
            return picture.mode
    except OSError:
        return ""


def bits_of(files: list[Path]) -> int:
    """Bits in use of grey pictures with more than 8; 8 of others."""
    from scaffolder.facts.pictures.look import depth, look

    return depth(look([(file, "") for file in files], lambda done, of: None)) or 8


def merged(found: Several) -> str:
    """The way to one picture of three colours, and to a table that names it."""
    ends, home = chosen(sorted(found.ends)), found.table.path.parent
    every = [file for files in list(found.files.values())[:20] for file in files]
    bits = bits_of(every)
    grey = (
        "" if bits == 8 else f'.convert("I").point(lambda v: v * {2.0 ** (8 - bits)})'
    )
    folder = Path(os.path.relpath(found.folder, home)).as_posix()
    target, column = beside(found.table, "merged"), text(found.column)
    code = (
        f'Path("merged").mkdir(exist_ok=True); ends = {text(ends)}; at ='
        f" Path({text(folder)}); t = t.filter(pl.Series([all((at / (i + e)).is_file() for e"
        f' in ends) for i in t[{column}]])); [Image.merge("RGB", [Image.open(at / (i +'
        f' e)){grey}.convert("L") for e in ends]).save(f"merged/{{i}}.png") for i in'
        f' t[{column}]]; t.with_columns(path="merged/" + pl.col({column}) +'
        f' ".png").write_csv({text(target.name)})'
    )
    left = sorted(set(found.ends) - set(ends))
    return (
        f"They are grey: {some([*dict.fromkeys(ends)])} can be red, green and blue of one picture"
        f"{f', without {some(left)}' if left else ''}; choose others in `ends` of the command."
        f" Write it: {run(found.table, code, '; from PIL import Image')} and name {target}."
    )


def chosen(ends: list[str]) -> list[str]:
    """Three endings, in the order of the colours that they name, or as they come."""
    named = [next((e for e in ends if colour in e.lower()), "") for colour in COLOURS]
    if all(named):
        return named
    return [*ends, ends[-1]][:3]


def apart(found: Several) -> str:
    """The way to a table with a row for each picture."""
    home, column = found.table.path.parent, text(found.column)
    folder = Path(os.path.relpath(found.folder, home)).as_posix()
    target = beside(found.table, "pictures")
    code = (
        f"ids = set(t[{column}]); found = [(p.stem[:m.start()], p.as_posix()) for p in"
        f" sorted(Path({text(folder)}).iterdir()) for m in"
        f' list(re.finditer("{BETWEEN.pattern}", p.stem))[::-1] if p.stem[:m.start()] in ids];'
        f' pl.DataFrame(found, schema=[{column}, "path"], orient="row").join(t,'
        f" on={column}).write_csv({text(target.name)})"
    )
    return (
        f"To learn from each picture alone write a table with a row for each:"
        f" {run(found.table, code, '; import re')} and name {target}, with --split group"
        f" --split-column {found.column!r} for `recipe new`: pictures of one row are alike."
    )


def run(table: Table, code: str, imports: str) -> str:
    return on_table(table, code, f"; from pathlib import Path{imports}")
