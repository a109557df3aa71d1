"""The winner as a change of config.py: a diff that `git apply` takes; the file is yours."""

import ast
import difflib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from optuna.trial import FrozenTrial

from ..ledger import Record
from ..place import here, relative
from ..trials.fair import scaled
from ..trials.kept import part
from .search import Search


def kept_diff(search: Search, best: FrozenTrial) -> str:
    """Written into the folder of the study; its path, or "" where config.py is no such file."""
    changed = wanted(search, best)
    found = diff(changed)
    path = search.study.folder / "config.diff"
    if not found:
        path.unlink(missing_ok=True)
        return ""
    with part(path) as other:
        other.write_text(found, encoding="utf-8", newline="")
    return relative(path)


def wanted(search: Search, best: FrozenTrial) -> dict[str, Any]:
    """Field -> value, with the budget of config.py, whatever that of the study was."""
    changed = search.study.changed(best)
    config = here().config.Config()
    more, _ = scaled(search.project.but(**vars(config)), changed)
    return changed | more


def diff(changed: Mapping[str, Any]) -> str:
    """As git has it, from the root of the project; "" where some field has no line of its own."""
    path = file_of()
    before = read(path)
    after = edited(before, changed)
    if after is None or not path.is_relative_to(here().root):
        return ""
    name = path.relative_to(here().root).as_posix()
    both = (before.splitlines(keepends=True), after.splitlines(keepends=True))
    lines = difflib.unified_diff(*both, f"a/{name}", f"b/{name}")
    end = "\n\\ No newline at end of file\n"
    return "".join(line if line.endswith("\n") else line + end for line in lines)


def offered(search: Search, record: Record, asked: bool) -> str:
    """What to say of the diff; written into config.py where it was asked for and holds."""
    told = record.measured if isinstance(record.measured, dict) else {}
    if not (path := told.get("diff")):
        return ""
    if record.verdict != "holds":
        stays = "config.py stays as it is. " if asked else ""
        return f"Not surely better. {stays}As a change all the same: git apply {path}"
    if asked and apply(wanted(search, search.ranked()[0])):
        return f"{relative(file_of())} has the winner now, yours to edit."
    return f"As a change of config.py: git apply {path}"


def apply(changed: Mapping[str, Any]) -> bool:
    """Into config.py, whole or not at all; False where some field has no line of its own."""
    path = file_of()
    after = edited(read(path), changed)
    if after is None:
        return False
    place = path.resolve()
    with part(place) as other:
        other.write_text(after, encoding="utf-8", newline="")
        shutil.copymode(place, other)
    return True


def file_of() -> Path:
    return Path(str(here().config.__file__))


def read(path: Path) -> str:
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def edited(text: str, changed: Mapping[str, Any]) -> str | None:
    """The defaults of `class Config` replaced, and nothing else."""
    lines = text.encode().splitlines(keepends=True)
    values = defaults(text)
    if not set(changed) <= set(values):
        return None
    places = {name: (values[name].lineno, values[name].col_offset) for name in changed}
    for name in sorted(changed, key=places.__getitem__, reverse=True):
        node = values[name]
        first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
        head, tail = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
        lines[first : last + 1] = [head + repr(changed[name]).encode() + tail]
    return b"".join(lines).decode()


def defaults(text: str) -> dict[str, ast.expr]:
    """Field -> where its plain default stands."""
    found = {}
    for top in ast.parse(text).body:
        if isinstance(top, ast.ClassDef) and top.name == "Config":
            for line in top.body:
                if isinstance(line, ast.AnnAssign) and isinstance(
                    line.target, ast.Name
                ):
                    value = line.value
                    if value is not None and not isinstance(value, ast.Call):
                        found[line.target.id] = value
    return found
