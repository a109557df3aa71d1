"""Options that do nothing: written down in config.py, or in Inputs and Target, and never read."""

import ast
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from ..changed import is_your_own
from ..contract import Project
from ..findings import Findings
from ..ledger.code import parse
from ..ledger.fingerprint import BOOKKEEPING
from ..place import here
from ..specimen import under
from .reference_training import UNUSUAL

SPREAD = ("vars", "asdict")  # f(**vars(config)): whoever does so may read each of them
# Another optimizer, schedule or split leaves some of these behind; other checks ask for them.
YOURS = {*UNUSUAL, *BOOKKEEPING, "validation_share", "test_share", "split_seed"}
YOURS -= {"model", "batch_size", "steps", "learning_rate"}
SHAPE = {"width", "depth"}  # a net of your own has its own


def judge_declared(project: Project, findings: Findings) -> None:
    """Each field of the config is read somewhere, and so is each of what x and y are made of.

    A search over an option that nobody reads finds that all its values are alike. Asked of the
    source: an option that counts only beside another one is read there, whatever runs.
    """
    if here().adapter:
        return
    beside = [parse(file) for file in sources() if file.name != "config.py"]
    if any(map(spreads, beside)):
        return
    words = {word for tree in beside for word in read_in(tree)}
    yours = YOURS | (SHAPE if own_net(project) else set())
    for name in names_of(project.config):
        if name in yours or not says(getattr(project.config, name), name):
            continue
        findings.demand(
            name in words,
            f"`{name}` in config.py is read nowhere: whatever it says, nothing changes.",
            "config.py: use it, or leave it out",
        )
    said = {word for tree in beside for word in read_in(tree, but="config")}
    for part, file in ((project.inputs, "data.py"), (project.target, "target.py")):
        for name in names_of(part):
            findings.demand(
                name in said,
                f"{type(part).__name__} keeps `{name}`, and nothing reads it: x and y are the "
                "same whatever it says.",
                f"{file}: where is `self.{name}` needed?",
            )


def own_net(project: Project) -> bool:
    if not hasattr(project.config, "model"):
        return False
    return is_your_own(type(under(project, model="reference").net()))


def says(value: Any, name: str) -> bool:
    """A number that is not 0, or a column to split by; formats differ in which names they need."""
    if isinstance(value, tuple):
        return bool(value) and all(says(one, name) for one in value)
    return bool(value) and (isinstance(value, int | float) or name == "split_column")


def sources() -> list[Path]:
    """The package, and scripts and pages beside it."""
    root = here().root
    near = (root.glob("*.py"), root.glob("*/*.py"), here().folder.rglob("*.py"))
    return sorted({file for files in near for file in files})


def names_of(part: Any) -> list[str]:
    return [f.name for f in fields(part)] if is_dataclass(part) else []


def read_in(tree: ast.AST, but: str = "") -> Iterator[str]:
    """The names after a dot, but for those of `but`; and whole words in quotes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            of = getattr(node.value, "attr", getattr(node.value, "id", ""))
            if not but or of != but:
                yield node.attr
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def spreads(tree: ast.AST) -> bool:
    """Is there a call with `**vars(config)`?"""
    calls = (n for n in ast.walk(tree) if isinstance(n, ast.Call))
    spread = (k.value for call in calls for k in call.keywords if k.arg is None)
    return any(
        isinstance(value, ast.Call) and getattr(value.func, "id", "") in SPREAD
        for value in spread
    )
