"""`Trainer(Net(), loader).fit(12)`: a training whose net has no name of its own."""

import ast
import copy
from collections.abc import Callable

from nn_recipe.reading import RUNS, statements

OURS = {"train": "loader", "validation": "validation"}  # role -> what `fit` is handed


def by_trainer(
    tree: ast.Module, names: dict[str, str], is_net: Callable[[ast.AST], bool]
) -> str:
    """`Trainer(net, loader, validation).fit(epochs=12)`; "" where no such thing is called.

    `names`: role -> the name of its loader.
    """
    made: dict[str, ast.Call] = {}
    for statement in statements(tree):
        value = getattr(statement, "value", None)
        if not isinstance(value, ast.Call):
            continue
        if isinstance(statement, ast.Assign):
            made[ast.unparse(statement.targets[0])] = value
        if isinstance(value.func, ast.Attribute) and value.func.attr in RUNS:
            owner = value.func.value
            whole = (
                owner if isinstance(owner, ast.Call) else made.get(ast.unparse(owner))
            )
            if whole and (ours := with_ours(whole, names, is_net)):
                given = ", ".join(map(ast.unparse, [*value.args, *value.keywords]))
                return f"{ast.unparse(ours)}.{value.func.attr}({given})"
    return ""


def with_ours(
    call: ast.Call, names: dict[str, str], is_net: Callable[[ast.AST], bool]
) -> ast.Call | None:
    """The same call with our net and loaders; None if it takes no net made there, or no loader."""
    ours = {names[role]: name for role, name in OURS.items() if role in names}
    found = copy.deepcopy(call)
    taken = list[str]()

    def ours_of(value: ast.expr) -> ast.expr:
        name = "net" if is_net(value) else ours.get(ast.unparse(value), "")
        taken.append(name)
        return ast.Name(name) if name else value

    found.args = [ours_of(value) for value in found.args]
    for keyword in found.keywords:
        keyword.value = ours_of(keyword.value)
    return found if {"net", "loader"} <= set(taken) else None
