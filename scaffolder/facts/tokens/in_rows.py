"""A table with a token and its tag in each row: sentences, which rows by chance would tear."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import on_table, text
from scaffolder.facts.tables.columns import words

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading

TAG = re.compile(r"O|[BIESLU]-\S+")
SENTENCE = {"sentence", "sentences", "sent", "sid", "sentenceid"}


def refuse(reading: Reading) -> None:
    """DataError where a column holds tags of spans, B-PER and O, beside one of tokens."""
    tags = [column for column in reading.columns if _are_spans(reading, column.name)]
    others = [
        column
        for column in reading.columns
        if column not in tags
        and column.role in ("category", "text", "id")
        and not SENTENCE & set(words(column.name))
    ]
    if not tags or not others:
        return
    token = max(others, key=lambda column: column.unique).name
    raise DataError(
        f"{reading.train.path} has a token ({token}) and its tag ({tags[-1].name}) in each"
        " row. Needed for text-tagging: CoNLL, a token and its tag a line and an empty line"
        f" after each sentence{_command(reading, token, tags[-1].name)}; or say --task"
        " tabular-classification, if the rows are apart from one another."
    )


def _are_spans(reading: Reading, name: str) -> bool:
    cells = reading.train.frame[name]
    if cells.dtype.is_float() or cells.null_count() > 0.01 * len(cells):
        return False
    found = cells.drop_nulls().unique().to_list()
    begins = any(tag.startswith("B-") for tag in found)
    return "O" in found and begins and all(map(TAG.fullmatch, found))


def _command(reading: Reading, token: str, tag: str) -> str:
    """One that writes the sentences, where a column numbers them."""
    named = (c for c in reading.columns if SENTENCE & set(words(c.name)))
    if (sentence := next(named, None)) is None:
        return ""
    column, written = f"pl.col({text(sentence.name)})", "tokens.conll"
    first = f'{column}.fill_null(strategy="forward")'
    code = (
        f't = t.select(({first} != {first}.shift()).fill_null(True).alias("new"),'
        f" {text(token)}, {text(tag)}).drop_nulls();"
        f' open({text(written)}, "w").write("".join(("\\n" if new else "") + word + "\\t" + tag'
        ' + "\\n" for new, word, tag in t.iter_rows()))'
    )
    table = reading.train
    return f": {on_table(table, code)} and name {table.path.with_name(written)}"
