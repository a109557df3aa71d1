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
    "BCEWithLogitsLoss": "labels",
    "binary_cross_entropy_with_logits": "labels",
}

# What an expression of your training is handed, under these names.
GIVEN = {
    "optimizer": ("net",),
    "step": ("net", "optimizer", "x", "y"),
    "fit": ("net", "loader", "validation"),
    "evaluation": ("net", "loader"),
}
HELPERS = (
    "rerun",
    "made",
    "drawn",
    "batches",
    "loader_of",
    "optimizer_of",
    "Instead",
)  # of nn_recipe.adopt
SCRIPT = "_script"  # stands for the script itself
TAKEN = {"self", "split", "script", "project", "dataclass", *keyword.kwlist}
TAKEN |= {name for names in GIVEN.values() for name in names} | {*HELPERS}


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
        """ "classes", "numbers" or "labels" if it is a loss that says so, else ""."""
        return LOSSES.get(last_name(self.text), "")


class Asked(ast.NodeTransformer):
    def __init__(self, alias: str, given: tuple[str, ...]) -> None:
        self.alias, self.given = alias, given

    def visit(self, node: ast.AST) -> ast.AST:
        self.given += tuple(
            own(node)
        )  # `[row[0] for row in rows]`: row is no name of yours
        return super().visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id == SCRIPT:
            return ast.Name(self.alias)
        if node.id in self.given or hasattr(builtins, node.id):
            return node
        return ast.Attribute(ast.Name(self.alias), node.id)


def own(node: ast.AST) -> set[str]:
    """The names that an expression gives a value itself, as a comprehension and a lambda do."""
    if isinstance(node, ast.Lambda):
        return {a.arg for a in ast.walk(node.args) if isinstance(a, ast.arg)}
    made = [g.target for g in getattr(node, "generators", [])]
    return {n.id for t in made for n in ast.walk(t) if isinstance(n, ast.Name)}


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
    given = GIVEN.get(flag.removeprefix("--"), ())
    return Expression(script, found, (*given, *HELPERS))
