"""Columns beside several of 0 and 1 that may be the answer in their place."""

from __future__ import annotations

from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.splits.rows import is_called_group
from scaffolder.facts.tables import target
from scaffolder.facts.tables.columns import words
from scaffolder.facts.tables.reading import Reading

BY_PLACE = "its values name classes"  # ends the reason of a guess
# what is known of a picture or a person before anybody looks for an answer
KNOWN = {"age", "width", "height", "id", "index", "nr", "no", "number", "year", "month"}
KNOWN |= {
    "x",
    "y",
    "lat",
    "lon",
    "latitude",
    "longitude",
    "time",
    "date",
    "follow",
    "up",
}
KNOWN |= {"sex", "gender", "male", "female"}
KNOWN |= {"patient", "size", "spacing", "bytes", "w", "h", "day", "order", "frame"}


def answers(
    reading: Reading, free: tuple[Column, ...], labels: list[str]
) -> list[Column]:
    """Those called as an answer is, and measured numbers that a test file does not give."""
    test = reading.tables.get("test")
    given = {*test.names} if test else set()
    beside = [column for column in free if column.name not in labels]
    return [
        column
        for column in beside
        if is_called_so(column) or is_measured(column) and column.name not in given
    ]


def none_known(chosen: Proposal, fit: list[Column]) -> Proposal:
    """No guess by the place alone of what is known of a person: sex, where it stands last.

    Nor of whose it is: lesion_id, subject.
    """
    guess = next((c for c in fit if c.name == chosen.value), None)
    if chosen.value and (
        not guess or not is_known(guess) or not chosen.reason.endswith(BY_PLACE)
    ):
        return chosen
    others = [column.name for column in fit if not is_known(column)]
    of_age = guess and "age" in words(guess.name)  # at times that is what is asked
    if len(others) == 1 and not of_age:
        why = f"the only column beside {some([c.name for c in fit if is_known(c)])}"
        return Proposal(others[0], f"{others[0]}: {why}")
    names = some([column.name for column in fit], 12)
    none = Proposal("", f"no name says which is the answer of: {names}")
    return chosen if len(fit) == 1 or not chosen.value else none


def is_called_so(column: Column) -> bool:
    kinds = column.role in ("category", "number")
    return kinds and {*words(column.name)} <= target.ANSWER_NAMES


def is_measured(column: Column) -> bool:
    """A number with more values than classes have, and of no known use."""
    several = column.role == "number" and column.unique > target.FEW
    return several and not KNOWN & {*words(column.name)}


def is_known(column: Column) -> bool:
    return {*words(column.name)} <= KNOWN or is_called_group(column)


def told(labels: list[str], rivals: list[Column]) -> str:
    names = [column.name for column in rivals]
    one, named = len(names) == 1, any(map(is_called_so, rivals))
    why = ["are numbers", "is a number"][one]
    if named:
        why = ["are called as answers are", "is called as an answer is"][one]
    return (
        f"{said(len(labels), 'column')} of 0 and 1 ({some(labels)}) may be labels of a"
        f" picture, and --task image-multilabel takes them; but {some(names)} {why}, and may"
        " be the answer in their place"
    )


def only_number(free: tuple[Column, ...]) -> str:
    """The one column with more than two numbers; "" where several have them."""
    several = [c.name for c in free if c.role == "number" and c.unique > 2]
    return several[0] if len(several) == 1 else ""
