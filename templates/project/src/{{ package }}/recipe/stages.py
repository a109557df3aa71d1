"""The recipe in order: every row with its kind of promise, and where you are.

A *gate* or a *human* row must hold, be waived or not apply before the next stage begins.
*Advice* gets a verdict and never blocks. A *rule* is built in and enforced by the tests.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .places import PACKAGE

if TYPE_CHECKING:
    from .ledger import Ledger

STAGES = {
    1: "Become one with the data",
    2: "Set up the end-to-end training/evaluation skeleton + get dumb baselines",
    3: "Overfit",
    4: "Regularize",
    5: "Tune",
    6: "Squeeze out the juice",
}
SKELETON = "stage2_skeleton_and_baselines"
SETTLED = ("holds", "waived", "not applicable")


@dataclass(frozen=True)
class Row:
    """One tip of the post, with what its verdict depends on and what measures it."""

    id: str
    name: str  # the post's own words
    type: Literal["gate", "human", "advice", "rule"]
    stage: int  # 0 for what holds in all of them
    depends_on: tuple[str, ...] = ()  # fingerprints; a change of one makes the verdict stale
    verb: str = ""  # what measures it: `python -m PACKAGE <verb>`
    file: str = ""  # under recipe/; its function `check` does the measuring
    fast: bool = False  # measured without training, so `check --fast` includes it

    @property
    def blocks(self) -> bool:
        return self.type in ("gate", "human")

    @property
    def command(self) -> str:
        return f"python -m {PACKAGE.name} {self.verb}" if self.verb else ""


NET = ("data", "split", "model", "loss")
TRAINED = (*NET, "optimiser", "augmentation")


def _skeleton(id: str, name: str, depends_on: tuple[str, ...], file: str, **more) -> Row:
    verb = more.pop("verb", f"check {file}")
    kind = more.pop("type", "gate")
    return Row(id, name, kind, 2, depends_on, verb, f"{SKELETON}/{file}.py", **more)


ROWS = (
    Row("0.1", "every step is an experiment: hypothesis, expected, verdict", "rule", 0),
    Row("0.2", "from simple to complex, one unverified thing at a time", "rule", 0),
    Row("0.4", "visualize everything you possibly can", "rule", 0, verb="report"),
