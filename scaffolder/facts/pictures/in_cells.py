"""Files of pictures or sounds in the cells of Parquet, and how they become files beside a table."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import python, text
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import SOUND_ENDINGS, files_below, said, some

if TYPE_CHECKING:
    import polars as pl

ENDINGS = (".parquet", ".pq")
# first bytes of a file, and the ending that such files have
KINDS = (
    (rb"\xff\xd8\xff", ".jpg"),
    (rb"\x89PNG", ".png"),
    (rb"GIF8", ".gif"),
    (rb"BM", ".bmp"),
    (rb"II\*\0|MM\0\*", ".tif"),
    (rb"RIFF....WEBP", ".webp"),
    (rb"RIFF....WAVE", ".wav"),
    (rb"fLaC", ".flac"),
    (rb"OggS", ".ogg"),
)
FEATURE = re.compile(r"\s*-?\s*name:\s*(\w+)")  # of the card of a data set
CLASS = re.compile(r"\s*['\"]?(\d+)['\"]?:\s*['\"]?(.+?)['\"]?\s*")  # "'0': cat"


@dataclass(frozen=True)
class Held:
    """`column` holds whole files: as they are, or in the field `bytes` of a record."""

    column: str
    ending: str
    cell: str  # how polars takes the bytes
    schema: dict[str, pl.DataType]

    @property
    def noun(self) -> str:
        return "sounds" if self.ending in SOUND_ENDINGS else "pictures"


def refuse_in(folder: Path) -> None:
    """Raises DataError where tables in a folder, or one below, hold files in their cells."""
    files = list(files_below(folder, ENDINGS, deep=1))
    if files and (held := held_in(files[0])):
        raise DataError(told([f for f in files if fits(f, held)], held, folder))


def refuse(file: Path) -> None:
    if file.suffix.lower() in ENDINGS and (held := held_in(file)):
        raise DataError(told([file], held, file.parent))


def held_in(file: Path) -> Held | None:
    """The first column of whole files; None of other tables, and of what is no Parquet."""
    import polars as pl

    try:
        schema = dict(pl.read_parquet_schema(file))
        for name, kind in schema.items():
            fields = kind.to_schema() if isinstance(kind, pl.Struct) else {}
            record = fields.get("bytes") == pl.Binary
            if record or kind == pl.Binary:
                cells = pl.read_parquet(file, columns=[name], n_rows=20)[name]
                cells = cells.struct.field("bytes") if record else cells
                if ending := ending_of(cells):
                    cell = f"pl.col({text(name)})" + '.struct.field("bytes")' * record
                    return Held(name, ending, cell, schema)
    except (OSError, pl.exceptions.PolarsError):
        pass  # its reader will say
    return None


def fits(file: Path, held: Held) -> bool:
    """Whether a table has the columns of the first."""
    import polars as pl

    try:
        return dict(pl.read_parquet_schema(file)) == held.schema
    except (OSError, pl.exceptions.PolarsError):
        return False


def ending_of(cells: pl.Series) -> str:
    first = next(iter(cells.drop_nulls()), b"")
    return next((end for mark, end in KINDS if re.match(mark, first, re.S)), "")


def told(files: Sequence[Path], held: Held, home: Path) -> str:
    parts = by_part(files, home)
    noun = held.noun
    written = [f"{noun}_{part}.csv" for part in parts]
    first = home / (written[0] if "train" not in parts else f"{noun}_train.csv")
    found = files[0] if len(files) == 1 else f"{said(len(files), 'table')} of {home}"
    return (
        f"The column {held.column!r} of {found} holds {noun} as bytes. Needed: files, and a table"
        f" that names them; write both{on_names(names_of(files, home))}, a table for each part"
        f" ({some(written)}): {python(home, code(held, parts, names_of(files, home)))} and name"
        f" {first}."
    )


def by_part(files: Sequence[Path], home: Path) -> dict[str, list[str]]:
    """By split, the ways to the tables; a table or its folder says which."""
    parts: dict[str, list[str]] = defaultdict(list)
    for file in files:
        way = file.relative_to(home)
        folder = split_of(Path(way.parts[0])) if len(way.parts) > 1 else ""
        parts[split_of(file) or folder or "train"].append(way.as_posix())
    return dict(parts)


def code(
    held: Held, parts: dict[str, list[str]], names: dict[str, dict[str, str]]
) -> str:
    column, noun = text(held.column), held.noun
    path = "path" if "path" not in held.schema else "file"
    form = text(f"{noun}/{{}}_{{}}{held.ending}")
    stem = 'pl.lit(Path(f).with_suffix("").as_posix().replace("/", "_"))'
    return (
        f"import polars as pl; from pathlib import Path; Path({text(noun)}).mkdir(exist_ok=True);"
        f" read = lambda f: pl.read_parquet(f).filter({held.cell}.is_not_null()).with_columns("
        f"{path}=pl.format({form}, {stem}, pl.int_range(pl.len()))); save = lambda t:"
        f" ([Path(p).write_bytes(b) for p, b in t.select({text(path)}, {held.cell}).iter_rows()],"
        f" t.drop({column}))[1]; [pl.concat([save(read(f)) for f in files],"
        f' how="vertical_relaxed"){plain(held, names)}.write_csv("{noun}_" + part + ".csv")'
        f" for part, files in {text(parts)}.items()]"
    )


def plain(held: Held, names: dict[str, dict[str, str]]) -> str:
    """Cells that a CSV can hold: names for numbers of classes, lists joined, no records."""
    import polars as pl

    others = {name: k for name, k in held.schema.items() if name != held.column}
    lists = {n: k for n, k in others.items() if isinstance(k, pl.List)}
    joined = [n for n, k in lists.items() if not k.inner.is_nested()]
    gone = [
        n
        for n, k in others.items()
        if k == pl.Binary or k.is_nested() and n not in joined
    ]
    steps = f".drop({text(gone)})" if gone else ""
    for name in joined:
        inner = f"pl.element().cast(pl.String){replaced(names.get(name))}"
        steps += (
            f'.with_columns(pl.col({text(name)}).list.eval({inner}).list.join("|"))'
        )
    for name in names.keys() & (others.keys() - lists.keys()):
        steps += f".with_columns(pl.col({text(name)}).cast(pl.String){replaced(names[name])})"
    return steps


def replaced(names: dict[str, str] | None) -> str:
    return f".replace({text(names)})" if names else ""


def on_names(names: dict[str, dict[str, str]]) -> str:
    if not names:
        return ""
    column, classes = next(iter(names.items()))
    return f" ({column} with the names of its classes: {some(classes.values(), 4)})"


def names_of(files: Sequence[Path], home: Path) -> dict[str, dict[str, str]]:
    """Column -> number -> name of the class: of the file itself, or of a readme above it."""
    import polars as pl

    try:
        stored = pl.read_parquet_metadata(files[0]).get("huggingface", "{}")
        features = json.loads(stored).get("info", {}).get("features", {})
        listed = {c: f["names"] for c, f in features.items() if f.get("names")}
        if listed:
            return {c: dict(map(numbered, enumerate(n))) for c, n in listed.items()}
    except (AttributeError, ValueError, TypeError, pl.exceptions.PolarsError):
        pass  # written by another program
    readmes = (folder / "README.md" for folder in (home, home.parent))
    return next((in_card(file) for file in readmes if file.is_file()), {})


def numbered(pair: tuple[int, str]) -> tuple[str, str]:
    return str(pair[0]), pair[1]


def in_card(file: Path) -> dict[str, dict[str, str]]:
    """The names of classes in the YAML on top of a readme, by the feature above them."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    head = file.read_text("utf-8", "replace").partition("\n---")[0]
    feature = ""
    for line in head.splitlines():
        if match := FEATURE.fullmatch(line):
            feature = match[1]
        elif feature and (match := CLASS.fullmatch(line)):
            found[feature][match[1]] = match[2]
    return dict(found)
