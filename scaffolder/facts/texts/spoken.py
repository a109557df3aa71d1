"""Columns of sentences beside a text: somebody's reply, a translation, and no classes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.commands import on_table, text
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column
from scaffolder.facts.tables.columns import words as words_of

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading

SENTENCE = re.compile(r"(?s)\S+\s+\S.*[.!?…][\"'”»)]?")
MOSTLY = 0.8  # of the different values
LONG = 8  # words of a value on average, from which no sign need end it
SCALE = 10  # so few different sentences may be a scale: "I agree."
REPLIES = {"answer", "answers", "response", "reply", "resolution", "solution"}
ASKED = {"question", "query", "prompt", "instruction", "premise", "claim", "context"}


def is_spoken(reading: Reading, column: Column) -> bool:
    """Whether the values are sentences, be they repeated as those of a form are."""
    if column.role not in ("category", "text", "id") or column.unique <= SCALE:
        return False
    values = different(reading, column.name)
    many = sum(len(value.split()) for value in values)
    return are_sentences(values) or many >= LONG * max(1, len(values))


def different(reading: Reading, name: str) -> list[str]:
    cells = reading.train.frame[name].drop_nulls()
    if cells.dtype.is_float():
        return []
    return cells.unique(maintain_order=True).head(1000).to_list()


def are_sentences(values: list[str]) -> bool:
    """Whether most end as sentences do; False of none."""
    ended = sum(bool(SENTENCE.fullmatch(value.strip())) for value in values)
    return bool(values) and ended >= MOSTLY * len(values)


def replies(reading: Reading, texts: tuple[str, ...]) -> tuple[str, ...]:
    """Texts that are written after the others, by their names; none beside a question."""
    found = tuple(name for name in texts if REPLIES & set(words_of(name)))
    others = [name for name in texts if name not in found]
    asked = any(ASKED & set(words_of(name)) for name in others)
    return found if others and not asked else ()


def seconds(reading: Reading, texts: list[str], named: str | None) -> list[str]:
    """What belongs to a text though it is short or one of few: sentence2 beside sentence1.

    So do sentences, whatever they are called, but for one that may be the answer.
    """
    stems = {stem(name) for name in texts if reading.has_header}
    stems = {word for word in stems if len(word) > 2}  # v1 and v2 may be anything
    others = [c for c in reading.columns if c.name not in (*texts, named) and texts]
    return [
        c.name
        for c in others
        if c.role in ("text", "category")
        and (stem(c.name) in stems or c.role == "category" and is_spoken(reading, c))
    ]


def stem(name: str) -> str:
    """The name without the number or letter behind it: "text" of text_a."""
    return re.sub(r"[\W_]*([12]|(?<![a-z])[ab])$", "", name.lower())


def on_replies(names: tuple[str, ...]) -> list[str]:
    if not names:
        return []
    return [
        f"{some(names)}: by the name written after the other texts, and left out. If it is"
        " there when you predict, add it to `text` in config.py."
    ]


def no_label(reading: Reading, names: list[str]) -> DataError:
    """Where columns of text stand side by side and nothing else."""
    listed, table = some(names), reading.train
    found = f"Found no answer beside the texts of {reading.path}: {listed}."
    needed = "Needed: a column of labels beside a text, named with --target if need be."
    if len(names) < 2:
        return DataError(f"{found} {needed}")
    every = {name: different(reading, name) for name in names}
    fit = [n for n, values in every.items() if are_sentences(values)] or names
    best = max(fit, key=lambda name: sum(map(len, every[name])))
    home = table.path.with_name(f"{table.path.name.partition('.')[0]}_texts.txt")
    cells = f"t.select({text(best)}).to_series().drop_nulls()"
    code = f'open({text(home.name)}, "w").write("\\n".join({cells}))'
    return DataError(
        f"{found} Sentences side by side, as translations and replies are, have no class, and"
        f" no kind of project here writes a text for a text. {needed} Or, for a language"
        f" model, one of the columns as plain text: {on_table(table, code)} and name {home}"
        " with --task language-model."
    )
