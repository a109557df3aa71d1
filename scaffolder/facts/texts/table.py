"""A table with columns of text: which they are, which is the answer, and the facts of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaffolder.errors import DataError
from scaffolder.facts.leaks import foretold
from scaffolder.facts.listing import some
from scaffolder.facts.model import Column, Facts, Proposal
from scaffolder.facts.pictures import answers as picture_answers
from scaffolder.facts.splits import given_by_column
from scaffolder.facts.splits.repeats import says_the_file
from scaffolder.facts.splits.rows import is_called_group
from scaffolder.facts.tables import answers, target
from scaffolder.facts.tables.columns import WORD
from scaffolder.facts.tables.reading import forget_unlabelled, read_as_classes
from scaffolder.facts.tables.settings import READERS, settings
from scaffolder.facts.tables.spelt_out import spelt_out
from scaffolder.facts.texts import no_class, nobody, opinions, spoken, twice
from scaffolder.facts.texts.found import KIND, Found, because, facts
from scaffolder.facts.texts.look import look

if TYPE_CHECKING:
    from scaffolder.facts.tables.reading import Reading

WORDY = 8.0  # words of a text on average: then a few columns beside it do not matter
LAST = 1  # point of a column that stands last, and whose name says nothing
BESIDE = 5  # of such columns at most


def columns_of_text(
    reading: Reading, kind: str | None, named: str | None
) -> tuple[str, ...]:
    """The columns that are the text to classify; () where the table is about other things."""
    if kind not in (None, KIND):
        return ()
    texts = prose(reading, named)
    later = spoken.replies(reading, texts)
    texts = tuple(name for name in texts if name not in later)
    again = twice.copies(reading, texts)
    texts = tuple(name for name in texts if name not in again)
    if texts:
        given_by_column.refuse(reading, reading.columns, named)
    if kind is None and not about_text(reading, texts, named):
        reading.notes += on_long(reading, texts)
        beside = [c for c in reading.columns if c.name not in texts and is_class(c)]
        if not (named or reading.has_header) and on_long(reading, texts):
            no_class.refuse_unnamed(reading, texts, beside)
        return ()
    if not texts:
        roles = some([f"{c.name} ({c.role})" for c in reading.columns])
        raise DataError(
            f"Found no column of text in {reading.path}: {roles}. Needed: one with three"
            " words and more in most cells; name another file, or say another --task."
        )
    reading.notes += [*spoken.on_replies(later), *twice.note(again)]
    return texts


def prose(reading: Reading, named: str | None) -> tuple[str, ...]:
    texts = [c.name for c in reading.columns if is_prose(reading, c, named)]
    texts += spoken.seconds(reading, texts, named)
    return tuple(name for name in reading.train.names if name in texts)


def is_prose(reading: Reading, column: Column, named: str | None) -> bool:
    return column.role == "text" and column.name != named and words(reading, column) > 3


def words(reading: Reading, column: Column) -> float:
    cells = reading.train.frame[column.name].drop_nulls().head(1000)
    mean = cells.str.count_matches(WORD).mean()
    return mean if isinstance(mean, float) else 0.0


def about_text(reading: Reading, texts: tuple[str, ...], named: str | None) -> bool:
    """Text and an answer, and beside them few columns or names: long texts, or no numbers."""
    if not texts:
        return False
    others = [c for c in reading.columns if c.name not in texts]
    may_be = [c for c in others if c.role in ("number", "category", "time")]
    if len(may_be) == 1 and is_measured(may_be[0]) and named in (None, may_be[0].name):
        no_class.refuse_number(reading, may_be[0])
    goal = answer(reading, texts, named, None)
    beside = [c for c in others if c.role in ("number", "category") and c != goal]
    long = max(words(reading, reading.column(name)) for name in texts) >= WORDY
    measured = [c for c in beside if is_measured(c, least=0)]
    about = not beside or (long and not measured)
    about = about or (len(beside) <= BESIDE and (long or not measured))
    about = about or (long and opinions.are_on_texts(reading, texts, goal))
    if goal is None and about and any(spoken.is_spoken(reading, c) for c in others):
        raise no_answer(reading, texts)  # a table would take it for the classes
    return about and goal is not None and target.can_be(goal, "tabular-classification")


def is_measured(column: Column, least: int = target.FEW) -> bool:
    """A number with more than `least` values that names no group."""
    many = column.role == "number" and column.unique > least
    return many and not is_called_group(column)


def on_long(reading: Reading, texts: tuple[str, ...]) -> list[str]:
    """That a table leaves out what a net for texts would read."""
    long = [n for n in texts if words(reading, reading.column(n)) >= WORDY]
    if not long:
        return []
    return [
        f"{some(long)}: long texts, which a table leaves out. For a net that reads them and"
        " leaves the other columns out: --task text-classification."
    ]


def answer(
    reading: Reading, texts: tuple[str, ...], named: str | None, asked: str | None
) -> Column | None:
    """The column of the answer, None where no name says which."""
    others = tuple(c for c in reading.columns if c.name not in texts)
    if not named:
        must_be_one(reading, others)
        others = tuple(
            c for c in others if not (spoken.is_spoken(reading, c) or says_the_file(c))
        )
    fit = [c for c in others if is_class(c)]
    if not named and len(fit) == 1:
        return fit[0]
    if not named and not any(c.role in ("number", "category", "time") for c in others):
        listed = (
            column.name
            for column in reading.columns
            if column.name in texts or spoken.is_spoken(reading, column)
        )
        raise spoken.no_label(reading, [*listed])
    try:
        chosen = target.choose(
            others, reading.has_header, "tabular-classification", named
        )
    except DataError:
        if asked or named:
            raise
        return None
    ends = (reading.columns[0].name, reading.columns[-1].name)
    between = not reading.has_header and chosen.value not in ("", *ends)
    if between and not named and len(fit) > 1:  # where it stands says nothing
        raise no_answer(reading, texts)
    if chosen.value and not named:
        chosen = spelt_out(chosen, others, reading.tables)
    return reading.column(chosen.value) if chosen.value else None


def must_be_one(reading: Reading, others: tuple[Column, ...]) -> None:
    """DataError where a text may have several labels, a column of 0 and 1 for each."""
    flags = [
        c.name
        for c in others
        if c.unique == 2
        and {*c.examples} <= picture_answers.ONES | picture_answers.ZEROS
    ]
    alone = all(c.name in flags for c in others if c.role in ("number", "category"))
    if (
        len(flags) > 1
        and alone
        and not target.ANSWER_NAMES & {c.name.lower() for c in others}
    ):
        raise DataError(
            f"{some(flags)} of {reading.path} are columns of 0 and 1, each a label that a"
            " text may have or not. Needed for a text: one answer. Name one of them, such as"
            f" --target {flags[0]}, for a project about that label alone."
        )


def is_class(column: Column) -> bool:
    named = column.role == "category" and not says_the_file(column)
    return named or (column.role == "number" and column.unique <= target.FEW)


def read_texts(
    reading: Reading, texts: tuple[str, ...], named: str | None, asked: str | None
) -> Facts:
    goal = answer(reading, texts, named, asked)
    if goal is None:
        raise no_answer(reading, texts)
    answers.must_be_learnable(goal.name, reading.train.frame[goal.name])
    target.kind_of(goal, "tabular-classification", len(reading.train.frame))
    if not asked:
        no_class.refuse_several(reading, goal.name)
    forget_unlabelled(reading, goal.name)
    same = read_as_classes(reading, goal.name)
    drop = (*nobody.gaps(reading, goal.name), *nobody.knows(reading, goal.name))
    count = reading.train.frame[goal.name].drop_nulls().n_unique()
    about = settings(reading, [], same)
    kept = ("separator", "quote", "encoding", "columns", "same_answer")
    gone = {*texts, goal.name, *twice.copies(reading, prose(reading, named))}
    others = [c for c in reading.columns if c.name not in gone]
    aside = [c.name or "one without a name" for c in others if c.role != "empty"]
    rows = {
        split: usable(t.frame, texts, goal.name) for split, t in reading.tables.items()
    }
    return facts(
        Found(
            path=reading.path,
            format=reading.train.format,
            files={split: table.path for split, table in reading.tables.items()},
            looked={
                split: look(text for text, _ in some_) for split, some_ in rows.items()
            },
            answers={
                split: [answer for _, answer in some_] for split, some_ in rows.items()
            },
            kind=because(
                asked,
                f"{some(texts)} {'hold' if len(texts) > 1 else 'holds'} texts, {goal.name} {count} classes",
            ),
            target=Proposal(goal.name, why(reading, texts, goal, named)),
            settings={name: about[name] for name in kept}
            | {
                "read": form(reading, about["columns"]),
                "text": Proposal(texts, "columns of the text, one after the other"),
                "label": Proposal("", "empty: the answer has a column of its own"),
            },
            columns=reading.columns,
            drop=drop,
            notes=[*on_table(reading, texts, aside), *map(nobody.said, drop)],
            quote=reading.train.dialect.quote if reading.train.dialect else '"',
            opinions=bool(opinions.note(reading, texts)),
        )
    )


def form(reading: Reading, columns: Proposal) -> Proposal:
    """Which part of the templates reads it."""
    usual = "headerless" if columns.value else "separated"
    name = READERS.get(reading.train.format, usual)
    return Proposal(f"{name}_texts", f"{reading.train.format}: {columns.reason}")


def no_answer(reading: Reading, texts: tuple[str, ...]) -> DataError:
    listed = some(
        [
            column.name
            for column in reading.columns
            if column.name not in texts
            and column.role not in ("empty", "constant")
            and not spoken.is_spoken(reading, column)
        ],
        12,
    )
    return DataError(
        f"No name says which column of {reading.path} is the answer: {listed}. Name it"
        " with --target."
    )


def why(
    reading: Reading, texts: tuple[str, ...], goal: Column, named: str | None
) -> str:
    """The reason; DataError where nothing but its place speaks for one of three and more."""
    if named:
        return f"{goal.name}: you named it"
    rivals = [
        column
        for column in reading.columns
        if column.name not in (*texts, goal.name)
        and is_class(column)
        and not spoken.is_spoken(reading, column)
    ]
    if not rivals or any(said_by_name(reading, c) for c in (goal, *rivals)):
        return f"{goal.name}: the column of {goal.unique} classes"
    if len(rivals) > 1:
        raise no_answer(reading, texts)
    also = f"{rivals[0].name} may be it, too: --target {rivals[0].name!r}"
    return f"{goal.name}: the last column, of {goal.unique} classes; {also}"


def said_by_name(reading: Reading, column: Column) -> bool:
    told = foretold.answer(reading.columns)
    return target.score(column, reading.columns, reading.has_header, told)[0] > LAST


def usable(frame: Any, texts: tuple[str, ...], goal: str) -> list[tuple[str, str]]:
    """(text, answer) of the rows that have both."""
    rows = frame.select(*texts, goal).iter_rows()
    joined = ((" ".join(filter(None, row[:-1])), row[-1]) for row in rows)
    return [(text, answer) for text, answer in joined if text and answer is not None]


def on_table(reading: Reading, texts: tuple[str, ...], aside: list[str]) -> list[str]:
    notes = [*reading.notes, *opinions.note(reading, texts)]
    if not reading.has_header:
        notes.append("No header: columns are numbered from column_1 on the left.")
    if reading.source.stray:
        names = some([file.name for file in reading.source.stray])
        notes.append(f"Left unread beside the data: {names}.")
    if aside:
        notes.append(
            f"Columns left aside, as the net reads the text only: {some(aside)}. A table of"
            " them alone may predict, too: compare with --task tabular-classification."
        )
    return notes
