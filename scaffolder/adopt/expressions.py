"""`train.py:Net(4)`: a name of yours in a script of yours, and what can be guessed of them."""

import ast
import builtins
import keyword
import re
from dataclasses import dataclass
from pathlib import Path

from ..errors import AnswerError

LOSSES = {
    "CrossEntropyLoss": "classes",
    "cross_entropy": "classes",
    "NLLLoss": "classes",
    "nll_loss": "classes",
    "MSELoss": "numbers",
    "mse_loss": "numbers",
}

# What an expression of your training is handed, under these names.
GIVEN = {
    "optimizer": ("net",),
    "step": ("net", "optimizer", "x", "y"),
    "fit": ("net", "loader", "validation"),
    "evaluation": ("net", "loader"),
}
TAKEN = {"self", "split", "script", "project", "dataclass", *keyword.kwlist}
TAKEN |= {name for names in GIVEN.values() for name in names}


@dataclass(frozen=True)
class Expression:
    """Python of yours, to be evaluated in one of your scripts."""

    script: str
    text: str
    given: tuple[str, ...] = ()  # names that stand for themselves

    @property
    def alias(self) -> str:
        """What the adapter calls the script: `train` of train.py."""
        plain = re.sub(r"\W", "_", Path(self.script).stem)
        return plain if plain.isidentifier() and plain not in TAKEN else f"{plain}_py"

    @property
    def source(self) -> str:
        """The same as code that asks the script for each name of yours."""
        tree = ast.parse(self.text, mode="eval")
        return ast.unparse(Asked(self.alias, self.given).visit(tree))

    @property
    def loss(self) -> str:
        """ "classes" or "numbers" if it is a loss that says so, else ""."""
        return LOSSES.get(last_name(self.text), "")


class Asked(ast.NodeTransformer):
    def __init__(self, alias: str, given: tuple[str, ...]) -> None:
        self.alias, self.given = alias, given

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id in self.given or hasattr(builtins, node.id):
            return node
        return ast.Attribute(ast.Name(self.alias), node.id)


def last_name(text: str) -> str:
    """`MSELoss` of `nn.MSELoss()`."""
    return text.split("(")[0].split(".")[-1].strip()


def parsed(flag: str, text: str, folder: Path) -> Expression:
    """What was said with a flag: SCRIPT:EXPRESSION, both checked."""
    script, _, found = text.partition(":")
    if not found or not (folder / script).is_file():
        raise AnswerError(
            f"{flag} {text}: give a script of {folder.name} and what it has, such as "
            "train.py:Net() or data.py:load()[0]."
        )
    try:
        ast.parse(found, mode="eval")
    except SyntaxError as error:
        raise AnswerError(
            f"{flag} {text}: {found!r} is no Python ({error.msg})."
        ) from error
    return Expression(script, found, GIVEN.get(flag.removeprefix("--"), ()))


def guesses(folder: Path) -> dict[str, Expression]:
    """What stands in the scripts under names that leave no doubt."""
    found: dict[str, Expression] = {}
    for path in sorted(folder.glob("*.py")):
        try:
            tree = ast.parse(path.read_text("utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            continue
        for role, text in in_script(tree):
            given = GIVEN.get(role, ())
            found.setdefault(role, Expression(path.name, text, given))
    return found


def in_script(tree: ast.Module) -> "list[tuple[str, str]]":
    """(role, expression) of what is assigned at the top; a loss may stand anywhere."""
    nets = {c.name for c in tree.body if isinstance(c, ast.ClassDef) and is_net(c)}
    found = []
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            made, name = statement.value, ast.unparse(statement.targets[0])
            kind = last_name(ast.unparse(made.func))
            if kind in nets or kind == "Sequential":
                found.append(("model", ast.unparse(made)))
            if made.args and ast.unparse(made.args[0]).endswith(".parameters()"):
                net = ast.parse("net.parameters()", mode="eval").body
                found.append(("optimizer", ast.unparse(with_first(made, net))))
            if kind.endswith(("DataLoader", "Dataset")):
                named = [(r, name) for r in ROLES if name.lower().startswith(ROLES[r])]
                found = [*found, *named] if kind != "DataLoader" else [*named, *found]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and last_name(ast.unparse(node.func)) in LOSSES:
            is_class = last_name(ast.unparse(node.func))[0].isupper()
            found.append(("loss", ast.unparse(node if is_class else node.func)))
    return found


def with_first(made: ast.Call, argument: ast.expr) -> ast.Call:
    return ast.Call(made.func, [argument, *made.args[1:]], made.keywords)


ROLES = {"train": ("train",), "validation": ("val", "dev"), "test": ("test",)}


def is_net(found: ast.ClassDef) -> bool:
    return any(last_name(ast.unparse(base)) == "Module" for base in found.bases)
