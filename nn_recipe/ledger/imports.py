"""Which modules of yours a file imports, by reading it: nothing is executed."""

import ast
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from .code import parse


def with_imports(paths: Sequence[Path], but: Collection[Path] = ()) -> list[Path]:
    """The same, and each module of yours that one of them imports, and so on; not those of `but`."""
    found, left = set(paths), list(paths)
    while left:
        path = left.pop()
        for module in imported(path) if path.suffix == ".py" else ():
            if module not in found and module not in but:
                found.add(module)
                left.append(module)
    return sorted(found)


def imported(path: Path) -> Iterator[Path]:
    """Files that stand beside this one, in a package of it, or from a folder above it on."""
    for node in ast.walk(parse(path)):
        if isinstance(node, ast.Import):
            names, above = [alias.name for alias in node.names], path.parents[:2]
        elif isinstance(node, ast.ImportFrom):
            start = f"{node.module}." if node.module else ""
            names = [node.module or "", *(start + alias.name for alias in node.names)]
            up = node.level - 1
            above = path.parents[up : up + 1] if node.level else path.parents[:2]
        else:
            continue
        for folder in above:
            for name in filter(None, names):
                module = folder.joinpath(*name.split("."))
                for file in (module.with_suffix(".py"), module / "__init__.py"):
                    if file.is_file():
                        yield file
