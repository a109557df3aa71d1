"""Data that come from no loader with the name of a split."""

import ast
import re
from collections.abc import Iterator
from typing import Any

from .expressions import SCRIPT

DRAWS = re.compile(r"(get|next|sample|make)_?batch", re.IGNORECASE)
OTHER = ("val", "valid", "validation", "test", "dev", "eval")
PAIRS = {
    "train": "tr|trn|train|training",
    "validation": "va|val|valid|validation|dev",
    "test": "te|tst|test",
}


def without_loaders(tree: ast.Module, above: list[ast.stmt], guessed: Any) -> None:
    """A data module, a function that draws batches, one loader of any name, bare tensors."""
    if "train" not in guessed.names:
        for find in (data_module, drawing, one_loader):
            if find(tree, above, guessed):
                break
    roles = {role for role, _ in guessed.found}
    for role, pair in bare(above):
        if role not in roles and (role != "train" or "train" not in guessed.names):
            guessed.add(role, pair)
            roles.add(role)


def data_module(tree: ast.Module, above: list[ast.stmt], guessed: Any) -> bool:
    """`dm = Data()`, of a class with `train_dataloader`."""
    kinds = {
        c.name
        for c in tree.body
        if isinstance(c, ast.ClassDef) and "train_dataloader" in methods(c)
    }
    for name, made in assigned(above):
        if ast.unparse(made.func) in kinds:
            kind = next(
                c for c in tree.body if getattr(c, "name", "") == ast.unparse(made.func)
            )
            guessed.add("train", f"loader_of({name}, 'train')", name)
            for role, word in (("validation", "val"), ("test", "test")):
                if f"{word}_dataloader" in methods(kind):
                    guessed.add(role, f"loader_of({name}, {word!r})")
            guessed.instead.append(
                (name, f"Instead({SCRIPT}.{name}, loader, validation)")
            )
            return True
    return False


def methods(found: Any) -> set[str]:
    return {f.name for f in found.body if isinstance(f, ast.FunctionDef)}


def assigned(above: list[ast.stmt]) -> Iterator[tuple[str, ast.Call]]:
    for statement in above:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            yield ast.unparse(statement.targets[0]), statement.value


def drawing(tree: ast.Module, above: list[ast.stmt], guessed: Any) -> bool:
    """`def get_batch(split)` that draws places by chance, as nanoGPT has it."""
    for found in tree.body:
        if not isinstance(found, ast.FunctionDef) or not DRAWS.search(found.name):
            continue
        words = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)}
        if (
            len(found.args.args) != 1
            or "train" not in words
            or "rand" not in ast.unparse(found)
        ):
            continue
        guessed.add("train", f"drawn({found.name}, 'train')", found.name)
        other = next((word for word in OTHER if word in words), "")
        if other:
            guessed.add("validation", f"drawn({found.name}, {other!r})")
        guessed.instead.append((found.name, "batches(loader, validation)"))
        return True
    return False


def one_loader(tree: ast.Module, above: list[ast.stmt], guessed: Any) -> bool:
    """The one loader there is."""
    loaders = [
        n
        for n, made in assigned(above)
        if ast.unparse(made.func).endswith("DataLoader")
    ]
    if len(loaders) != 1:
        return False
    guessed.add("train", loaders[0], loaders[0])
    return True


def bare(above: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    """`(X_test, y_test)`, whatever they are called, where both have a value."""
    known = {n.id for s in above for n in ast.walk(s) if isinstance(n, ast.Name)}
    for role, words in PAIRS.items():
        for x in sorted(known):
            found = re.fullmatch(rf"([xX])_?({words})", x) or re.fullmatch(
                rf"({words})_?([xX])", x
            )
            for y in (re.sub("[xX]", letter, x, count=1) for letter in "yY"):
                if found and y in known:
                    yield role, f"({x}, {y})"
