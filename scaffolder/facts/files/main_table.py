"""One table to learn from and others that say more of it: details, look-ups, a list of its columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.files import several_tables
from scaffolder.facts.files.source import split_of
from scaffolder.facts.listing import some
from scaffolder.facts.tables.columns import words
from scaffolder.facts.written.table import Table, load, texts

MOST_TABLES = 6
MOST_BYTES = 50_000_000  # of each, which is read whole
MOSTLY = 0.9  # of the values of one table must stand in the other
DESCRIBED = 0.5  # of the cells of a column are names of columns


def advice(folder: Path, tables: list[Path]) -> str:
    """Which table is the one, and what each other is to it; "" if nobody can tell."""
    if len(tables) > MOST_TABLES or any(map(split_of, tables)):
        return ""
    if any(table.stat().st_size > MOST_BYTES for table in tables):
        return ""
    try:
        read = [load(table) for table in tables]
    except DataError:
        return ""
    lists = [t for t in read if _lists_columns(t, [o for o in read if o is not t])]
    rest = [t for t in read if t not in lists]
    main = max(rest, key=lambda table: len(table.names), default=None)
    if main is None:
        return ""
    others = [_to_it(main, other) for other in rest if other is not main]
    if not all(others):
        return ""
    told = [f"{t.path.name} describes the columns" for t in lists] + others
    named = some([table.name for table in tables])
    return (
        f"Found {len(tables)} tables in {folder}: {named}. {'; '.join(told)}. Needed: the one"
        f" whose rows are the examples. Name it, e.g. {main.path}, which has most columns."
    )


def _lists_columns(table: Table, others: list[Table]) -> bool:
    """Whether one of its columns holds names of columns, of the other tables."""
    names = {name for other in others for name in other.names}
    found = (set(texts(table, name).drop_nulls()) for name in table.names)
    return any(len(c & names) >= max(2, DESCRIBED * len(c)) for c in found)


def _to_it(main: Table, other: Table) -> str:
    """What `other` says of the rows of `main`, as a sentence without its end."""
    for key, its in _keys(main, other):
        ours, theirs = texts(main, key).drop_nulls(), texts(other, its).drop_nulls()
        if not len(ours) or not len(theirs):
            continue
        once = [len(cells) == cells.n_unique() for cells in (ours, theirs)]
        if once == [True, False] and theirs.is_in(ours.implode()).mean() >= MOSTLY:  # type: ignore[operator]
            return (
                f"{other.path.name} has several rows of one {key} ({len(theirs):,}), of which"
                f" {main.path.name} has one each ({len(ours):,})"
            )
        if once[1] and ours.is_in(theirs.implode()).mean() >= MOSTLY:  # type: ignore[operator]
            return _look_up(main, other, key, its)
    return ""


def _keys(main: Table, other: Table) -> Iterator[tuple[str, str]]:
    """Columns of the same name in both, then those whose names are the same words."""
    theirs = {tuple(words(name)): name for name in other.names if words(name)}
    named = {name: theirs.get(tuple(words(name)), "") for name in main.names}
    same = [name for name in main.names if name and name in other.names]
    yield from ((name, name) for name in same)
    yield from ((name, its) for name, its in named.items() if its and name not in same)


def _look_up(main: Table, other: Table, key: str, its: str) -> str:
    if texts(main, key).n_unique() == 1:
        return f"{other.path.name} describes the one {key} of {main.path.name}"
    read, beside = (_read(table) for table in (main, other))
    on = f"on={key!r}" if key == its else f"left_on={key!r}, right_on={its!r}"
    code = f"{read}.join({beside}, {on}, how='left')"
    return (
        f"{other.path.name} says more of each {key} of {main.path.name}; to use it, join them:"
        f" {several_tables.made(code, main.path).removesuffix('.')}"
    )


def _read(table: Table) -> str:
    """With the lines above its header passed over."""
    read = several_tables.read(table.path).removesuffix(")")
    return f"{read}{several_tables.options(table.path)})"
