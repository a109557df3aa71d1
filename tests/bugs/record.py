"""docs/planted_bugs.json: what the last `make bugs` and `make healthy` found."""

import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from scaffolder.bugs import CATALOGUE
from scaffolder.kinds import kind as row_of
from tests.examples import PACKAGES

from .healthy import Quiet
from .hunt import Find

PATH = Path(__file__).parents[2] / "docs" / "planted_bugs.json"


@dataclass(frozen=True)
class Matrix:
    """Every bug in every kind, and healthy projects of every kind."""

    finds: list[Find] = field(default_factory=list)
    healthy: list[Quiet] = field(default_factory=list)

    @classmethod
    def read(cls) -> "Matrix":
        stored = json.loads(PATH.read_text("utf-8")) if PATH.exists() else {}
        return cls(
            [Find(**tuples(find)) for find in stored.get("finds", ())],
            [Quiet(**tuples(quiet)) for quiet in stored.get("healthy", ())],
        )

    def write(self) -> None:
        """Sorted, one pair a line: a diff shows which bug changed its fate."""
        finds = ",\n  ".join(json.dumps(asdict(find)) for find in self.finds)
        healthy = ",\n  ".join(json.dumps(asdict(quiet)) for quiet in self.healthy)
        PATH.write_text(
            f'{{"finds": [\n  {finds}\n],\n"healthy": [\n  {healthy}\n]}}\n', "utf-8"
        )

    def having(self, new: Find | Quiet) -> "Matrix":
        """With this in place of an older one; what can no longer be planted is dropped."""
        if isinstance(new, Quiet):
            known = {(q.kind, q.by, q.examples): q for q in [*self.healthy, new]}
            return replace(self, healthy=[known[key] for key in sorted(known)])
        found = {(find.bug, find.kind): find for find in [*self.finds, new]}
        return replace(self, finds=[found[pair] for pair in pairs() if pair in found])


def pairs() -> list[tuple[str, str]]:
    """(id, kind) of every bug in every kind where it can be planted."""
    return [
        (bug.id, kind)
        for bug in CATALOGUE.values()
        for kind in PACKAGES
        if bug.edits(row_of(kind).parts)
    ]


def tuples(stored: dict) -> dict:
    """JSON knows lists only."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in stored.items()}
