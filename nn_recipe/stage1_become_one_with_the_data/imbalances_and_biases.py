"""Look for imbalances and biases: shares, splits that differ, answers told by the wrong thing (1.4)."""

import math
from collections import Counter
from collections.abc import Iterator
from statistics import NormalDist

import numpy as np
import polars as pl
from scipy import stats

from ..contract import Project
from ..findings import Findings
from ..ledger import Ledger, Record
from .copies import WINDOWS
from .query import numeric
from .table import table

CHANCE = 0.01  # that anything at all is said of splits drawn at random
# what a file is like, not what it shows: these should tell nothing of the answer
ENVELOPE = ("width", "height", "rate", "channels", "missing")
# measured against training: sentences of one document share words, and stay in one split
AGAINST = "unknown words"
OF_ANSWERS = ("labels", "boxes", "smallest box", "largest box")
TELLS = 0.6  # an area under the curve, .5 by chance; beyond it somebody could cheat
FEWEST = 10  # examples of a class: the area of fewer says nothing
MOST_VALUES = 50  # of a column of words


def check(project: Project, ledger: Ledger) -> Record:
    """The splits are alike, and what a file is like does not tell the answer (recipe 1.4).

    Splits drawn by chance must have the same answers and attributes (chi-squared for words,
    Kolmogorov-Smirnov for numbers, 1 % in all); those by time or group are described. Of size,
    format and missing cells the area under the curve for each class is .5, of light and length it
    is told.
    """
    experiment = ledger.expect(
        "1.4",
        "Splits drawn by chance are alike, and what a file is like does not tell the answer.",
        value="no difference, areas of .5",
        how="chi-squared and Kolmogorov-Smirnov; Mann-Whitney",
        tolerance=f"{CHANCE:.0%} in all; an area of {TELLS:g}",
    )
    frame, findings = table(project, ledger), Findings()
    told = [shares(frame)]
    drifted = sorted(differences(frame))
    if drawn_by(project) == "chance":
        judge_splits(drifted, findings)
        told.append(f"{len(drifted)} columns are alike in training and validation.")
    elif drifted:
        told.append(
            f"The split is by {drawn_by(project)}: {drifted[0][1]} differs most."
        )
    areas = sorted(tellers(frame), reverse=True)
    judge_envelope(areas, findings)
    if areas and not areas[0][3] <= 0.5 <= areas[0][4]:
        told.append(f"Of what can be measured {sentence(*areas[0][1:])}")
    measured = {name: p for p, name in drifted[:3]}
    return findings.conclude(experiment, measured, " ".join(filter(None, told)))


def drawn_by(project: Project) -> str:
    """What decides which example validates: chance, or what may differ for good reasons."""
    if getattr(project.config, "validation_data", ""):
        return "a file of its own"
    windows, how = project.target.answers_are in WINDOWS, project.split_by
    return "place" if windows and how == "chance" else how


def shares(frame: pl.DataFrame) -> str:
    """How even the answers are."""
    if "label" not in frame.columns:
        return ""
    (most, n), *rest = Counter(frame["label"].to_list()).most_common()
    if not rest or len(rest) >= MOST_VALUES:
        return f"{1 + len(rest)} labels."
    rare, few = rest[-1]
    return (
        f"{most} is {n / len(frame):.1%} of the answers, {rare} {few / len(frame):.1%}."
    )


def differences(frame: pl.DataFrame) -> Iterator[tuple[float, str]]:
    """(chance that splits differ so much, column), times the number of columns asked."""
    said = [c for c in frame.columns if c not in ("id", "split")]
    frame = frame.unique(said, maintain_order=True)  # copies stay in one split together
    train, validation = (
        frame.filter(pl.col("split") == s) for s in ("train", "validation")
    )
    if not len(validation):
        return
    names = [n for n in said if n != AGAINST and frame[n].n_unique() > 1]
    for name in names:
        one, other = (part[name].drop_nulls() for part in (train, validation))
        if min(len(one), len(other)) < FEWEST:
            continue
        if frame[name].dtype.is_numeric():
            _, p = stats.ks_2samp(one.to_numpy(), other.to_numpy())
        elif frame[name].n_unique() <= MOST_VALUES:
            p = of_words(Counter(one.to_list()), Counter(other.to_list()))
        else:
            continue
        yield min(1.0, float(p) * len(names)), name  # type: ignore[arg-type]


def of_words(one: Counter, other: Counter) -> float:
    """Values seen fewer than ten times count as one: a chi-squared of rare ones says too much."""
    both = one + other
    often = [value for value in both if both[value] >= FEWEST]
    table = [
        [c[v] for v in often] + [c.total() - sum(c[v] for v in often)]
        for c in (one, other)
    ]
    kept = np.array(table)[:, np.sum(table, 0) > 0]
    if kept.shape[1] < 2:
        return 1.0
    _, p, *_ = stats.chi2_contingency(kept)
    return float(p)  # type: ignore[arg-type]


def judge_splits(drifted: list[tuple[float, str]], findings: Findings) -> None:
    for p, name in drifted[:1]:
        findings.demand(
            p >= CHANCE,
            f"{name} differs between training and validation: of splits drawn by chance one of"
            f" {1 / max(p, 1e-9):,.0f} differs so much in anything.",
            "load.py: is the split by chance? `look --by split`",
        )


Area = tuple[float, str, str, float, float]  # |area - .5|, column, class, low, high


def tellers(frame: pl.DataFrame) -> Iterator[Area]:
    """How well each column of numbers alone tells each class from the others."""
    if "label" not in frame.columns or frame["label"].n_unique() > MOST_VALUES:
        return
    columns = [c for c in numeric(frame) if c not in OF_ANSWERS]
    columns = ["missing"] if "missing" in columns else columns  # cells are inputs
    classes = [c for c, n in Counter(frame["label"].to_list()).items() if n >= FEWEST]
    z = NormalDist().inv_cdf(1 - 0.025 / max(1, len(columns) * len(classes)))
    for column in columns:
        known = frame.drop_nulls(column)
        values = known[column].to_numpy()
        ranks = stats.rankdata(values) if len(values) and np.ptp(values) else []
        for name in classes if len(ranks) else ():
            own = ranks[(known["label"] == name).to_numpy()]
            n, m = len(own), len(ranks) - len(own)
            if min(n, m) >= FEWEST:
                area = float(own.sum() - n * (n + 1) / 2) / (n * m)  # Mann and Whitney
                half = z * spread(area, n, m)
                yield abs(area - 0.5), column, str(name), area - half, area + half


def spread(area: float, n: int, m: int) -> float:
    """The sd of an area under the curve (Hanley and McNeil 1982)."""
    one, two = area / (2 - area), 2 * area**2 / (1 + area)
    part = (n - 1) * (one - area**2) + (m - 1) * (two - area**2)
    return math.sqrt(max(0.0, area * (1 - area) + part) / (n * m))


def judge_envelope(areas: list[Area], findings: Findings) -> None:
    for _, column, name, low, high in areas:
        findings.demand(
            column not in ENVELOPE or (low <= TELLS and high >= 1 - TELLS),
            f"What a file is like tells what it shows: {sentence(column, name, low, high)}",
            "where the files come from: a net will learn this first",
        )


def sentence(column: str, name: str, low: float, high: float) -> str:
    """As an area above .5: what is low tells as well as what is high."""
    how = "high" if low + high > 1 else "low"
    low, high = (low, high) if how == "high" else (1 - high, 1 - low)
    area = f"{(low + high) / 2:.2f} [{max(0, low):.2f}, {min(1, high):.2f}]"
    return f"{how} {column} alone tells {name} from the others with an area under the curve of {area}."
