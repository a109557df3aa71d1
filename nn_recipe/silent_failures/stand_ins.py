"""Numbers that stand for nothing, -999 and its kin, do not go into the net as measurements."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..contract import Example, Project
from ..findings import Findings
from ..same_answer import as_number
from ..specimen import some

MOST = 20_000  # training examples whose cells are counted
FEWEST = 3  # times: a single one may have been measured
# nines alone, or the lowest whole number of 16 or 32 bits
STAND_IN = re.compile(r"-(9{2,}(\.9+)?|32768|2147483648)(\.0*)?")


def judge_stand_ins(project: Project, findings: Findings) -> None:
    """A number that programs write for "nobody measured", often, and alone so far below.

    All others lie above its half, as where -999 stands among the ages of people. A project
    that takes it for a gap, or for a name, is right; one to whom it is a number is not.
    """
    train = some(project.splits.train, MOST)
    for column, cells in columns(project, train):
        found = stand_in(cells)
        if not found:
            continue
        code, others = found
        first = next(e for e, cell in zip(train, cells, strict=True) if cell == code)
        if column is not None and not is_number(project, first.raw, column, code):
            continue
        where = f"cells of {column}" if column is not None else "answers"
        findings.demand(
            False,
            f"{code} stands in {cells.count(code)} of {len(train)} training {where}, such as "
            f"{first.id}; all others lie from {min(others):g} to {max(others):g}, and it is "
            f"taken for a number like them. If nobody measured there, {remedy(project, code)}; "
            "if somebody did, waive this row.",
            "config.py: missing; read.py: what a gap is written as",
        )


def remedy(project: Project, code: str) -> str:
    known = hasattr(project.config, "missing")
    return f"add {code!r} to `missing`" if known else "read it as a gap"


def columns(
    project: Project, train: list[Example]
) -> Iterator[tuple[str | None, list[Any]]]:
    """(column, its cells as text or nothing), and the answers as column None."""
    raw, names = train[0].raw, getattr(project.config, "categorical", ())
    for column in raw if isinstance(raw, Mapping) else ():
        if column not in names:
            yield column, [written(example.raw.get(column)) for example in train]
    if project.target.answers_are == "numbers":
        yield None, [str(example.answer) for example in train]


def written(cell: Any) -> str | None:
    """Of a stretch of a series the last value: windows share all others."""
    if isinstance(cell, np.ndarray):
        return f"{cell[-1]:.10g}" if cell.ndim == 1 and len(cell) else None
    return cell if isinstance(cell, str) else None


def stand_in(cells: list[str | None]) -> tuple[str, list[float]] | None:
    """The one that stands there most often, and all numbers that are none."""
    counts = Counter(cell for cell in cells if cell and STAND_IN.fullmatch(cell))
    code, times = (counts.most_common(1) or [("", 0)])[0]
    if times < FEWEST:
        return None
    others = [
        n for cell in cells if cell not in counts and (n := number(cell)) is not None
    ]
    alone = bool(others) and min(others) > float(code) / 2
    return (code, others) if alone else None


def number(cell: str | None) -> float | None:
    try:
        found = as_number(cell)
    except (TypeError, ValueError):
        return None
    return found if np.isfinite(found) else None


def is_number(project: Project, raw: Any, column: str, code: str) -> bool:
    """Does x follow when the number moves a little? A gap or a name would make it jump."""
    xs = []
    for share in (1.0, 0.99, 0.98):
        value, cell = float(code) * share, raw[column]
        if isinstance(cell, np.ndarray):
            moved: Any = np.where(cell == float(code), value, cell)
        else:
            moved = code if share == 1 else f"{value:.10g}"
        try:
            xs.append(project.inputs.encode({**raw, column: moved}).double())
        except ValueError:
            return False  # refused
    first, second = (
        float((a - b).abs().max()) for a, b in zip(xs, xs[1:], strict=False)
    )
    return first <= 2 * second + 1e-6
