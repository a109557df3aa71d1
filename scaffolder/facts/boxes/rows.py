"""Facts of boxes in a table with a row for each, and what its other columns say."""

from __future__ import annotations

from dataclasses import replace

from scaffolder.errors import DataError
from scaffolder.facts.boxes import homes, of_pictures, read, sentences
from scaffolder.facts.boxes.facts import (
    UNSAID,
    Done,
    look,
    must_be_boxes,
    pictures_of,
    put_together,
)
from scaffolder.facts.model import Facts, Proposal
from scaffolder.facts.tables.reading import Reading
from scaffolder.facts.tables.settings import as_text


def read_table(
    reading: Reading, columns: tuple[str, ...], kind: str | None, done: Done
) -> Facts:
    """A row per box."""
    must_be_boxes(kind, reading.path)
    way = homes.way(reading.source.splits)
    found = {
        split: look(
            split, list(read.rows(table, columns, pictures_of(table.path, way))), done
        )
        for split, table in reading.tables.items()
    }
    dialect, text = reading.train.dialect, as_text(reading)
    if dialect is None:
        raise DataError(
            f"{reading.path} holds boxes as {reading.train.format}. Needed: text with a row"
            " for each box; save it as CSV."
        )
    shares = any(one.listed.shares for one in found["train"])
    corners = "left, top, right, bottom" + " (shares of the sides)" * shares
    why = f"columns of picture, {corners} and class"
    settings = {
        "read": Proposal(
            f"boxes_rows {'boxes_shares' if shares else 'boxes_pixels'} boxes_files",
            "a table with a row for each box",
        ),
        "separator": text["separator"],
        "encoding": text["encoding"],
        "columns": Proposal(
            columns, f"{why}; a picture whose others are empty has no box"
        ),
        "header": (
            UNSAID
            if dialect.header
            else Proposal(
                columns, "names of the columns; the table has no line of them"
            )
        ),
        "pictures": way,
    }
    home = homes.home_of(reading.source.train)
    facts = put_together(reading.path, reading.source, found, settings, home)
    told = [sentences.ON_SHARES] if shares else []
    if len(found) == 1 and not facts.split_column.value:
        near, _ = of_pictures.unmarked(found, home)
        told += of_pictures.to_add(reading.train, columns, near)
    return beside(facts, reading, columns, told)


def beside(
    facts: Facts, reading: Reading, boxes: tuple[str, ...], told: list[str]
) -> Facts:
    """With the columns that say something of a picture, and what else was told."""
    free = of_pictures.columns(reading, boxes)
    plain = len(facts.counts) == 1 and facts.split.value == "chance"
    groups = of_pictures.groups(free, facts.counts["train"]) if plain else []
    split = of_pictures.CHANCE if groups else facts.split
    every = (*facts.sentences, *groups, *told)
    return replace(facts, split=split, columns=free, sentences=every)
