"""What your script makes under a name, made anew: the net, with what is done to it afterwards."""

import ast
from typing import Any

from ..inlining import bound, within
from ..place import here
from ..reading import before_training
from .scripts import parsed


def made(script: Any, name: str) -> Any:
    """`made(train, "net")`: the line `net = ...` of train.py, and each that changes it, again.

    So an edit of that line is seen, and another seed gives other first weights.
    """
    path = here().resolve(object.__getattribute__(script, "_name"))
    module = script._module()
    names = dict(vars(module))
    lines = [s for s in before_training(parsed(path)) if concerns(s, name)]
    body = ast.Module(lines, [])
    exec(compile(body, str(path), "exec", dont_inherit=True), names)
    return names[name]


def concerns(statement: ast.stmt, name: str) -> bool:
    """Whether a line gives the net its name, or does something to it and names nothing else."""
    names = {n.id for n in within(statement) if isinstance(n, ast.Name)}
    if name not in names or isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return False
    given = bound(statement)
    if isinstance(statement, ast.For | ast.With | ast.If):
        return bool(not prints(statement))
    return given == {name} or (not given and not prints(statement))


def prints(statement: ast.stmt) -> bool:
    calls = (n for n in within(statement) if isinstance(n, ast.Call))
    return any(ast.unparse(c.func).split(".")[-1] in SAYS for c in calls)


SAYS = ("print", "summary", "info", "watch", "log", "save")


class Instead:
    """A data module of yours that gives these loaders instead of its own."""

    def __init__(self, module: Any, loader: Any, validation: Any):
        self.module, self.loader, self.validation = module, loader, validation

    def train_dataloader(self) -> Any:
        return self.loader

    def val_dataloader(self) -> Any:
        return self.validation

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["module"], name)


def loader_of(module: Any, split: str) -> Any:
    """A data module's own loader of "train", "val" or "test", once it has its data."""
    for name in ("prepare_data", "setup"):
        do = getattr(module, name, None)
        if do:
            do(*(("fit",) if wants_stage(do) else ()))
    return getattr(module, f"{split}_dataloader")()


def wants_stage(do: Any) -> bool:
    return bool(do.__code__.co_argcount > 1 and not do.__defaults__)


def optimizer_of(configured: Any) -> Any:
    """The first optimizer of what `configure_optimizers` gives."""
    while not hasattr(configured, "param_groups"):
        named = isinstance(configured, dict)
        configured = configured["optimizer"] if named else configured[0]
    return configured
