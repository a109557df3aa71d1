"""x says what stands in a row, not where the row stands in its file."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from .. import table_files
from ..contract import Project
from ..findings import Findings
from .given_away import named
from .other_answers import spread, tables

LOOKED = 200  # rows at most, and as many from the other end of the file
READ = "read.py: which columns; data.py: Inputs"


def judge_row_numbers(project: Project, findings: Findings) -> None:
    """The file once more, from its last row to its first: a row keeps its x.

    A number that is now that of the row which stood there before is a row number, or made of
    it. In a file sorted by answer or by day it gives them away; new rows begin at 1 again.
    What comes from the rows before it, as a running mean, is neither, and is not asked.
    """
    path = tables(project).get("data")
    if path is None or len(project.inputs.shape) != 1:
        return
    rows = spread(table_files.read(path, project.config))
    chosen = range(0, len(rows), len(rows) // LOOKED + 1)
    ends = [len(rows) - 1 - i for i in chosen]
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder, path.name)
        table_files.write(rows, new, path, project.config)
        here, there = (xs(project, new, places) for places in (chosen, ends))
        table_files.write(rows[::-1], new, path, project.config)
        turned = xs(project, new, chosen)
    if not len(here) == len(there) == len(turned) == len(chosen):
        return  # the project makes other examples of them than one a row
    by_place = (turned == here).all(0) & (there != here).any(0)
    for place in by_place.nonzero().flatten().tolist():
        findings.demand(
            False,
            f"Number {place} of x{named(project, project.splits.train, place)} says in which "
            "row of the file an example stands: with all rows in reverse order it is that of "
            "whoever stands there now.",
            READ,
        )


def xs(project: Project, path: Path, places: Sequence[int]) -> Tensor:
    """[places, numbers]: what stands there in the file."""
    examples, encode = project.read(str(path)), project.inputs.encode
    there = [encode(examples[i].raw) for i in places if i < len(examples)]
    return torch.stack(there) if there else torch.zeros(0)
