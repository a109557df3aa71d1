"""From the cells of a row to x: what is written into a cell is read back from x."""

import math
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from torch import Tensor

from .. import table_files
from ..additions import Celled
from ..contract import Inputs, Project
from ..findings import Findings
from ..place import here
from ..specimen import same_bits, some, under

MEASURED = 300  # training rows that say which cells are usual
ROWS = 1000  # of the file, in which each cell holds the number of its row
LOOKED = 20  # of them, whose cells are written anew
READ = 2e-3  # of the cell, or of what the column usually says: float32 and five digits
ENCODE = "data.py: Inputs.encode"
UNHEARD = "a name that nobody has heard of"


def judge_cells(project: Project, findings: Findings) -> None:
    """Numbers, gaps and names, in every column; the first of numbers also as one of names.

    That is asked where config has `categorical`: code for numbers alone has none to mistake.
    """
    raw = project.splits.train[0].raw
    judge_rows(project, findings)
    for column in raw:
        judge_column(column, project, findings)
    judge_places(project, findings)
    names = getattr(project.config, "categorical", ())
    numbers = [c for c in columns_of(project) if c not in names]
    if hasattr(project.config, "categorical") and numbers:
        named = project.but(categorical=(numbers[0], *names))
        named = named.measured(some(project.splits.train, MEASURED))
        judge_column(numbers[0], named, findings)
        judge_places(named, findings)


def columns_of(project: Project) -> list[str]:
    """Those that x says something of."""
    inputs = project.inputs
    assert isinstance(inputs, Celled)
    return [*inputs.cells(inputs.encode(project.splits.train[0].raw))]


def judge_rows(project: Project, findings: Findings) -> None:
    """With the number of its row in every cell of the file, each answer is that of its row."""
    given = here().resolve(project.config.data)
    rows = table_files.read(given, project.config)[:ROWS]
    numbered = [dict.fromkeys(row, str(number)) for number, row in enumerate(rows, 1)]
    nothing = {"same_answer": (), "missing": (), "validation_data": "", "test_data": ""}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, given.name)
        table_files.write(numbered, path, given, project.config)
        # each row is a class of its own: a given split would have none that training knows
        splits = under(project, data=str(path), **nothing).cut_again()
    for example in some(splits.train, MEASURED):
        cells = {example.raw[c] for c in rows[0] if c in example.raw}  # none of yours
        findings.demand(
            cells <= {example.answer} or bool(findings.faults),
            f"The answer of {example.id} stands in row {example.answer}, counted from 1, its "
            f"cells in {sorted(cells)[:3]}: expected one row.",
            "read.py; load.py",
        )


def judge_column(column: str, project: Project, findings: Findings) -> None:
    """Other cells in one column are read back from x as they were written.

    Numbers of both signs, of the size that the column has; a gap, which is no 0; and a name
    that training never saw.
    """
    inputs, train = project.inputs, some(project.splits.train, MEASURED)
    assert isinstance(inputs, Celled)
    raw, cells = train[0].raw, [example.raw[column] for example in train]
    known = [n for n in map(number, cells) if math.isfinite(n)]
    if column not in inputs.cells(inputs.encode(raw)):
        return  # not an input
    if column in getattr(project.config, "categorical", ()):
        try:
            said = inputs.cells(inputs.encode({**raw, column: UNHEARD}))[column]
        except ValueError:
            return  # refused, which is right as well
        findings.demand(
            said not in {str(cell) for cell in cells},
            f"In {column} a name that training never saw becomes {said!r}, a known one.",
            f"{ENCODE}: a slot for all the rest",
        )
    if column in getattr(project.config, "categorical", ()) or not known:
        return
    usual = sorted(map(abs, known))[len(known) // 2] or max(map(abs, known)) or 1.0
    tried = {v for k in known[:LOOKED] for v in (k, -k, k + usual / 3)}
    if ends_at_quantiles(column, raw, known, inputs):  # flat outside, by design
        low, high = (
            sorted(known)[len(known) // 50],
            sorted(known)[-1 - len(known) // 50],
        )
        tried = {value for value in tried if low <= value <= high}
    for value in tried:
        said = inputs.cells(inputs.encode({**raw, column: repr(value)}))[column]
        findings.demand(
            abs(number(said) - value) <= READ * (abs(value) + usual)
            or bool(findings.faults),
            f"{column} = {value:g} goes into the net as {said}.",
            f"{ENCODE} and cells",
        )
    judge_comma(column, raw, known[0], inputs, findings)
    missing = without(raw, column, inputs)
    zero = inputs.encode({**raw, column: "0"})
    findings.demand(
        missing is None  # refused
        or not same_bits(missing, zero)
        or min(known) <= 0 <= max(known),  # 0 is the mean
        f"In {column} a missing cell and a 0 give the same x.",
        f"{ENCODE}: a gap is no number",
    )


def judge_comma(
    column: str,
    raw: Mapping[str, Any],
    value: float,
    inputs: Inputs,
    findings: Findings,
) -> None:
    """A decimal comma is read as one, or refused, or a gap: never is what follows cut off."""
    whole = str(int(value))
    try:
        comma = inputs.encode({**raw, column: f"{whole},75"})
    except ValueError:
        return
    missing = without(raw, column, inputs)
    findings.demand(
        not same_bits(comma, inputs.encode({**raw, column: whole}))
        or (missing is not None and same_bits(comma, missing)),
        f"In {column} the cell {whole},75 gives the x of {whole}.",
        f"{ENCODE}: a decimal comma is cut off",
    )


def ends_at_quantiles(
    column: str, raw: Mapping[str, Any], known: Sequence[float], inputs: Inputs
) -> bool:
    """Does every number far above, and far below, stand for the last that x can say?"""
    assert isinstance(inputs, Celled)
    reach = max(known) - min(known) or 1.0
    for far in (max(known) + reach, min(known) - reach):
        near, beyond = (
            inputs.cells(inputs.encode({**raw, column: repr(v)}))[column]
            for v in (far, far + (far - max(known)) + (far - min(known)))
        )
        if near != beyond or not min(known) <= number(near) <= max(known):
            return False
    return True


def without(raw: Mapping[str, Any], column: str, inputs: Inputs) -> Tensor | None:
    """x of a row that lacks a cell; None where such a row is an error."""
    try:
        return inputs.encode({**raw, column: None})
    except ValueError:
        return None


def number(cell: Any) -> float:
    try:
        return float(cell)
    except (TypeError, ValueError):
        return math.nan


def judge_places(project: Project, findings: Findings) -> None:
    """Cells are found by the names of their columns, and each has places in x of its own."""
    inputs, raws = project.inputs, [e.raw for e in some(project.splits.train, MEASURED)]
    assert isinstance(inputs, Celled)
    raw = raws[0]
    turned = dict(reversed([*raw.items()]))
    findings.demand(
        same_bits(inputs.encode(raw), inputs.encode(turned)),
        "The same row with its columns in another order gives another x.",
        f"{ENCODE}: cells by the name of their column, not by their place",
    )
    before = inputs.cells(inputs.encode(raw))
    for column in before.keys() & raw.keys():
        x = without(raw, column, inputs)
        if x is None:  # another cell of that column will do
            cells = [other[column] for other in raws if other[column] != raw[column]]
            x = inputs.encode({**raw, column: (cells or [raw[column]])[0]})
        after = inputs.cells(x)
        others = {c for c in before if c != column and before[c] != after[c]}
        findings.demand(
            not others,
            f"With another cell in {column}, x says something else of {sorted(others)[:1]}, too.",
            f"{ENCODE}: two columns share a place in x",
        )
