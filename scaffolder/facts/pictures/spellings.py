"""Classes whose names differ in case, spaces or marks only, or say a copy or a year: said, not joined."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping

from scaffolder.facts.commands import beside, on_table, python, text, write
from scaffolder.facts.files.source import Source
from scaffolder.facts.listing import some
from scaffolder.facts.tables.answers import spellings_of_one
from scaffolder.facts.written.table import Table

STEPS = (
    "import shutil; from pathlib import Path; one = {one}; [(q.parent.mkdir(parents=True,"
    " exist_ok=True), shutil.copy(p, q)) for p in"
    ' sorted(Path(".").rglob("*.*")) if p.parts[1:] for c in p.parts[:1] for q in'
    ' [Path({to}, one.get(c, c), *p.parts[1:-1], (c in one) * (c + "_") + p.name)]'
    " if p.is_file()]"
)


def of_folders(source: Source, labels: Mapping[str, Iterable[str]]) -> list[str]:
    """`labels` by split; each folder of a class is called as its label."""
    one = found(labels)
    homes = [place.resolve() for place in source.splits.values()]
    top, many = homes[0], len(homes) > 1
    new = f"{(top.parent if many else top).name}_joined"
    to = f"../../{new}/{{}}" if many else f"../{new}"
    ways = [
        python(home, STEPS.format(one=text(one), to=text(to.format(home.name))))
        for home in homes
    ]
    return told(one, ways, str((top.parent if many else top).with_name(new)))


def of_tables(
    tables: Iterable[Table], target: str, labels: Mapping[str, Iterable[str]]
) -> list[str]:
    one, ways, first = found(labels), [], None
    for table in tables:
        how, ending = write(table)
        joined = beside(table, "joined", ending)
        first = first or joined
        code = f"t.with_columns(pl.col({text(target)}).replace({text(one)}))"
        ways.append(on_table(table, f"{code}.{how}({text(joined.name)})"))
    return told(one, ways, str(first))


def found(labels: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return spellings_of_one(Counter(name for said in labels.values() for name in said))


def told(one: Mapping[str, str], ways: list[str], named: str) -> list[str]:
    if not one:
        return []
    listed = [f"{name!r} is {other!r}" for name, other in one.items()]
    return [
        f"Names of classes that differ in case, spaces or marks only, or say Copy or a year: {some(listed)}."
        " They count as different classes. If they are the same, write them so:"
        f" {'; '.join(ways)}; and name {shlex.quote(named)}."
    ]
