"""Files of MATLAB: what they hold, and the command that makes tables or archives of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scaffolder.errors import DataError
from scaffolder.facts.commands import python, text
from scaffolder.facts.listing import files_below, images_below, some

MOST_BYTES = 500_000_000
DEEP = 2  # folders below the one given
FEWEST = 10  # rows
PARTS = {"train": r"tr(ai)?n", "validation": r"val", "test": r"te?st"}
VALUES = (  # of a key, as they stand; 1.0 is a class called 1
    "v = lambda f, k: [int(x) if isinstance(x, float) and x == int(x) else x for x in"
    " loadmat(f, squeeze_me=True)[k].ravel().tolist()]"
)
LABELS = (
    "import re, polars as pl; from pathlib import Path; from scipy.io import loadmat; "
    + VALUES
    + '; t = pl.DataFrame({{"path": [f.as_posix() for f in sorted(Path({home}).iterdir(),'
    ' key=lambda f: ([*map(int, re.findall(r"\\d+", f.stem))], f.name)) if f.suffix in'
    ' {endings}], "label": v({file}, {key})}}); '
)
ARRAYS = (
    "import numpy as np; from scipy.io import loadmat; [np.savez(to, images=np.moveaxis(m[x],"
    " -1, 0), labels=m[y].ravel()) for f, to, x, y in {rows} for m in [loadmat(f)]]"
)
RECORDS = (
    "import polars as pl; from scipy.io import loadmat; a = loadmat({file}, squeeze_me=True)[{key}];"
    " pl.DataFrame({{n: [str(r[n]) for r in a] for n in a.dtype.names}}).write_csv({to})"
)
COLUMNS = (
    "import polars as pl; from scipy.io import loadmat; m = loadmat({file}, squeeze_me=True);"
    ' pl.DataFrame({{f"{{k}}_{{i}}": c for k in {keys} for i, c in enumerate(m[k].reshape({rows},'
    " -1).T, 1)}}).write_csv({to})"
)
UNKNOWN = (
    "the answers as a CSV with the columns path,label, or the numbers as CSV; where MATLAB is:"
    " writetable; in Python: scipy.io.loadmat (of a file of version 7.3: h5py.File)."
)


@dataclass(frozen=True)
class Held:
    """An array of a file, without axes of length one."""

    file: Path
    key: str
    array: Any

    @property
    def is_number(self) -> bool:
        return self.array.dtype.kind in "uif"

    @property
    def values(self) -> list[Any]:
        return self.array.ravel().tolist()


def refuse_in(folder: Path) -> None:
    """Raises DataError where a folder holds a file of MATLAB."""
    if files := [*files_below(folder, (".mat",), DEEP)]:
        refuse(folder, files)


def refuse_file(path: Path) -> None:
    """For a file that was named: what others beside it say may belong to it."""
    beside = files_below(path.parent, (".mat",), 0)
    refuse(path.parent, [path, *(file for file in beside if file != path)])


def refuse(folder: Path, files: list[Path]) -> None:
    held = [one for file in files for one in read(file)]
    holding = f"holding {some([one.key for one in held], 12)}"
    way = (
        of_pictures(folder, held)
        or of_arrays(held)
        or of_records(held)
        or of_rows(held)
    )
    raise DataError(
        f"{some([f.name for f in files])} in {folder}: data of MATLAB"
        f" ({holding if held else 'not to be opened here'}), which is not read. Needed:"
        f" {way or UNKNOWN}"
    )


def read(file: Path) -> list[Held]:
    """What scipy can open; files of version 7.3 are HDF5, which it cannot."""
    try:
        from scipy.io import loadmat

        if file.stat().st_size > MOST_BYTES:
            return []
        found = loadmat(file, squeeze_me=True)
    except (ImportError, OSError, ValueError, TypeError, NotImplementedError):
        return []
    arrays = {k: a for k, a in found.items() if k[0] != "_" and hasattr(a, "dtype")}
    return [Held(file, key, array) for key, array in arrays.items()]


def of_pictures(folder: Path, held: list[Held]) -> str:
    """A label for each picture, in the order of their numbers; and numbers of parts."""
    pictures = [*images_below(folder)]
    homes = {picture.parent for picture in pictures}
    labels = [one for one in held if says_class(one, len(pictures))]
    if len(homes) != 1 or not labels:
        return ""
    label, home = labels[0], homes.pop()
    top = label.file.parent if label.file.parent in (home, *home.parents) else folder
    parts = parts_of(held, len(pictures))
    files = {part: f"labels_{part}.csv" for part in parts}
    way = {one.file: one.file.relative_to(top).as_posix() for one in held}
    code = LABELS.format(
        home=text(home.relative_to(top).as_posix()),
        endings=text(sorted({picture.suffix for picture in pictures})),
        file=text(way[label.file]),
        key=text(label.key),
    )
    first = int(not any(0 in one.values for one in parts.values()))
    rows = [[way[one.file], one.key, files[part]] for part, one in parts.items()]
    each = f"[t[[i - {first} for i in v(f, k)]].write_csv(to) for f, k, to in {text(rows)}]"
    code += each if parts else 't.write_csv("labels.csv")'
    apart = f", with a file for each part ({some(p.key for p in parts.values())})"
    return (
        f"a table of the labels; {label.key} of {label.file.name} has one for each of the"
        f" {len(pictures):,} pictures in {home.name}, taken here in the order of their numbers:"
        f" look whether a few are right. Write it{apart * bool(parts)}: {python(top, code)} and"
        f" name {top / files.get('train', 'labels.csv')}."
    )


def says_class(one: Held, count: int) -> bool:
    if one.array.shape != (count,) or count < FEWEST or one.array.dtype.names:
        return False
    plain = one.is_number or all(isinstance(value, str) for value in one.values)
    return plain and 1 < len(set(one.values)) <= count / 2


def parts_of(held: list[Held], count: int) -> dict[str, Held]:
    """By part: numbers of pictures, none twice; {} where none of them train."""
    found: dict[str, Held] = {}
    seen: set[float] = set()
    for part, word in PARTS.items():
        for one in held:
            fits = one.is_number and re.search(word, one.key, re.I)
            numbers = set(one.values) if fits else set()
            alone = len(numbers) == one.array.size and not numbers & seen
            if numbers and alone and min(numbers) >= 0 and max(numbers) <= count:
                found.setdefault(part, one)
                seen |= numbers
    return found if "train" in found and len(found) > 1 else {}


def of_arrays(held: list[Held]) -> str:
    """Pictures in one array, rows x columns x colours x number, and their labels."""
    rows = [
        (x.file, x.file.with_suffix(".npz"), x.key, y.key)
        for x in held
        for y in held
        if x.file == y.file and x.array.ndim == 4 and x.array.shape[2] in (1, 3)
        if y.array.shape == x.array.shape[-1:]
    ]
    if not rows:
        return ""
    home = rows[0][0].parent
    first = next((to for _, to, *_ in rows if "train" in to.name.lower()), rows[0][1])
    code = ARRAYS.format(
        rows=text([[f.name, to.name, *k] for f, to, *k in rows if f.parent == home])
    )
    return f"arrays in an .npz; write it: {python(home, code)} and name {first}."


def of_records(held: list[Held]) -> str:
    """Records of the same fields: a row for each."""
    records = [h for h in held if h.array.dtype.names and h.array.size >= FEWEST]
    if not records:
        return ""
    one = records[0]
    to = one.file.with_suffix(".csv")
    code = RECORDS.format(file=text(one.file.name), key=text(one.key), to=text(to.name))
    return (
        f"a table; {one.key} has {one.array.size:,} records of {some(one.array.dtype.names)}."
        f" Write it: {python(to.parent, code)} and name {to}."
    )


def of_rows(held: list[Held]) -> str:
    """Numbers of as many rows: inputs and answers."""
    numbers = [h for h in held if h.is_number and 0 < h.array.ndim < 3]
    numbers = [h for h in numbers if h.file == numbers[0].file]
    count = max((len(h.array) for h in numbers), default=0)
    if count < FEWEST:
        return ""
    keys, to = (
        [h.key for h in numbers if len(h.array) == count],
        numbers[0].file.with_suffix(".csv"),
    )
    code = COLUMNS.format(
        file=text(numbers[0].file.name), keys=text(keys), rows=count, to=text(to.name)
    )
    return (
        f"a table; {some(keys)} {'have' if len(keys) > 1 else 'has'} {count:,} rows. Write it:"
        f" {python(to.parent, code)} and name {to} with --target and the answer."
    )
