"""A sound has one answer here, and that is a class: tables that say more, or a number."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scaffolder.errors import DataError
from scaffolder.facts.audio.parts import SEVERAL
from scaffolder.facts.commands import beside, on_table, text
from scaffolder.facts.listing import said, some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.named.patterns import columns_of, stem
from scaffolder.facts.pictures.answers import marked, separator_of
from scaffolder.facts.tables import answers
from scaffolder.facts.tables.columns import words
from scaffolder.facts.tables.target import FEW

if TYPE_CHECKING:
    from scaffolder.facts.audio.find import Listed
    from scaffolder.facts.written.table import Table

RATERS = {"listener", "rater", "annotator", "judge", "voter", "worker", "evaluator"}
ORDERED = {"rating", "score", "mos", "opinion", "grade", "quality", "age", "level"}
ORDERED |= {"stars", "valence", "arousal", "severity", "intensity"}
FLAGS = 3  # columns of 0 and 1, and more, are labels
DIFFER = 0.05  # of the sounds have rows with other answers: of fewer, they are mistakes
REPEATED = 3  # sounds of a number, on average, and more: it may be a code of a class
LIST = re.compile(r"\[.*\]", re.S)
NO_KIND = "no kind here learns several labels of a sound"


def lists(table: Table) -> set[str]:
    """Columns of lists as text, "['call', 'song']": of those none is one answer."""
    found = set()
    for name in table.names:
        cells = table.frame[name]
        head = [] if cells.dtype.is_numeric() else cells.drop_nulls().head(50).to_list()
        if head and all(LIST.fullmatch(str(cell)) for cell in head):
            found.add(name)
    return found


def candidates(table: Table, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Without lists, and without the column that says who gave the answer."""
    several = lists(table)
    fit = [
        c for c in columns if c.name not in several and not RATERS & {*words(c.name)}
    ]
    return tuple(fit) or columns


def must_not_be_flags(
    table: Table, columns: tuple[Column, ...], chosen: Proposal, place: str
) -> None:
    """DataError where columns of 0 and 1 are the answer, a label each."""
    marks = marked(columns)
    if len(marks) < FLAGS or chosen.value and chosen.value not in marks:
        return
    written = beside(table, "one")
    code = (
        f'm = {text(marks)}; on = lambda c: pl.col(c).is_in(["1", "1.0", "true", "True"]);'
        " t.filter(pl.sum_horizontal(map(on, m)) == 1).with_columns(label=pl.coalesce("
        f"pl.when(on(c)).then(pl.lit(c)) for c in m){_path(table, place)}).drop(m)"
        f".write_csv({text(written.name)})"
    )
    raise DataError(
        f"{table.path} has {said(len(marks), 'column')} of 0 and 1 ({some(marks)}), a label"
        f" each, and {NO_KIND}. Needed: one column of classes; ask for one of the labels"
        f" with --target {marks[0]}, or keep the sounds that have one:"
        f" {on_table(table, code)} and name {written} with --target label."
    )


def must_be_one(
    table: Table, place: str, column: Column, found: Sequence[Listed]
) -> None:
    """DataError where a sound has several answers, or a number."""
    must_be_one_label(table, place, column.name, found)
    must_be_one_row(table, place, column, found)
    must_be_class(table, place, column, len(found))


def must_be_one_row(
    table: Table, place: str, column: Column, found: Sequence[Listed]
) -> None:
    """DataError where sounds have several rows with several answers: votes, opinions."""
    said_of = defaultdict(list)
    for row in found:
        said_of[row.path].append(row.answer)
    differ = [path for path, given in said_of.items() if len(set(given)) > 1]
    again = len(found) - len(said_of)
    if again < SEVERAL * len(found) or len(differ) < DIFFER * len(said_of):
        return
    name, number = column.name, column.role == "number"
    drawn, which = f"pl.col({text(name)})", "the most frequent"
    how = f"{drawn}.drop_nulls().mode().sort().first()"
    if number:
        which = (
            "the median, as a class, since no kind here predicts a number of a sound"
        )
        how = f"{drawn}.cast(pl.Float64).median().round().cast(pl.Int64)"
    keys = list(dict.fromkeys(n for n in columns_of(place) if n in table.names))
    code = (
        f"t.group_by({text(keys)}, maintain_order=True).agg(pl.col({text(_same(table, keys))})"
        f".first(), {how}){_with_path(table, place)}.write_csv("
    )
    written = beside(table, "one")
    example = some(sorted(set(said_of[differ[0]])), 3)
    raise DataError(
        f"{table.path} has {len(found):,} rows and {len(said_of):,} sounds, and"
        f" {said(len(differ), 'sound')} have several answers in {name!r}, such as"
        f" {differ[0].name}: {example}. Needed: one answer for each; write {which}:"
        f" {on_table(table, code + text(written.name) + ')')} and name {written} with"
        f" --target {name}."
        + ("" if number else f" If all of them are true of the sound: {NO_KIND}.")
    )


def _same(table: Table, keys: list[str]) -> list[str]:
    """Columns that say one thing of a sound in all its rows."""
    others = [name for name in table.names if name not in keys]
    known = table.frame.select(keys).n_unique()
    return [n for n in others if table.frame.select(*keys, n).n_unique() == known]


def must_be_one_label(
    table: Table, place: str, answer: str, found: Sequence[Listed]
) -> None:
    """DataError where a cell holds several labels: not each set of them is a class."""
    given = [row.answer for row in found]
    as_list = answer in lists(table)
    if as_list:
        given = [re.sub(r"[\[\]'\" ]", "", cell) for cell in given]
    separator = separator_of(given, None)
    several = [cell for cell in given if separator and separator in cell]
    if not several:
        return
    labels = Counter(
        part.strip() for cell in given for part in cell.split(separator) if part.strip()
    )
    cells = f"pl.col({text(answer)})"
    if as_list:
        cells += '.str.replace_all(r"[\\[\\]\'\\" ]", "")'
    raise DataError(
        f"{table.path} has several labels of a sound in {answer!r}, such as"
        f" {several[0]!r}, and {NO_KIND}: each set of them would be a class. Needed: one"
        f" label for each;{_alone(table, place, answer, cells, given, separator)} ask for one"
        f" of them, yes or no: {_asked(table, place, answer, cells, labels, separator)}."
    )


def _alone(
    table: Table, place: str, answer: str, cells: str, given: list[str], separator: str
) -> str:
    """The command that keeps the sounds of one label, if they are enough."""
    alone = Counter(cell for cell in given if cell and separator not in cell)
    if alone.total() < answers.FEWEST or len(alone) < 2:
        return ""
    written = beside(table, "one")
    code = (
        f"t.filter(~{cells}.str.contains({text(separator)}, literal=True))"
        f".with_columns({cells}{_path(table, place)}).write_csv({text(written.name)})"
    )
    return (
        f" keep the {alone.total():,} of {said(len(given), 'sound')} that have one:"
        f" {on_table(table, code)} and name {written} with --target {answer}; or"
    )


def _asked(
    table: Table,
    place: str,
    answer: str,
    cells: str,
    labels: Counter[str],
    separator: str,
) -> str:
    """The command that asks for the most frequent label that not all sounds have."""
    label = labels.most_common(1)[0][0]
    written = beside(table, re.sub(r"\W+", "_", label))
    code = (
        f"has = {cells}.str.split({text(separator)}).list.eval(pl.element()"
        f".str.strip_chars()).list.contains({text(label)});"
        f" t.drop({text(answer)}).with_columns(t.select(label=pl.when(has)"
        f'.then(pl.lit("yes")).otherwise(pl.lit("no")){_path(table, place)}))'
        f".write_csv({text(written.name)})"
    )
    return f"{on_table(table, code)} and name {written} with --target label"


def must_be_class(table: Table, place: str, column: Column, rows: int) -> None:
    """DataError where the answer is a number: sounds have no regression."""
    if column.role != "number":
        return
    cells = table.frame[column.name].drop_nulls().cast(float, strict=False)
    broken = bool((cells % 1 != 0).any())
    few = column.unique <= FEW or column.unique * REPEATED <= rows
    if few and not broken:
        return
    cuts = sorted({round(float(cells.quantile(q) or 0), 4) for q in (1 / 3, 2 / 3)})
    first, *more = zip(cuts, ["low", "middle"], strict=False)
    written = beside(table, "classes")
    code = (
        f"n = pl.col({text(column.name)}).cast(pl.Float64);"
        f" label = pl.when(n < {first[0]}).then(pl.lit({text(first[1])}))"
        + "".join(f".when(n < {at}).then(pl.lit({text(word)}))" for at, word in more)
        + f'.otherwise(pl.lit("high")); t.filter(n.is_not_null()).with_columns('
        f"label=label{_path(table, place)}).drop({text(column.name)})"
        f".write_csv({text(written.name)})"
    )
    raise DataError(
        f"{column.name!r} of {table.path} is a number with {column.unique:,} different"
        " values, and no kind here predicts a number of a sound. Needed: classes; cut it at"
        f" {some(map(str, cuts))}, or where you would: {on_table(table, code)} and name {written} with"
        " --target label."
    )


def on_order(column: Column) -> list[str]:
    """Ratings as classes lose what lies between them."""
    if column.role != "number" or not ORDERED & set(words(column.name)):
        return []
    return [
        f"{column.name} has an order, which classes lose: to the net 4 is no nearer to 5 than"
        " to 1. No kind here predicts a number of a sound."
    ]


def _path(table: Table, place: str) -> str:
    """A column of the paths for a table of another name; "" where it stands there already."""
    if not (written := _written(table, place)):
        return ""
    return f", path={written}"


def _with_path(table: Table, place: str) -> str:
    written = _written(table, place)
    return f".with_columns(path={written})" if written else ""


def _written(table: Table, place: str) -> str:
    known = place.replace("{table}", stem(table.path))
    if "{" not in known or not {*columns_of(known)} <= {*table.names}:
        return ""
    if re.search(r"{[^{}]*\.(name|stem|parent)", known):
        return ""
    pattern = re.sub(r"{[^{}]+}", "{}", known)
    columns = ", ".join(text(name) for name in columns_of(known))
    return f"pl.format({text(pattern)}, {columns})"
