"""Your scripts as modules: read without their training, or run whole with a net of ours."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from ..inlining import bound
from ..place import here
from ..reading import before_training, statements
from .aside import aside
from .drawn import Enough

NAMES = 6  # of a script that are named


class NotThere(AttributeError, ValueError):
    """A script has no such name where it is read: a sentence, no traceback."""


class Script:
    """`script("train.py").Net` is what train.py calls Net; it is read when first asked."""

    def __init__(self, name: str, *arguments: str):
        self.__dict__.update(_name=name, _arguments=arguments)

    def _module(self) -> ModuleType:
        return loaded(here().resolve(self._name), *self._arguments)

    def __getattr__(self, name: str) -> Any:
        module = self._module()
        if name.startswith("__") or hasattr(module, name):
            return getattr(module, name)
        raise NotThere(
            f"{self._name} has no {name} at its top, nor in what it calls there before it trains. "
            f"Needed in audit.py: an expression of names that it has, such as "
            f"{some_names(module)}."
        )

    def __setattr__(self, name: str, value: Any) -> None:
        """Functions of the script that ask for a global find this one."""
        setattr(self._module(), name, value)


def some_names(module: ModuleType) -> str:
    """The last that were made: nearest to what is meant."""
    names = [
        n
        for n, v in vars(module).items()
        if n[0] != "_" and not isinstance(v, ModuleType)
    ]
    return ", ".join(names[-NAMES:])


def script(name: str, *arguments: str) -> Any:
    """A script of yours, by its path beside the adapter, without what it does at the end.

    `arguments` are those of its command line. What its `main()` makes can be asked for as well.
    """
    return Script(name, *arguments)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def loaded(path: Path, *arguments: str) -> ModuleType:
    """What a script makes above its training: at its top, and in the function that it calls."""
    tree = parsed(path)
    try:
        return executed(path, before_training(tree), f"adopted_{path.stem}", arguments)
    except SystemExit as ended:
        raise ValueError(
            f"{path.name} ended while it was read ({ended}): if it needs arguments, give them "
            f'in the adapter: script("{path.name}", "--flag", "value").'
        ) from ended


def rerun(name: str, *arguments: str, **ours: Any) -> ModuleType:
    """The whole script, its training too, with these in place of what it makes of that name.

    `rerun("train.py", model=net, train_loader=loader)`: where train.py says `model = Net()`,
    its `model` is this net from there on.
    """
    path = here().resolve(name)
    tree = parsed(path)
    body: list[ast.stmt] = []
    missing = dict(ours)
    for statement in statements(tree):
        body.append(statement)
        for wanted in sorted(bound(statement) & set(missing)):
            body += ast.parse(f"{wanted} = {OURS}[{wanted!r}]").body
            del missing[wanted]
    if missing:
        raise ValueError(
            f"{name} gives no value to {', '.join(missing)} at its top or in its main "
            "function: name what it does, in audit.py: fit."
        )
    try:
        return executed(path, body, f"rerun_{path.stem}", arguments, {OURS: ours})
    except (SystemExit, Enough):  # as scripts end that say `sys.exit(main())`
        return sys.modules[f"rerun_{path.stem}"]


OURS = "_in_place_of_yours"


def executed(
    path: Path,
    body: list[ast.stmt],
    name: str,
    arguments: tuple[str, ...],
    names: Any = (),
) -> ModuleType:
    module = ModuleType(name)
    module.__file__ = str(path)
    module.__dict__.update(names)
    sys.modules[module.__name__] = module
    if str(path.parent) not in sys.path:
        sys.path.insert(0, str(path.parent))
    code = compile(ast.Module(body, []), str(path), "exec", dont_inherit=True)
    with called_with(path, arguments), aside():
        exec(code, module.__dict__)
    return module


@contextmanager
def called_with(path: Path, arguments: tuple[str, ...]) -> Iterator[None]:
    """A script that reads its command line finds its own, and not that of the recipe."""
    before, sys.argv = sys.argv, [str(path), *arguments]
    try:
        yield
    finally:
        sys.argv = before
