"""Lines for labels_patch.csv, which the loader of a project honours: nothing else is written."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from ..additions import Patched
from ..contract import Project
from ..place import here, relative
from .readable import everything

HEAD = ("id", "label", "because")


def patch_of(project: Project) -> Path | None:
    """The file, if the loader reads one."""
    return project.patch if isinstance(project, Patched) else None


def leave_out(project: Project, broken: Mapping[str, str]) -> str:
    """A line for each broken example (id -> why) that has none yet; a sentence about it.

    What stands in the file stays. Raises ValueError where the loader would not read it.
    """
    path = patch_of(project)
    if path is None:
        who = (
            "Your own code" if here().adapter else "This project, of an older release,"
        )
        remedy = (
            "leave them out there" if here().adapter else "`recipe update` brings it"
        )
        raise ValueError(f"{who} reads no labels_patch.csv: {remedy}.")
    before = path.read_text("utf-8-sig", "replace") if path.exists() else ""
    told = {line[0] for line in csv.reader(io.StringIO(before)) if line}
    examples = {e.id for e in everything(project.splits)}
    examples |= {*getattr(project.splits, "broken", {})}
    new = {id: why for id, why in broken.items() if id in examples - told}
    if not new:
        return f"Nothing to write: no example is broken that {relative(path)} lacks."
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerows([] if told else [HEAD])
    lines.writerows((id, "", why) for id, why in new.items())
    between = "" if before.endswith("\n") or not before else "\n"
    part = path.with_suffix(".part")
    part.write_text(before + between + text.getvalue(), "utf-8", "replace")
    part.replace(path)
    first = next(iter(new))
    return f"Left out by {relative(path)}: {len(new):,} examples, the first {first}."
