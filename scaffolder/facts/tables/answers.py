"""What the target column holds: classes with shares, or a number with its tails."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scaffolder.errors import DataError
from scaffolder.facts.listing import number, said, share, some
from scaffolder.facts.model import Column, Proposal
from scaffolder.facts.tables.columns import codes
from scaffolder.facts.written.moment_numbers import SINCE_1970
from scaffolder.facts.written.written_numbers import is_number

if TYPE_CHECKING:
    import polars as pl

IMBALANCED = 0.1  # of the examples: below it, accuracy hides a class
WIDE = 20  # times the 1st percentile is the 99th: errors are shares, not differences
CAPPED = 0.005  # of the rows at one end of the scale, where others have few
AS_USUAL = 0.95  # of the rows; fewer are a class among others
MOMENTS = 20  # different ones, and all are times
FEWEST = 10  # examples; three splits of less measure nothing
YES_AND_NO = (
    ("yes y true t 1", "no n false f 0"),
    ("ja j wahr 1", "nein n falsch 0"),
    ("ja j waar 1", "nee n onwaar 0"),
    ("oui o vrai 1", "non n faux 0"),
    ("sí si s 1", "no n 0"),
    ("sim s 1", "não nao n 0"),
)
COPY = re.compile(
    r"^copy of | ?-? ?\(?\b(copy|kopie|copie|copia|cópia)( ?\(?\d+\)?)?\)?$| ?\(\d+\)$"
)
OF_YEAR = re.compile(r"[ _-]+(19|20)\d\d$")  # when they were collected
PLURAL = ("s", "es", "e", "n", "en")
BETWEEN_WORDS = re.compile(r"(?<=[^\W_])[\s_-]+(?=[^\W_])")
SHORT = 2  # letters: "a" and "A", "CO" and "Co" are two
NO_ANSWER = {"-", "--", "---", "–", "—"}  # what stands in the place of one


def classes(answers: pl.Series) -> dict[str, int]:
    """Classes with their counts, frequent first; missing answers are left out."""
    counts = answers.drop_nulls().alias("answer").value_counts(sort=True)
    found = {str(name): int(count) for name, count in counts.iter_rows()}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def must_be_no_mark(goal: Column, cells: pl.Series, step: str) -> None:
    """Rows in even steps often carry one that says "as usual"; asked where names say nothing."""
    if not step or not len(filled := cells.drop_nulls()):
        return
    usual = filled.mode()[0]
    most = int((filled == usual).sum())
    if most >= AS_USUAL * len(filled):
        raise DataError(
            f"the rows are steps of {step}, and {goal.name} is {usual!r} in"
            f" {share(most, len(filled))} of them, as a mark of how things stood is"
        )


def must_be_no_time(name: str, cells: pl.Series) -> None:
    """Asked of a column without a name: seconds since 1970 are when, not what."""
    first, last = SINCE_1970[0]
    filled = cells.drop_nulls() if cells.dtype.is_numeric() else cells.clear()
    whole = len(filled) and (filled == filled.floor()).all()
    if whole and filled.n_unique() > MOMENTS and filled.is_between(first, last).all():
        years = [
            datetime.fromtimestamp(at, UTC).year
            for at in filled.sort().gather([0, -1]).to_list()
        ]
        raise DataError(
            f"{name} holds whole numbers that are seconds since 1970, of"
            f" {years[0]} to {years[1]}"
        )


def must_be_learnable(name: str, answers: pl.Series) -> None:
    filled = answers.drop_nulls()
    if len(filled) < FEWEST:
        raise DataError(
            f"Found {said(len(filled), 'row')} with an answer in {name!r}. Needed:"
            f" {FEWEST} and more, better hundreds; add rows or name another --target."
        )
    if filled.n_unique() == 1:
        raise DataError(
            f"Every answer in {name!r} is {filled[0]!r}: one class leaves nothing to"
            " learn. Needed: two or more; name another --target or add examples of"
            " other classes."
        )


def on_classes(found: dict[str, int], noun: str = "class") -> list[str]:
    """The shares of the classes, imbalance and tiny classes, as sentences."""
    total = sum(found.values())
    shares = [f"{name} {share(count, total)}" for name, count in found.items()]
    sentences = [f"{said(len(found), noun)}: {some(shares, 10)}."]
    rarest, count = list(found.items())[-1]
    if count < IMBALANCED * total and count < 0.5 * total / len(found):
        first = next(iter(found.values()))
        sentences.append(
            f"Imbalanced: {rarest!r} is {share(count, total)} ({said(count, 'example')})."
            f" Always answering the largest class is {share(first, total)} accurate, so"
            " watch a metric per class, not accuracy."
        )
    if blank := [name for name in found if name in NO_ANSWER]:
        sentences.append(
            f"{some(map(repr, blank))} is taken for a class: if it says that nobody knows,"
            " leave such rows out of the file."
        )
    tiny = [name for name, count in found.items() if count < FEWEST]
    if tiny:
        sentences.append(
            f"Fewer than {FEWEST} examples: {some(tiny)}. A split may miss them."
        )
    return sentences


def on_number(cells: pl.Series, column: Column) -> list[str]:
    """Mean, median, tails and capped values of a numeric target, as sentences."""
    filled = cells.drop_nulls()
    low, high = (filled.quantile(q, "linear") or 0.0 for q in (0.01, 0.99))
    first = (
        f"{column.name}: mean {number(column.mean)}, median {number(column.median)}, from"
        f" {number(column.minimum)} to {number(column.maximum)}; 98 % lie between"
        f" {number(low)} and {number(high)}."
    )
    return [first, *_on_caps(filled, column), *_on_tail(column, low, high)]


def _on_caps(filled: pl.Series, column: Column) -> list[str]:
    sentences, unknown = [], {code for code, _, _ in codes(filled, column)}
    for end, what in ((column.maximum, "highest"), (column.minimum, "lowest")):
        count = int((filled == end).sum())
        usual = len(filled) / column.unique  # rows per value
        if count < CAPPED * len(filled) or count <= 20 * usual:
            continue
        if end in unknown:
            sentences.append(
                f"{said(count, 'row')} ({share(count, len(filled))}) with exactly"
                f" {number(end)}, far from all other values of {column.name}: a sign that"
                " nobody knows, it seems, and no answer."
            )
        elif not end:  # an amount cannot be less
            sentences.append(
                f"{said(count, 'row')} ({share(count, len(filled))}) with exactly 0, the"
                f" {what} value of {column.name}: many zeros, as amounts and counts have, and"
                " no cap. They flatter every mean error: look at that of the other rows, too."
            )
        else:
            sentences.append(
                f"{said(count, 'row')} ({share(count, len(filled))}) with exactly"
                f" {number(end)}, the {what} value of {column.name}: it looks capped, and"
                " no net can know what lies beyond."
            )
    return sentences


def _on_tail(column: Column, low: float, high: float) -> list[str]:
    beyond = (column.maximum or 0.0) - high
    if not beyond > 3 * (high - low) > 0:
        return []
    return [
        f"{column.name} has a heavy tail: its maximum {number(column.maximum)} lies far"
        f" beyond its 99th percentile {number(high)}; consider its logarithm."
    ]


def logarithm(cells: pl.Series) -> Proposal:
    """Whether y is better the logarithm of a number."""
    filled = cells.drop_nulls()
    low, high = (filled.quantile(q, "linear") or 0.0 for q in (0.01, 0.99))
    if not low > 0 or (filled <= 0).any() or high <= WIDE * low:
        return Proposal(
            False,
            "whether y is the logarithm; no: its scale is not so wide that errors are shares",
        )
    return Proposal(
        True,
        f"y is the logarithm of {cells.name}: from {number(low)} to {number(high)} an error"
        " matters as a share of the number",
    )


def in_logarithms(cells: pl.Series) -> dict[str, Any]:
    """What Facts say of a number whose logarithm is learnt."""
    filled = cells.drop_nulls()
    mean = math.exp(float(filled.log().mean()))  # type: ignore[arg-type]
    median = number(float(filled.median()))  # type: ignore[arg-type]
    return {
        "watch": Proposal("MAPE", "percent of the true number, as the scale is wide"),
        "expected": {
            "expected_loss": "about 1, the variance of the logarithms in units of the"
            " training sd squared",
            "constant_answer": f"the mean of the training logarithms, about {number(mean)}",
            "dumb_baseline": f"always the median, {median}, has the least MAE of all"
            " constants",
        },
    }


def same_answers(train: list[str], others: list[str]) -> list[tuple[str, str]]:
    """Spellings that mean the same: ("<=50K.", "<=50K"), ("yes", "Yes"), ("y", "Yes").

    The first spelling of `train` (frequent first) stands; case, spaces and a final point
    make no difference, nor does the way a number is written: ("1.0", "1"). With an exponent
    none stands: "1.000000000000000000e+00" is how numpy.savetxt writes class 1.
    """
    every = {name: _plain(name) for name in [*train, *others]}
    sides = yes_and_no(set(every.values()))
    meant: dict[str, str] = {}
    pairs = []
    for name, plain in every.items():
        first = meant.setdefault(
            sides.get(plain, plain), plain if of_numpy(name) else name
        )
        if first != name:
            pairs.append((name, first))
    return pairs


def of_numpy(name: str) -> bool:
    """A whole number with an exponent."""
    return "e" in name.lower() and is_number(name) and float(name) % 1 == 0


def _plain(name: str) -> str:
    plain = " ".join(name.lower().split()).removesuffix(".")
    return f"{float(plain):g}" if is_number(plain) else plain


def spellings_of_one(classes: Mapping[str, int]) -> dict[str, str]:
    """Names -> the frequent one that they repeat in other letters: "red_Fox", "red fox - Copy"."""
    plain = {n: words_of(n) if len(n) > SHORT else n for n in classes}
    bare = {name: COPY.sub("", written).strip() for name, written in plain.items()}
    originals = {written for name, written in plain.items() if bare[name] == written}
    keys = {n: bare[n] if bare[n] in originals else plain[n] for n in plain}
    keys |= {n: of for n in plain if (of := of_a_year(plain[n], originals))}
    first: dict[str, str] = {}
    for name in sorted(keys, key=lambda n: (keys[n] != plain[n], -classes[n])):
        first.setdefault(keys[name], name)
    return {name: first[key] for name, key in keys.items() if first[key] != name}


def of_a_year(name: str, others: set[str]) -> str:
    """The other that it repeats with a year behind, in the plural perhaps: "oaks 2019" is "oak"."""
    bare = OF_YEAR.sub("", name)
    ways = [bare.removesuffix(ending) for ending in ("", *PLURAL)] * (bare != name)
    return next((way for way in ways if way in others and len(way) > SHORT), "")


def words_of(name: str) -> str:
    return BETWEEN_WORDS.sub(" ", name.casefold())


def yes_and_no(answers: set[str]) -> dict[str, str]:
    """Which answers mean yes and which no, where one of them is written in several ways.

    Nothing but yes and no may be answered: of {"y", "n", "u"} nobody knows.
    """
    for spellings in YES_AND_NO:
        words = [word.split() for word in spellings]
        sides = {word: one[0] for one in words for word in one}
        if answers <= sides.keys() and {sides[a] for a in answers} == {
            one[0] for one in words
        }:
            return sides
    return {}
