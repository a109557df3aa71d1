"""Corrupt samples and labels: everything is decoded in full, and nothing skipped in silence (1.3)."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..contract import Project
from ..ledger import Ledger, Record
from ..left_out import ADD
from ..place import relative
from .corrections import patch_of, place_of
from .faults import Fault
from .faults_of_answers import faults_of_answers
from .faults_of_names import faults_of_names
from .faults_of_pictures import faults_of_pictures
from .faults_of_rows import faults_of_rows
from .faults_of_series import faults_of_series
from .faults_of_sounds import faults_of_sounds
from .faults_of_texts import faults_of_texts
from .readable import everything

PLACE = "data/corrupt.csv"  # in the folder of the ledger
HEAD = ("id", "what", "verdict")
FEW = 3  # told
JUDGES = (
    faults_of_pictures,
    faults_of_sounds,
    faults_of_texts,
    faults_of_rows,
    faults_of_series,
    faults_of_answers,
    faults_of_names,
)


def check(project: Project, ledger: Ledger) -> Record:
    """No example is broken for certain: all of them decode in full (recipe 1.3).

    What is only odd, and what the project leaves out itself, is told and stops nobody.
    """
    experiment = ledger.expect(
        "1.3",
        "Every example can be read whole, and none is broken.",
        value=0,
        how="PIL, soundfile and the project's own encoding, of all splits",
    )
    found = [*faults(project)]
    broken = {f.id: f.what for f in reversed(found) if f.sure}
    broken = dict(reversed(broken.items()))
    left_out = dict(project.splits.left_out)
    measured = {
        "broken": len(broken),
        "odd": len({f.id for f in found if not f.sure}),
        "left out": len(left_out),
    }
    evidence = []
    if ledger.path:
        path = ledger.path.parent / PLACE
        keep(found, left_out, path)
        evidence = [relative(path)] if found else []
    because = told(project, found, broken, evidence)
    look_at = []
    if broken:
        first = "" if patch_of(project) else f"{ADD}, then "
        look_at = ["the files named"]
        if place_of(project):
            look_at += [f"{first}`look --quarantine`, which leaves them out"]
    return experiment.conclude(measured, not broken, because, look_at, evidence)


def faults(project: Project) -> Iterator[Fault]:
    """What cannot be read first, then what each kind of raw input and answer may suffer from."""
    for id, why in getattr(project.splits, "broken", {}).items():
        yield Fault(id, why, sure=True)
    examples = everything(project.splits)
    for judge in JUDGES:
        yield from judge(project, examples)


def told(
    project: Project, found: Sequence[Fault], broken: dict[str, str], evidence: list
) -> str:
    n = len(everything(project.splits)) + len(getattr(project.splits, "broken", {}))
    parts = [f"{n:,} examples are read whole."]
    if broken:
        named = "; ".join(f"{id}: {what}" for id, what in [*broken.items()][:FEW])
        named = named.replace("\n", "\\n")  # of a file's name
        verb = "is" if len(broken) == 1 else "are"
        parts = [f"{len(broken):,} of {n:,} examples {verb} broken. {named}."]
    odd = [f for f in found if not f.sure]
    if odd:
        first = f"{odd[0].id}: {odd[0].what}"
        parts.append(f"{len({f.id for f in odd}):,} are odd, as {first.rstrip('.?')}.")
    if evidence:
        parts.append(f"All of them: {evidence[0]}.")
    return " ".join(parts)


def keep(found: Sequence[Fault], left_out: dict[str, str], path: Path) -> None:
    """A line for each: what is broken first, then what is odd, then what is left out."""
    rows = [(f.id, f.what, "broken") for f in found if f.sure]
    rows += [(f.id, f.what, "odd") for f in found if not f.sure]
    rows += [(id, why, "left out") for id, why in left_out.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_suffix(".part")
    with open(whole, "w", newline="", encoding="utf-8", errors="replace") as file:
        csv.writer(file).writerows([HEAD, *rows])
    whole.replace(path)
