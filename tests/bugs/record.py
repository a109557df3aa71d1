"""scaffolder/bugs/finds.json: what `make bugs` and `make healthy` found, kept for the page."""

import json
from dataclasses import asdict, dataclass, replace

from scaffolder.bugs import CATALOGUE
from scaffolder.bugs.finds import PATH, Find, Heard, Quiet, stored
from scaffolder.kinds import kind as row_of
from tests.examples import PACKAGES

from .blind import BUGS
from .edits import EDITS

BLIND = [  # B: heard before this record
    bug.id for bug in BUGS if bug.id.startswith(("N", "Q"))
]


@dataclass(frozen=True)
class Matrix:
    """Every bug in every kind, healthy projects of every kind, healthy edits, and blind bugs."""

    finds: list[Find]
    healthy: list[Quiet]
    edits: list[Heard]
    blind: list[
        Heard
    ]  # at the first hearing: who mends a check afterwards is not blind

    @classmethod
    def read(cls) -> "Matrix":
        return cls(*stored())

    def having(self, new: Find | Quiet | Heard) -> "Matrix":
        """With this in place of an older one; what can no longer be planted is dropped."""
        if isinstance(new, Quiet):
            known = {(q.kind, q.by, q.examples): q for q in [*self.healthy, new]}
            return replace(self, healthy=[known[key] for key in sorted(known)])
        if isinstance(new, Heard) and new.edit in BLIND:
            first = {h.edit: h for h in [new, *self.blind]}
            return replace(self, blind=[first[id] for id in BLIND if id in first])
        if isinstance(new, Heard):
            heard = {h.edit: h for h in [*self.edits, new]}
            return replace(self, edits=[heard[id] for id in EDITS if id in heard])
        found = {(find.bug, find.kind): find for find in [*self.finds, new]}
        return replace(self, finds=[found[pair] for pair in pairs() if pair in found])

    def write(self) -> None:
        """Sorted, one pair a line: a diff shows which bug changed its fate."""
        parts = []
        for name, lines in asdict(self).items():
            listed = ",\n  ".join(map(json.dumps, lines))
            parts.append(f'"{name}": [\n  {listed}\n]')
        whole = PATH.with_suffix(".new")  # whoever reads meanwhile sees all or nothing
        whole.write_text("{" + ",\n".join(parts) + "}\n", "utf-8")
        whole.replace(PATH)


def pairs() -> list[tuple[str, str]]:
    """(id, kind) of every bug in every kind where it can be planted."""
    return [
        (bug.id, kind)
        for bug in CATALOGUE.values()
        for kind in PACKAGES
        if bug.edits(row_of(kind).parts)
    ]
