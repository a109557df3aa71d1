"""The table of the recipe: every row with its kind of promise and what measures it.

A *gate* or a *human* row must hold, be waived or not apply before the next stage begins.
*Advice* gets a verdict and never blocks. A *rule* is built in and enforced by the tests.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..place import here

STAGES = {
    1: "Become one with the data",
    2: "Set up the skeleton + get dumb baselines",
    3: "Overfit",
    4: "Regularize",
    5: "Tune",
    6: "Squeeze out the juice",
}
SETTLED = ("holds", "waived", "not applicable")

# what a verdict depends on, by a word in rows.csv; other words there stand for themselves
CODE = ("data", "model", "loss", "versions")
NET = (*CODE, "split")
TRAINED = (*NET, "optimiser", "augmentation")
GROUPS = {"code": CODE, "net": NET, "trained": TRAINED}


@dataclass(frozen=True)
class Row:
    """One tip of the post: what its verdict depends on and what measures it."""

    id: str
    name: str  # the post's own words
    type: Literal["gate", "human", "advice", "rule"]
    stage: int  # 0 for what holds in all of them
    depends_on: tuple[str, ...] = ()  # fingerprints that make the verdict stale
    verb: str = ""  # what measures it: `python -m PACKAGE <verb>`
    file: str = ""  # under nn_recipe/, without .py; its function `check` measures
    fast: bool = False  # trains nothing for long, so `check --fast` includes it
    kept_by: str = ""  # under nn_recipe/, without .py, where no `check` measures it

    @property
    def blocks(self) -> bool:
        return self.type in ("gate", "human")

    @property
    def source(self) -> str:
        """Under nn_recipe/, without .py: where it is measured, or kept."""
        return self.file or self.kept_by

    @property
    def command(self) -> str:
        return f"{here().python} {self.verb}" if self.verb else ""

    @property
    def check(self) -> str:
        """The name `check NAME` knows the row by."""
        return self.file.rpartition("/")[2]


def read(path: Path) -> dict[str, Row]:
    """rows.csv, a line for each row, in the order in which to settle them."""
    with open(path, newline="", encoding="utf-8") as stream:
        return {line["id"]: of_line(line) for line in csv.DictReader(stream)}


def of_line(line: dict[str, Any]) -> Row:
    depends = [GROUPS.get(word, (word,)) for word in line["depends on"].split()]
    return Row(
        line["id"],
        line["name"],
        line["type"],
        int(line["stage"]),
        tuple(part for group in depends for part in group),
        line["verb"],
        line["measured by"],
        bool(line["fast"]),
        line["kept by"],
    )


ROWS = read(Path(__file__).with_name("rows.csv"))


def row(id: str) -> Row:
    """The row of the recipe with this number."""
    if id not in ROWS:
        raise ValueError(f"There is no row {id!r}. Rows are: {', '.join(ROWS)}.")
    return ROWS[id]


def rows_of(stage: int) -> list[Row]:
    """The rows of one stage, in the order in which to settle them."""
    return [row for row in ROWS.values() if row.stage == stage]
