"""Texts beside a table of pictures that say which of its rows train and which test."""

from __future__ import annotations

from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.listing import some
from scaffolder.facts.named import part_lists
from scaffolder.facts.written.table import Table, texts

ORDER = ("train", "validation", "test")


def sentences(table: Table, column: str) -> list[str]:
    """On train_val_list.txt and test_list.txt, whose lines are cells of a column."""
    if column not in table.names or not table.dialect:
        return []
    top, cells = table.path.parent, {*texts(table, column).drop_nulls()}
    parts: dict[str, str] = {}
    for file in part_lists.texts_in(top):
        names = {line.strip() for line in part_lists.lines_of(file)}
        known = len(names & cells) >= part_lists.MOSTLY * len(names) > 0
        if known and (part := part_lists.part_of(file)):
            parts.setdefault(part, part_lists.relative(file, top))
    if not {"train"} < parts.keys():
        return []
    written = {part: beside(table, part) for part in sorted(parts, key=ORDER.index)}
    files = {to.name: parts[part] for part, to in written.items()}
    code = (
        f"[t.filter(pl.col({text(column)}).is_in([line.strip() for line in open(f,"
        f' encoding="utf-8-sig")])).write_csv(to) for to, f in {text(files)}.items()]'
    )
    return [
        f"Given parts, not read: {some(parts.values())} name rows of {len(parts)} parts. To use"
        f" them write a table of each: {on_table(table, code)} and name {written['train']}."
    ]
