"""Which column is the answer, and what kind of task that makes."""

from __future__ import annotations

import difflib

from scaffolder.errors import DataError
from scaffolder.facts.leaks import foretold
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.splits import given_folds
from scaffolder.facts.splits.repeats import says_the_file
from scaffolder.facts.tables.columns import words

ANSWER_NAMES = {"target", "label", "labels", "class", "classes", "y", "outcome"}
ANSWER_NAMES |= {"answer", "response", "output", "diagnosis", "dx", "species", "truth"}
ANSWER_NAMES |= {"rul", "ttf"}  # remaining useful life, time to failure
OFTEN_ANSWERS = {"price", "value", "survived", "churn", "churned", "default", "fraud"}
OFTEN_ANSWERS |= {"spam", "exited", "approved", "sales", "revenue", "preis", "prix"}
AT_TIMES_ANSWERS = {
    "quality",
    "rating",
    "cost",
    "income",
    "category",
    "status",
    "score",
}
OF_ONE = {"price", "cost", "value"}  # behind "unit": what a sum is made of
ALONE = {"result", "results", "ergebnis", "verdict"}  # in "result_date" they say little
# of an answer, as in "response time" and "class size"
MEASURES = {"rate", "time", "size", "count", "date", "year", "month", "day", "length"}
MEASURES |= {"width", "weight", "hours", "minutes", "seconds", "population"}
BETWEEN = {"at", "of", "since", "before", "after", "until", "per"}  # age at diagnosis
RANKS = {"kingdom", "phylum", "order", "family", "genus", "species"}
NAMED = 5  # points of a column whose name is that of an answer
MEASURED = 30  # columns of numbers that are steps of one measurement
FEW = 20  # whole numbers with at most so many values are taken for classes
EACH = 5  # rows of a class on average, below which names are those of places or people
MOST_CLASSES = 1000


def choose(
    columns: tuple[Column, ...], has_header: bool, kind: str | None, named: str | None
) -> Proposal:
    """The target column with its reason; value "" where only the user can say."""
    if named:
        return _named(columns, named)
    fit = [
        column
        for column in columns
        if can_be(column, kind) or _must_be(column, columns, has_header)
    ]
    if not fit:
        roles = some([f"{c.name} ({c.role})" for c in columns])
        raise DataError(
            f"No column can be the answer; found: {roles}. Needed: a column with at"
            " least two classes, or with numbers. Name it with --target."
        )
    told = foretold.answer(columns)
    scores = {column.name: score(column, columns, has_header, told) for column in fit}
    best = max(scores, key=lambda name: scores[name][0])
    rivals = [name for name in scores if _equal(scores[name][0], scores[best][0])]
    if scores[best][0] > 0 and len(rivals) == 1:
        return Proposal(best, f"{best}: {scores[best][1]}")
    candidates = rivals if scores[best][0] > 0 else list(scores)
    return Proposal("", f"no name says which is the answer of: {some(candidates, 12)}")


def _equal(points: float, most: float) -> bool:
    """Two names that both say "I am the answer" are a question, wherever they stand."""
    return points == most or min(points, most) >= NAMED


def _named(columns: tuple[Column, ...], named: str) -> Proposal:
    names = [column.name for column in columns]
    if named in names:
        return Proposal(named, f"{named}: you named it")
    close = difflib.get_close_matches(named, names, n=1)
    meant = f"; did you mean {close[0]!r}?" if close else "."
    raise DataError(
        f"There is no column {named!r}{meant} The columns are: {some(names, 20)}."
        " Name one of them with --target."
    )


def can_be(column: Column, kind: str | None) -> bool:
    if says_the_file(column):
        return False
    if kind == "tabular-regression":
        return column.role == "number"
    if kind == "tabular-classification":
        return column.role == "category" or _is_few(column)
    return column.role in ("number", "category")


def _must_be(column: Column, columns: tuple[Column, ...], has_header: bool) -> bool:
    """An answer that cannot be learnt is still the answer, and the error says so."""
    if column.role in ("number", "category"):
        return False
    if not has_header:
        return column.name == columns[-1].name
    called = column.name.lower() in ANSWER_NAMES
    return called and not _rank(words(column.name), columns)


def _is_few(column: Column) -> bool:
    return column.role == "number" and column.unique <= FEW


def score(
    column: Column,
    columns: tuple[Column, ...],
    has_header: bool,
    told: tuple[str, str],
) -> tuple[float, str]:
    """How much speaks for a column, and the sentence that says it; `told` by `foretold`."""
    last = column.name == columns[-1].name
    found = [] if foretold.says_so(column.name) else words(column.name)
    if not has_header:
        return _score_by_place(column, columns)
    if _coordinate(found, columns) or _rank(found, columns):
        return 0, ""
    if len(found) == 1 and found[0] in ANSWER_NAMES:
        return NAMED + last, "its name says so"
    for before, word in zip(["", *found], found, strict=False):
        named = word in ANSWER_NAMES and before not in BETWEEN
        if named and found[-1] not in MEASURES:
            return 4 + last, f"its name holds '{word}'"
    if points := _asked(column, columns):
        return points, "the only name that asks a question"
    if told[1] and column.name == told[0]:
        return 3 + last, f"{told[1]} is a prediction of it, by its name"
    for points, known in ((2, OFTEN_ANSWERS), (1, AT_TIMES_ANSWERS)):
        for before, word in zip(["", *found], found, strict=False):
            if word in known and not (before == "unit" and word in OF_ONE):
                return points + last, f"its name holds '{word}', as answers' names do"
    if len(found) == 1 and found[0] in ALONE:
        return 1 + last, "its name says so"
    if last and _names_classes(column) and not given_folds.is_fold(column):
        return 1, "the last column, and its values name classes"
    return 0, ""


def is_called_answer(name: str) -> bool:
    """Whether its name says so, or often does."""
    return bool((ANSWER_NAMES | OFTEN_ANSWERS | AT_TIMES_ANSWERS) & {*words(name)})


def _coordinate(found: list[str], columns: tuple[Column, ...]) -> bool:
    """y beside x is a place, and y_utm beside x_utm."""
    if "y" not in found:
        return False
    across = ["x" if word == "y" else word for word in found]
    return any(words(column.name) == across for column in columns)


def _rank(found: list[str], columns: tuple[Column, ...]) -> bool:
    """Class and species beside kingdom, order and family name where a being belongs."""
    if found != ["class"]:
        return False
    named = {word for column in columns for word in words(column.name)}
    return len(RANKS & named) >= 2


def _asked(column: Column, columns: tuple[Column, ...]) -> int:
    """ "Returned?" at the end, or before nothing but measurements: what the rows answer.

    A survey asks in many columns, and "Waterfront?" amid the others is an input.
    """
    if not _asks(column):
        return 0
    if (
        [*filter(_asks, columns)] != [column]
        or not _names_classes(column)
        or column.unique > FEW
    ):
        return 0
    measured = [c.role in ("number", "constant", "id", "empty") for c in columns[1:]]
    return 4 if column == columns[-1] else 3 * (column == columns[0] and all(measured))


def _asks(column: Column) -> bool:
    return column.name.rstrip().endswith("?")


def _score_by_place(column: Column, columns: tuple[Column, ...]) -> tuple[float, str]:
    """Files without a header hold the answer last, some old ones first.

    A number at the end and a single column of names elsewhere are equally likely, but
    for one of classes before a row of measurements.
    """
    if column.name == columns[0].name and _first_as_likely(columns):
        return 1, "the first column, of as few classes as the last"
    if column.name == columns[-1].name and not _measured_behind(columns):
        return 1, "the last column, where files without a header have it"
    named = [c.name for c in columns if c.role == "category"]
    if named == [column.name]:
        return 1, "the only column of names"
    answers_last = columns[-1].role != "number" or _is_few(columns[-1])
    if column.name == columns[0].name and not answers_last:
        return (
            float(_names_classes(column)),
            "the first column, the only one of classes",
        )
    return 0, ""


def _measured_behind(columns: tuple[Column, ...]) -> bool:
    """Whether classes come first and nothing but many columns of many numbers behind."""
    others = [c.role == "number" and not _is_few(c) for c in columns[1:]]
    return len(others) >= MEASURED and all(others) and _names_classes(columns[0])


def _first_as_likely(columns: tuple[Column, ...]) -> bool:
    """Whether names of as few classes stand first as last, which no column between holds.

    Of "low, high" of several columns the first is an input like the others.
    """
    first, between, last = columns[0], columns[1:-1], columns[-1]
    if len(between) < 2 or {first.role, last.role} != {"category"}:
        return False
    alike = any({*first.examples} == {*other.examples} for other in between)
    return first.unique <= min(FEW, last.unique) and not alike


def _names_classes(column: Column) -> bool:
    return column.role == "category" or _is_few(column)


def must_repeat(column: Column, rows: int) -> None:
    """DataError for classes of so few rows that nothing but its name could make it the answer."""
    if column.role == "category" and column.unique > max(FEW, rows / EACH):
        raise DataError(
            f"{column.name} has {column.unique:,} different values in {rows:,} rows"
        )


def kind_of(target: Column, asked: str | None, rows: int) -> Proposal:
    """The task; raises DataError where the asked one does not fit the target."""
    if asked == "tabular-regression" and target.role != "number":
        raise DataError(
            f"{target.name} is not a number (e.g. {some(target.examples, 3)}), and"
            " tabular-regression needs one. Use --task tabular-classification, or name"
            " another column with --target."
        )
    names = asked == "tabular-classification" or target.role != "number"
    if names and target.unique > min(MOST_CLASSES, rows / 2):
        raise DataError(
            f"{target.name} has {target.unique:,} different values in {rows:,} rows."
            f" Needed: classes that repeat, {MOST_CLASSES:,} at most. Use --task tabular-regression if it is a"
            " number, or name another --target."
        )
    if asked:
        return Proposal(asked, "you asked for it")
    if target.role != "number":
        return Proposal(
            "tabular-classification",
            f"{target.name} holds names of {target.unique} classes",
        )
    if _is_few(target) and _whole(target):
        return Proposal(
            "tabular-classification",
            f"{target.name} holds {target.unique} different whole numbers; if their"
            " distances matter, say --task tabular-regression",
        )
    return Proposal(
        "tabular-regression",
        f"{target.name} is a number with {target.unique:,} different values",
    )


def _whole(column: Column) -> bool:
    """Whether the most frequent values have no decimals; "1.0" is written "1" there."""
    return all("." not in value and "e" not in value for value in column.examples)
