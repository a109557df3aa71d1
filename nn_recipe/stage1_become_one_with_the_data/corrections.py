"""Lines for labels_patch.csv, which the loader of a project honours: nothing else is written."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..additions import Patched
from ..contract import Project
from ..ledger.fingerprint import PATCH
from ..left_out import ADD
from ..place import here, relative
from .readable import everything

HEAD = ("id", "label", "because")


def patch_of(project: Project) -> Path | None:
    """The file, if the loader reads one."""
    return project.patch if isinstance(project, Patched) else None


def place_of(project: Project) -> Path | None:
    """Where a line about an example belongs, though the loader may not read it yet; None in code
    of yours, and of windows of a text or a series."""
    listed = isinstance(project.splits.train, list) and not here().adapter
    return patch_of(project) or (here().root / PATCH if listed else None)


def leave_out(project: Project, broken: Mapping[str, str]) -> str:
    """A line for each broken example (id -> why) that has none yet; a sentence about it.

    What stands in the file stays. Raises ValueError where the loader would not read it.
    """
    path = patch_of(project)
    if path is None:
        who = "Your own code" if here().adapter else "This project"
        remedy = "leave them out there" if here().adapter else f"{ADD} brings it"
        raise ValueError(f"{who} reads no {PATCH}: {remedy}.")
    examples = {e.id for e in everything(project.splits)}
    examples |= {*getattr(project.splits, "broken", {})}
    new = [(id, "", why) for id, why in broken.items() if id in examples - told(path)]
    if not new:
        return f"Nothing to write: no example is broken that {relative(path)} lacks."
    add(path, new)
    return (
        f"Left out by {relative(path)}: {len(new):,} examples, the first {new[0][0]}."
    )


def told(path: Path) -> set[str]:
    """The ids that have a line."""
    before = path.read_text("utf-8-sig", "replace") if path.exists() else ""
    return {line[0] for line in csv.reader(io.StringIO(before)) if line}


def add(path: Path, lines: Iterable[tuple[str, str, str]]) -> None:
    """Lines of id, label and why after those that stand there, whole or not at all."""
    before = path.read_text("utf-8-sig", "replace") if path.exists() else ""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerows([] if before.strip() else [HEAD])
    table.writerows(lines)
    between = "" if before.endswith("\n") or not before else "\n"
    part = path.with_suffix(".part")
    part.write_text(before + between + text.getvalue(), "utf-8", "replace")
    part.replace(path)
