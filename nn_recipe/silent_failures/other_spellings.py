"""Numbers of the file in another spelling (14,23 or 1 299 or 12 %) reach x as what they say."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .. import table_files
from ..additions import Celled
from ..contract import Project
from ..findings import Findings
from ..place import here
from ..specimen import some
from .known_cells import READ, number

MOST = 2000  # rows
FEWEST = (
    3  # cells of a column: fewer are slips of a pen, and a gap is what they should be
)
CODES = 10  # different cells that may say why nobody measured: 7, 8, 9, 97, 98, 99
AGREE = 0.9  # of the plain cells of a column say in x what they say in the file, or x is another
BETWEEN = " '’\u00a0\u202f"  # what stands between thousands, but for the other mark
AROUND = "[-+−(]?\\s*[$€£¥]?\\s*{}\\s*[$€£¥%]?\\s*\\)?"


Cell = tuple[str, str, str]  # id, what the file says, what x says


@dataclass
class Column:
    """What its cells say, by hand and in x."""

    plain: list[bool] = field(default_factory=list)  # is x what the file says?
    forms: set[str] = field(default_factory=set)  # of those where it is
    lost: list[Cell] = field(default_factory=list)  # plain, and a gap or a 0 in x
    others: int = 0  # cells that are numbers in another spelling
    wrong: list[Cell] = field(default_factory=list)  # of these, where x says another

    @property
    def faults(self) -> list[Cell]:
        """Plain cells may be gaps by intent, but not all of one form: 3.5 where 3 is read.

        Where no cell is plain, x may be in a unit of its own: only gaps are wrong.
        """
        by_form = not self.forms & {form(cell) for _, cell, _ in self.lost}
        several = len({cell for _, cell, _ in self.lost}) > CODES
        lost = self.lost if self.forms and by_form and several else []
        if not self.plain:
            return [each for each in self.wrong if math.isnan(number(each[2]))]
        agree = sum(self.plain) >= AGREE * (len(self.plain) - len(lost))
        return lost + self.wrong if agree else lost


def judge_spellings(project: Project, findings: Findings) -> None:
    """The file read by hand, cell by cell, beside what x says of it.

    Whatever float() does not read becomes a gap, or a 0, in a line that nobody looks at
    again: a third of a column, maybe, as another laboratory exports it.
    """
    for name, column in columns(project).items():
        wrong = column.faults
        id, cell, said = (wrong or [("", "", "")])[0]
        findings.demand(
            len(wrong) < FEWEST,
            f"{len(wrong)} of {len(column.plain) + column.others} cells of {name} are numbers "
            f"in another spelling that x does not say: {cell!r} of {id} is {said} there. Read "
            "them, or refuse them.",
            "read.py; data.py: number",
        )


def columns(project: Project) -> dict[str, Column]:
    """Of the columns of numbers that x says something of; none where rows are no table."""
    inputs, given = project.inputs, here().resolve(getattr(project.config, "data", ""))
    first = project.splits.train[0].raw
    if not (
        isinstance(inputs, Celled) and isinstance(first, Mapping) and given.is_file()
    ):
        return {}
    rows, examples = table_files.read(given, project.config), project.read(str(given))
    if len(rows) != len(examples):
        return {}  # some are left out: nobody knows which
    names = set(getattr(project.config, "categorical", ()))
    gaps, found = getattr(project.config, "missing", ()), dict[str, Column]()
    for row, example in some(list(zip(rows, examples, strict=True)), MOST):  # type: ignore[arg-type]
        try:
            cells = inputs.cells(inputs.encode(example.raw))
        except ValueError:
            continue  # refused
        for name, cell in row.items():
            if name in cells and name not in names and cell not in gaps:
                beside(found.setdefault(name, Column()), example.id, cell, cells[name])
    return found


def beside(column: Column, id: str, cell: str | None, said: str) -> None:
    """Put what the file says beside what x says."""
    value, found = number(cell), number(said)
    if math.isfinite(value):
        column.plain.append(near(found, value))
        if column.plain[-1]:
            column.forms.add(form(str(cell)))
        elif math.isnan(found) or near(found, 0) and abs(value) >= 1:
            column.lost.append((id, str(cell), said))
    elif meant := meanings(cell or ""):
        column.others += 1
        if not any(near(found, value) for value in meant):
            column.wrong.append((id, str(cell), said))


def form(cell: str) -> str:
    """-14.50 is 9.9 and 1e-5 is 9e-9: how it is written, whatever its size and sign."""
    return re.sub(r"\d+", "9", cell.lstrip("+-"))


def near(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=READ, abs_tol=READ)


def meanings(cell: str) -> set[float]:
    """The numbers that a cell may stand for: "1,299" may be two, "12 %" also 0.12."""
    found = set[float]()
    for mark, other in (".,", ",."):
        group = f"[{BETWEEN}{other}]"
        digits = rf"((?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:[{mark}]\d+)?)"
        if there := re.fullmatch(AROUND.format(digits), cell.strip()):
            value = float(re.sub(group, "", there[1]).replace(mark, "."))
            found |= {value, value / 100} if "%" in cell else {value}
    return found | {-value for value in found} if re.search(r"[-−(]", cell) else found
