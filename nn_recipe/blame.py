"""Which of your changes makes a check fail? Each is taken back alone, in a copy, and asked again."""

import ast
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .changed import as_written, differing, units
from .place import here
from .progress import track


@dataclass(frozen=True)
class Change:
    """A unit of a module, or the whole of it, and the text of the module without the change."""

    file: str
    name: str  # of the function, field or constant; "" for all of the file
    text: str

    def __str__(self) -> str:
        return f"{self.name} in {self.file}" if self.name else f"{self.file}, the whole"


def changes() -> Iterator[Change]:
    """One function, field or constant at a time; then whole files in which several were changed."""
    whole = []
    for path in sorted(here().folder.glob("*.py")):
        before, now = as_written(path), path.read_text("utf-8")
        names = differing(before, now) if before else []
        for name in names:
            if text := without(name, before, now):
                yield Change(path.name, name, text)
        if len(names) > 1:
            whole.append(Change(path.name, "", before))
    yield from whole


def without(name: str, before: str, now: str) -> str:
    """The module with this unit as it was written; "" where it is new, or gone."""
    old, new = (dict(units(ast.parse(text))) for text in (before, now))
    if name not in old or name not in new:
        return ""
    lines, (start, end) = now.splitlines(True), span(new[name])
    first, last = span(old[name])
    return "".join([*lines[:start], *before.splitlines(True)[first:last], *lines[end:]])


def span(node: ast.stmt) -> tuple[int, int]:
    """Its lines, decorators and all, as a slice."""
    above = [node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))]
    return min(above) - 1, node.end_lineno or node.lineno


def blamed(words: Sequence[str]) -> list[Change]:
    """The changes without which nothing fails in `check WORDS`; the smallest ones first."""
    asked = [*changes()]
    watched = track(asked, "taking back", len(asked))
    found = [change for change in watched if not fails(change, words)]
    single = {change.file for change in found if change.name}
    return [change for change in found if change.name or change.file not in single]


def fails(change: Change, words: Sequence[str]) -> bool:
    """With the change taken back, does a row still fail, or the project no longer run?"""
    place = here()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "src", place.package)
        shutil.copytree(
            place.folder, copy, ignore=shutil.ignore_patterns("__pycache__")
        )
        (copy / change.file).write_text(change.text, "utf-8")
        Path(folder, "pyproject.toml").touch()
        code = [sys.executable, "-m", place.package, "check", *words, "--json"]
        paths = os.pathsep.join([str(copy.parent), *filter(None, sys.path)])
        home = {"RECIPE_DATA": os.environ.get("RECIPE_DATA", str(place.root))}
        environment = {**os.environ, "PYTHONPATH": paths, **home}
        done = subprocess.run(
            code, cwd=folder, env=environment, capture_output=True, text=True
        )
    try:
        return any(verdict["verdict"] == "fails" for verdict in json.loads(done.stdout))
    except json.JSONDecodeError:
        return True


def told(rows: Sequence[str], options: Sequence[str] = ()) -> str:
    """In a sentence, of rows that fail under these options of `check`."""
    found = blamed([*rows, *options])
    if not found:
        return "No single change since the project was written, taken back, makes this hold."
    names = " or ".join(map(str, found))
    again = " and ".join(rows)
    return f"It is {names}: as the project was written, {again} would not fail."
