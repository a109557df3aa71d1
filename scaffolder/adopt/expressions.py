"""`train.py:Net(4)`: a name of yours in a script of yours, and what can be guessed of them."""

import ast
import builtins
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


@dataclass(frozen=True)
class Expression:
    """Python of yours, to be evaluated in one of your scripts."""

    script: str
    text: str

    @property
    def source(self) -> str:
        """The same as code that asks `script("train.py")` for each name of yours."""
        tree = ast.parse(self.text, mode="eval")
        return ast.unparse(Asked(self.script).visit(tree))

    @property
    def loss(self) -> str:
        """ "classes" or "numbers" if it is a loss that says so, else ""."""
        return LOSSES.get(last_name(self.text), "")


class Asked(ast.NodeTransformer):
    def __init__(self, script: str) -> None:
        self.script = script

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if hasattr(builtins, node.id):
            return node
        module = ast.Call(ast.Name("script"), [ast.Constant(self.script)], [])
        return ast.Attribute(module, node.id)


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
    return Expression(script, found)


def guesses(folder: Path) -> dict[str, Expression]:
    """What stands in the scripts under names that leave no doubt."""
    found: dict[str, Expression] = {}
    for path in sorted(folder.glob("*.py")):
        try:
            tree = ast.parse(path.read_text("utf-8"))
        except (SyntaxError, UnicodeDecodeError):
            continue
        for role, text in in_script(tree):
            found.setdefault(role, Expression(path.name, text))
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
            if kind.endswith(("DataLoader", "Dataset")):
                found += [(r, name) for r in ROLES if name.lower().startswith(ROLES[r])]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and last_name(ast.unparse(node.func)) in LOSSES:
            is_class = last_name(ast.unparse(node.func))[0].isupper()
            found.append(("loss", ast.unparse(node if is_class else node.func)))
    return found


ROLES = {"train": ("train",), "validation": ("val", "dev"), "test": ("test",)}


def is_net(found: ast.ClassDef) -> bool:
    return any(last_name(ast.unparse(base)) == "Module" for base in found.bases)
