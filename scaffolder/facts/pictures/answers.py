"""What pictures are to be answered with: one class, several labels, or a number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scaffolder.errors import DataError
from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.named.patterns import path_of, stem
from scaffolder.facts.pictures import anomalies
from scaffolder.facts.pictures.several_labels import on_labels, on_shares
from scaffolder.facts.tables import answers
from scaffolder.facts.tables.columns import describe_column
from scaffolder.facts.tables.target import FEW
from scaffolder.facts.written.table import Table, texts
from scaffolder.facts.written.written_numbers import is_number

ONES, ZEROS = {"1", "1.0", "true", "True"}, {"0", "0.0", "false", "False"}
# between the labels of one picture; if asked for, also + & and space
SEPARATORS = "|;,"
MOST_LABELS = 200
RARE = 5  # words of sets to one that stands in a single set
MOST_SETS = 2_000  # that are compared with one another

Rows = list[tuple[tuple[Path, ...], str]]  # (pictures, answer)


@dataclass(frozen=True)
class Meaning:
    """What the answers are, in the words of Facts."""

    kind: Proposal
    sentences: list[str]
    classes: dict[str, int] = field(default_factory=dict)
    number: Column | None = None
    settings: dict[str, Proposal] = field(default_factory=dict)
    watch: Proposal | None = None
    expected: dict[str, str] = field(default_factory=dict)


def rows(table: Table, answer: str, places: tuple[str, ...]) -> Rows:
    """Pictures and answer of each row that has both, as data.py reads them."""
    names = answer.split("|")
    cells = {name: texts(table, name).to_list() for name in table.names}
    found = []
    for i in range(len(table.frame)):
        row = {name: column[i] or "" for name, column in cells.items()}
        row |= {"row": str(i + 1), "table": stem(table.path)}
        said = [cells[name][i] for name in names]
        if all(row[place] for place in places if place in row) and None not in said:
            files = tuple(path_of(row, place, table.path.parent) for place in places)
            marked = "|".join(n for n, c in zip(names, said, strict=True) if c in ONES)
            found.append((files, marked if len(names) > 1 else said[0]))
    return found


def columns_of_labels(
    table: Table, columns: tuple[Column, ...], kind: str | None
) -> list[str]:
    """Columns of 0 and 1, three and more, where each picture may have several."""
    if kind not in (None, "image-multilabel"):
        return []
    marks = marked(columns)
    several = len(marks) > 2 or (kind == "image-multilabel" and len(marks) > 1)
    if not several or kind:
        return marks if several else []
    return [] if exactly_one(table, marks) else marks


def marked(columns: tuple[Column, ...]) -> list[str]:
    return [c.name for c in columns if {*c.examples} <= ONES | ZEROS and c.unique == 2]


def exactly_one(table: Table, marks: list[str]) -> bool:
    """One 1 in each row: the columns are one answer, one-hot."""
    return bool((table.frame.select(marks).sum_horizontal() == 1).all())


def meaning(
    labels: dict[str, list[str]], columns: Proposal, asked: str | None
) -> Meaning:
    """Raises DataError where nothing can be learnt, or not what was asked for."""
    train = labels["train"]
    if len(train) < answers.FEWEST:
        raise DataError(
            f"Found {said(len(train), 'picture')} with an answer. Needed: {answers.FEWEST}"
            " and more, better hundreds; add some, or name another --target."
        )
    several = bool(columns.value) and "|" in columns.value[-1]
    separator = "|" if several else separator_of(train, asked)
    if separator:
        return of_labels(labels, separator)
    if asked == "image-regression" or (not asked and columns.value and numbers(train)):
        return of_numbers(train, columns.value[-1] if columns.value else "the folder")
    if columns.value:
        must_repeat(train, columns.value[-1])
    return of_classes(train, labels)


def separator_of(train: list[str], asked: str | None) -> str:
    """What stands between labels; "" where each picture has one class."""
    if asked not in (None, "image-multilabel"):
        return ""
    for separator in SEPARATORS + "+& " * bool(asked):
        parts = [answer.split(separator) for answer in train]
        several = sum(len(part) > 1 for part in parts)
        kinds, whole = {p.strip() for part in parts for p in part}, set(train)
        words = len(kinds) < len(whole) and not any(map(is_number, kinds))
        if several and (asked or words):
            return separator
    if not asked and are_sets_of_words(set(train)):
        return " "
    if asked:
        raise DataError(
            "No picture has two labels. Needed: columns of 0 and 1, or a column such as"
            " cat|dog; use --task image-classification where each has one."
        )
    return ""


def are_sets_of_words(answers: set[str]) -> bool:
    """ "clear road", "road water", "road": fewer words than answers, each in several.

    A word alone, the same words in another order, or answers that hold others whole tell
    sets from names of classes: "polar bear" and "brown bear", "red box" and "blue box". A
    word that is always alone, "cloudy", tells nothing.
    """
    every = [tuple(answer.split()) for answer in answers]
    found = Counter(word for words in every for word in words)
    sets = [words for words in every if len(words) != 1 or found[words[0]] > 1]
    found = Counter(word for words in sets for word in words)
    several = [words for words in sets if len(words) > 1]
    different = {frozenset(words) for words in sets}
    if any(len(set(words)) < len(words) for words in sets) or len(several) < 3:
        return False
    told = len(several) < len(sets) or len(different) < len(sets) or nested(different)
    rare, more = sum(n == 1 for n in found.values()), len(sets) - len(found)
    return bool(told) and more > 0 and RARE * rare <= min(len(found), more)


def nested(sets: set[frozenset[str]]) -> bool:
    """Whether several sets stand in larger ones."""
    larger = (any(one < other for other in sets) for one in sets)
    return len(sets) <= MOST_SETS and sum(larger) > 2


def numbers(train: list[str]) -> bool:
    """Numbers with distances: more different ones than classes have, or decimals."""
    values = set(train)
    many = len(values) > FEW
    return all(map(is_number, values)) and (many or any(float(v) % 1 for v in values))


def must_repeat(train: list[str], name: str) -> None:
    """DataError where a column says another thing of nearly each picture."""
    kinds = list(dict.fromkeys(train))
    if len(kinds) > len(train) / 2 and len(kinds) > FEW:
        raise DataError(
            f"{name!r} has {len(kinds):,} different values in {said(len(train), 'picture')},"
            f" such as {kinds[0][:60]!r}. Needed: classes that repeat, so that the pictures of"
            " one can train and test; name another column with --target, or write the class"
            " of each picture into one."
        )


def of_classes(train: list[str], labels: dict[str, list[str]]) -> Meaning:
    classes = dict(Counter(train).most_common())
    if len(classes) < 2:
        anomalies.refuse(list(classes), unseen(labels))
        raise DataError(
            f"Found {said(len(classes), 'class')} ({some(classes)}). Needed: two classes"
            f" and more, one folder or label each, with {answers.FEWEST} pictures and more"
            " together."
        )
    return Meaning(
        Proposal("image-classification", "pictures with one label"),
        [*answers.on_classes(classes), *on_unseen(labels)],
        classes=classes,
    )


def unseen(labels: Mapping[str, Sequence[str]]) -> dict[str, Counter[str]]:
    """By split, the classes that training lacks and their examples: load.py leaves them out."""
    known = set(labels["train"])
    strange = {
        s: Counter(a for a in found if a not in known) for s, found in labels.items()
    }
    return {split: counts for split, counts in strange.items() if counts}


def on_unseen(labels: Mapping[str, Sequence[str]]) -> list[str]:
    return [
        f"Training lacks these classes of {split}: {some(sorted(counts))}; no net can learn"
        f" them, so {said(counts.total(), 'example')} of them {'is' if counts.total() == 1 else 'are'} left out."
        for split, counts in unseen(labels).items()
    ]


# --- a number


def of_numbers(train: list[str], name: str) -> Meaning:
    import polars as pl

    wrong = [answer for answer in train if not is_number(answer)]
    if wrong:
        raise DataError(
            f"{name} holds {wrong[0]!r}, and image-regression needs numbers. Use --task"
            " image-classification, or name another column with --target."
        )
    cells = pl.Series(name, [float(answer) for answer in train])
    column = describe_column(cells)
    if column.unique < 2:
        raise DataError(
            f"Every answer in {name!r} is {train[0]}: name another --target."
        )
    wide = answers.logarithm(cells)
    return Meaning(
        Proposal(
            "image-regression",
            f"{name} is a number with {column.unique:,} different values",
        ),
        [
            *answers.on_number(cells, column),
            *([f"{wide.reason}."] if wide.value else []),
        ],
        number=column,
        settings={"logarithm": wide},
        **(answers.in_logarithms(cells) if wide.value else {}),
    )


# --- several labels


def of_labels(labels: dict[str, list[str]], separator: str) -> Meaning:
    sets = [split_up(answer, separator) for answer in labels["train"]]
    found = Counter(label for several in sets for label in several)
    n = len(sets)
    if len(found) < 2 or len(found) > MOST_LABELS:
        raise DataError(
            f"Found {said(len(found), 'label')}: {some(found)}. Needed: 2 to {MOST_LABELS},"
            " of which a picture may have several."
        )
    counts = dict(found.most_common())
    return Meaning(
        Proposal("image-multilabel", "pictures with several labels, or none"),
        on_labels(sets, counts),
        settings={
            "labels": Proposal(
                tuple(sorted(counts)),
                "what a picture may have, several or none of them",
            ),
            "label_separator": Proposal(
                separator, "stands between the labels of a picture"
            ),
        },
        watch=Proposal("mean average precision", "each label alike, however rare"),
        expected=on_shares({label: count / n for label, count in counts.items()}),
    )


def split_up(answer: str, separator: str) -> set[str]:
    return {label.strip() for label in answer.split(separator) if label.strip()}
