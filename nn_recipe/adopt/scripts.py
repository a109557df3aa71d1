"""Your scripts as modules, without running their training."""

import ast
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from ..place import here

RUNS = ("main", "train", "fit", "run")  # what a script calls its training


class Script:
    """`script("train.py").Net` is what train.py calls Net; it is read when first asked."""

    def __init__(self, name: str):
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(loaded(here().resolve(self._name)), name)


def script(name: str) -> Any:
    """A script of yours, by its path beside the adapter, without what it does at the end."""
    return Script(name)


@cache
def loaded(path: Path) -> ModuleType:
    """What a script defines above its first loop, its `if __name__` and its training."""
    tree = ast.parse(path.read_text("utf-8"), str(path))
    body: list[ast.stmt] = []
    for statement in tree.body:
        if trains(statement):
            break
        body.append(statement)
    module = ModuleType(f"adopted_{path.stem}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    if str(path.parent) not in sys.path:
        sys.path.insert(0, str(path.parent))
    code = compile(ast.Module(body, []), str(path), "exec", dont_inherit=True)
    exec(code, module.__dict__)
    return module


def trains(statement: ast.stmt) -> bool:
    """Whether a statement at the top of a script begins its work."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
        return False
    if isinstance(statement, ast.If) and "__name__" in ast.unparse(statement.test):
        return True
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func  # `Trainer().fit()`, on a line of its own
        if isinstance(function, ast.Attribute) and function.attr in RUNS:
            return True
    return any(
        isinstance(node, ast.For | ast.While)
        or (isinstance(node, ast.Call) and called(node) in RUNS)
        for node in ast.walk(statement)
    )


def called(node: ast.Call) -> str:
    """`main` of `main()`; within a statement methods do not count: `net.train()` is a mode."""
    return node.func.id if isinstance(node.func, ast.Name) else ""
