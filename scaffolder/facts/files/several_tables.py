"""Tables of a folder that are no splits of one another: pieces of one table, and how to join them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts import commands
from scaffolder.facts.files.source import loosely, split_of
from scaffolder.facts.files.table_names import TABLE_ENDINGS
from scaffolder.facts.listing import first_bytes, some

MOST_BYTES = 200_000_000  # of a file whose lines are counted
FEW = (
    2  # columns of a table of answers whose name does not say so: an id and the answer
)
MOSTLY = 0.6  # of the columns stand in each piece of a table
MOST_TABLES = 4  # that are compared two by two
AGAIN = re.compile(r"( ?\(\d+\)| - Copy| copy)+(?=\.|$)")  # what a browser adds
NAMELESS = re.compile(r"(_duplicated_\d+)?")  # of a blank cell in a header
READERS = {".parquet": "read_parquet", ".pq": "read_parquet"}
READERS |= {".jsonl": "read_ndjson", ".ndjson": "read_ndjson"}


def advice(folder: Path, tables: list[Path]) -> str:
    """What the tables are to each other and how to make one of them; "" if nobody can tell."""
    trained = [t for t in tables if split_of(t) in ("", "train")]
    names = {table: header(table) for table in trained}
    if len(trained) < 2 or not all(names.values()):
        return ""
    found = f"Found {len(tables)} tables in {folder}: {some([t.name for t in tables])}."
    if told := same_file(trained):
        return f"{found} {told}"
    if all(map(aligned, trained)):
        return f"{found} {with_commas(folder, trained)}"
    if len(set(names.values())) == 1 and (told := two_tests(tables)):
        return f"{found} {told}"
    if len(set(names.values())) == 1:
        return f"{found} {stacked(trained)}"
    if told := in_pieces(names):
        return f"{found} {told}"
    if told := on_its_side(trained):
        return told
    if len(trained) != 2:
        return ""
    one, other = sorted(trained, key=lambda t: (_holds_answers(t), -len(names[t])))
    if not _holds_answers(other) and len(names[other]) > FEW:
        return ""  # two versions of a table have as many lines, too
    if shared := [name for name in names[one] if name in names[other]]:
        return f"{found} {joined(one, other, shared[0])}" if len(shared) == 1 else ""
    return f"{found} {beside(one, other)}" if lines(one) == lines(other) else ""


def same_file(tables: list[Path]) -> str:
    """Two of them that are one file, loaded twice, by name and content; "" if none are."""
    first: dict[str, Path] = {}
    for table in sorted(tables, key=lambda table: (len(table.name), table.name)):
        one = first.setdefault(AGAIN.sub("", table.name), table)
        if one != table and one.read_bytes() == table.read_bytes():
            return (
                f"{table.name} is {one.name} once more, byte for byte. Needed: each row"
                f" once; move the copy out of the folder, or name {one}."
            )
    return ""


def _holds_answers(table: Path) -> bool:
    words = re.split(r"[^a-z]+", table.stem.lower())
    return bool({"y", "label", "labels", "answers", "target", "targets"} & set(words))


def aligned(table: Path) -> bool:
    """Whether spaces part its columns, and no reader takes them."""
    from scaffolder.facts.written.table import load

    try:
        load(table)
    except DataError as error:
        return "stand apart by spaces" in str(error)
    return False


def with_commas(folder: Path, tables: list[Path]) -> str:
    names = " ".join(shlex.quote(table.name) for table in tables)
    return (
        "Their columns stand apart by spaces, as many as align them. Needed: one mark"
        f" between cells; write commas: cd {shlex.quote(str(folder))}; for f in {names}; do"
        ' sed -E \'s/^ +//; s/ +$//; s/ +/,/g\' "$f" > "${f%.*}.csv"; done; and name'
        f" {folder} again."
    )


def header(table: Path) -> tuple[str, ...]:
    """The names of the columns; () where a table cannot be read by its first lines."""
    from scaffolder.facts.written.table import load

    if table.stat().st_size > MOST_BYTES:
        return ()
    try:
        return tuple(load(table).names)
    except DataError:
        return tuple(
            table.read_text("utf8", "replace").split("\n")[0].strip().split(",")
        )


def lines(table: Path) -> int:
    return table.read_bytes().strip().count(b"\n")


def in_pieces(names: dict[Path, tuple[str, ...]]) -> str:
    """Tables whose names differ in numbers only, and which share most of their columns."""
    bare = (AGAIN.sub("", table.name) for table in names)
    stems = {re.sub(r"\d+", "#", name) for name in bare}
    return "" if len(stems) > 1 else sharing(names, [*names])


def sharing(
    names: dict[Path, tuple[str, ...]], tables: list[Path], home: Path | None = None
) -> str:
    """How to stack tables of which some have more columns; "" where few are shared.

    `names` are those of the columns, of all tables or of the first of many.
    """
    shared = set.intersection(*map(set, names.values()))
    if len(shared) < MOSTLY * max(map(len, names.values())):
        return ""
    others = [
        f"{_told(table, home)} has {some(more)}"
        for table, own in names.items()
        if (more := [n for n in own if n not in shared and not NAMELESS.fullmatch(n)])
    ]
    lacking = f" ({'; '.join(others)}, too, which the others lack)" if others else ""
    return (
        f"They share {len(shared)} columns{lacking}."
        f" {stacked(tables, 'diagonal_relaxed', home)}"
    )


def _told(table: Path, home: Path | None) -> str:
    return table.relative_to(home or table.parent).as_posix()


def on_its_side(tables: list[Path]) -> str:
    from scaffolder.facts.files import sideways
    from scaffolder.facts.written.table import load

    wide = max(tables, key=lambda table: len(header(table)))
    beside = (sideways.between(load(wide), t) for t in tables if t != wide)
    return next(filter(None, beside), "") if len(tables) <= MOST_TABLES else ""


def two_tests(tables: list[Path]) -> str:
    """One file to train on, by its name, and two to measure on: which is which is asked."""
    given = loosely(tables)
    if [len(given.get(part, ())) for part in ("train", "test")] != [1, 2]:
        return ""
    if len(tables) != 3:
        return ""
    train, (one, other) = given["train"][0], given["test"]
    named = (shlex.quote(str(path)) for path in (train, one, other))
    flags = "{} with --validation-data {} --test-data {}".format(*named)
    return (
        f"They have the same columns; {train.name} is there to train on, by its name, and two"
        " to measure on. Needed: which of these two chooses the epoch (validation), and which"
        f" is kept to the end (test); name {flags}, or the other way round."
    )


def stacked(
    tables: list[Path], how: str = "vertical_relaxed", home: Path | None = None
) -> str:
    """The command that stacks them, run in the folder `home`, by default their own."""
    rows = ".filter(~pl.all_horizontal(pl.all().is_null()))"  # no blank lines
    read = f"pl.{reader(tables[0])}(f{options(tables[0])}){rows}.with_columns(file=pl.lit(f))"
    listed = ", ".join(repr(_told(table, home)) for table in tables)
    if len(tables) > 12:
        ending = "".join(tables[0].suffixes[-1:])
        below = ("**/*{}', recursive=True" if home else "*{}'").format(ending)
        listed = f"*sorted(__import__('glob').glob('{below}))"
    code = f"pl.concat([{read} for f in [{listed}]], how={how!r})"
    same = "They have the same columns. " if how == "vertical_relaxed" else ""
    return (
        f"{same}Name the one to train on, and the others with"
        " --validation-data and --test-data; or, if they are one data set in pieces, stack"
        f" them, with a column that says from which each row is: {made(code, tables[0], home)}"
    )


def options(like: Path) -> str:
    """What polars must be told to read such a table: its mark, and lines that are no rows."""
    from scaffolder.facts.written.table import load

    try:
        dialect = load(like).dialect
    except DataError:
        return ""
    if dialect is None:
        return ""
    how = f", separator={dialect.separator!r}" * (dialect.separator != ",")
    how += f", encoding={dialect.encoding!r}" * (dialect.encoding != "utf8")
    how += ", infer_schema=False"  # which leaves zeros at the beginning
    if dialect.renamed:
        return f"{how}, skip_lines={dialect.skip}, has_header=False, new_columns={[*dialect.names]}"
    how += f", skip_lines={dialect.skip}" * bool(dialect.skip and not dialect.columns)
    text = first_bytes(like, 100_000).decode(dialect.encoding, "replace").splitlines()
    below = text[dialect.skip + 1] if len(text) > dialect.skip + 1 else ""
    units = bool(dialect.aside) and below.startswith(dialect.aside[0])
    return how + ", skip_rows_after_header=1" * units


def joined(one: Path, other: Path, name: str) -> str:
    code = f"{read(one)}.join({read(other)}, on={name!r})"
    return (
        f"{one.name} and {other.name} share the column {name!r}: the inputs in one, the"
        f" answers in the other. Needed: one table with both; join them: {made(code, one)}"
    )


def beside(one: Path, other: Path) -> str:
    code = f"pl.concat([{read(one)}, {read(other)}], how='horizontal')"
    return (
        f"{one.name} and {other.name} have as many lines: the inputs in one, the answers of"
        f" the same rows in the other. Needed: one table with both; join them: {made(code, one)}"
    )


def read(table: Path) -> str:
    return f"pl.{reader(table)}({table.name!r})"


def reader(table: Path) -> str:
    return READERS.get(table.suffix.lower(), "read_csv")


def made(code: str, like: Path, home: Path | None = None) -> str:
    """The command, and the name of what it writes."""
    ending = next((e for e in TABLE_ENDINGS if like.name.endswith(e)), ".csv")
    kind = "ndjson" if "json" in ending else "parquet" if "p" in ending[1:3] else "csv"
    target = f"joined.{'jsonl' if kind == 'ndjson' else kind}"
    line = f"import polars as pl; {code}.write_{kind}({target!r})"
    place = home or like.parent
    return f"{commands.python(place, line)} and name {place / target}."
