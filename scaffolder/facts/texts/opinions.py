"""Tables in which people say what they think of texts: numbers beside are opinions, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scaffolder.facts.listing import some
from scaffolder.facts.model import Column
from scaffolder.facts.splits.rows import is_called_group
from scaffolder.facts.tables import target
from scaffolder.facts.tables.columns import words

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading

JUDGES = {"annotator", "annotators", "annotation", "rater", "coder"}
JUDGES |= {"labeler", "labeller", "assessor", "evaluator", "grader"}
CALLED = {"text", "comment", "tweet", "sentence", "utterance", "post", "message"}
SELDOM = 0.8  # of the rows may be texts of their own


def are_on_texts(
    reading: Reading, texts: tuple[str, ...], answer: Column | None
) -> bool:
    """Whether names say that one text is judged: who judged it, or "text" and "label"."""
    if answer is None or len(texts) != 1:
        return False
    judged = any(is_judge(column) for column in reading.columns)
    called = texts[0].lower() in CALLED
    return judged or (called and answer.name.lower() in target.ANSWER_NAMES)


def is_judge(column: Column) -> bool:
    found = set(words(column.name))
    return bool(JUDGES & found) or found == {"worker", "id"}


def note(reading: Reading, texts: tuple[str, ...]) -> list[str]:
    """That rows are opinions, and that numbers beside them may be made of the answers."""
    who = [column.name for column in reading.columns if is_judge(column)]
    rows = reading.train.frame.select(texts)
    different = rows.n_unique()
    if not who or different > SELDOM * len(rows):
        return []
    numbers = [
        column.name
        for column in reading.columns
        if column.role == "number"
        and column.name not in who
        and not is_called_group(column)
    ]
    beside = (
        f", and what stands beside ({some(numbers)}) may be, too" if numbers else ""
    )
    return [
        f"{some(who)}: by the name who judged. {len(rows):,} rows are opinions on"
        f" {different:,} texts{beside}."
    ]
