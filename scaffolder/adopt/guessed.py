"""What stands in the scripts under names that leave no doubt."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nn_recipe.inlining import bound
from nn_recipe.reading import before_training, statements

from .expressions import GIVEN, HELPERS, LOSSES, SCRIPT, Expression, last_name
from .optimizers import configured, names_in, optimizers
from .other_feeds import without_loaders
from .trainers import by_trainer

ROLES = {
    "train": ("train",),
    "validation": ("val", "dev", "eval"),
    "test": ("test",),
}
OURS = {"model": "net", "train": "loader", "validation": "validation"}  # in `fit`
FEEDS = (
    "loader",
    "dl",
    "set",
    "ds",
    "iter",
    "batches",
)  # what a split's name ends with


@dataclass
class Guesses:
    """Expressions by role, and the names under which a script keeps them."""

    found: list[tuple[str, str]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # role -> name
    instead: list[tuple[str, str]] = field(default_factory=list)  # name -> ours

    def add(self, role: str, text: str, name: str = "") -> None:
        self.found.append((role, text))
        if name:
            self.names.setdefault(role, name)


def guesses(folder: Path) -> dict[str, Expression]:
    """Of all scripts at the top of the folder: role -> expression."""
    found: dict[str, Expression] = {}
    for path in sorted(folder.glob("*.py")):
        tree = read(path)
        if not tree:
            continue
        nets = nets_of(tree, folder)
        guessed = in_script(tree, nets)
        for role, text in guessed.found:
            given = (*GIVEN.get(role, ()), *HELPERS)
            found.setdefault(role, Expression(path.name, text, given))
        if text := training(path, tree, guessed, nets):
            given = (*GIVEN["fit"], *HELPERS)
            found.setdefault("fit", Expression(path.name, text, given))
    return found


def training(path: Path, tree: ast.Module, guessed: Guesses, nets: set[str]) -> str:
    """What `fit` does: the whole script with our net and loaders, or a trainer of its own."""
    if not goes_through(tree, guessed.names):
        return by_trainer(tree, guessed.names, lambda node: is_made(node, nets))
    ours = {n: OURS[r] for r, n in guessed.names.items() if r in OURS}
    ours |= dict(guessed.instead)
    said = ", ".join(f"{name}={ours[name]}" for name in ours)
    return f"rerun({path.name!r}, {said})"


def read(path: Path) -> "ast.Module | None":
    try:
        return ast.parse(path.read_text("utf-8"))
    except (OSError, SyntaxError, UnicodeDecodeError):
        return None


def nets_of(tree: ast.Module, folder: Path) -> set[str]:
    """The names of nets: classes of the script, and of files of yours that it imports."""
    nets = {c.name for c in tree.body if isinstance(c, ast.ClassDef) and is_net(c)}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            path = folder.joinpath(*node.module.split("."))
            other = read(path.with_suffix(".py")) or read(path / "__init__.py")
            theirs = nets_of(other, folder) if other else set()
            nets |= {a.asname or a.name for a in node.names if a.name in theirs}
    return nets


def is_net(found: ast.ClassDef) -> bool:
    return any(last_name(ast.unparse(base)) == "Module" for base in found.bases)


def in_script(tree: ast.Module, nets: set[str]) -> Guesses:
    """What is assigned above the training; a loss and an optimizer may stand anywhere."""
    above, loaders, sets = before_training(tree), Guesses(), Guesses()
    for statement in above:
        if isinstance(statement, ast.Assign):
            target, value = statement.targets[0], statement.value
            if is_made(value, nets):
                name = ast.unparse(target)
                text = f"made({SCRIPT}, {name!r})" if name.isidentifier() else ""
                loaders.add("model", text or ast.unparse(value), name)
            for role, name in splits(target, value):
                of_sets = is_set(value) or name.lower().endswith("set")
                (sets if of_sets else loaders).add(role, name, name)
    known = {name for statement in above for name in bound(statement)}
    loaders.found += sets.found
    loaders.names = sets.names | loaders.names
    without_loaders(tree, above, loaders)
    selects_by_test(loaders)
    loaders.found += [("optimizer", text) for text in configured(tree)]
    loaders.found += [("optimizer", text) for text in optimizers(tree, known)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and last_name(ast.unparse(node.func)) in LOSSES:
            is_class = last_name(ast.unparse(node.func))[0].isupper()
            loaders.add("loss", ast.unparse(node if is_class else node.func))
        elif is_made(node, nets) and names_in(node) <= known | nets:
            loaders.add("model", ast.unparse(node))  # such as `fit(Net(), loader)`
    return loaders


def selects_by_test(guessed: Guesses) -> None:
    """With two splits alone, the one called test is what an epoch ends with: validation."""
    if "validation" not in dict(guessed.found) and "test" in dict(guessed.found):
        there = {"test": "validation"}
        guessed.found = [(there.get(r, r), text) for r, text in guessed.found]
        guessed.names = {there.get(r, r): name for r, name in guessed.names.items()}


def is_made(node: ast.AST, nets: set[str]) -> bool:
    if not isinstance(node, ast.Call):
        return False
    kind = last_name(ast.unparse(node.func))
    return kind in nets or kind == "Sequential" and bool(node.args)


def splits(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, str]]:
    """(role, name) of what looks like the data of a split: loaders first, then data sets."""
    if not isinstance(value, ast.Call):
        return
    if isinstance(target, ast.Tuple):
        names = [ast.unparse(each) for each in target.elts]
        names = [n for n in names if n.lower().endswith(FEEDS)]
    else:
        made = last_name(ast.unparse(value.func)).endswith(("DataLoader", "Dataset"))
        names = [ast.unparse(target)] if made else []
    for name in names:
        for role, starts in ROLES.items():
            if name.lower().startswith(starts):
                yield role, name


def is_set(value: ast.expr) -> bool:
    made = isinstance(value, ast.Call)
    return made and last_name(ast.unparse(value.func)).endswith("Dataset")


def goes_through(tree: ast.Module, names: dict[str, str]) -> bool:
    """Whether a net and a loader have names at the top, and the training takes them there."""
    if not {"model", "train"} <= set(names):
        return False
    after = statements(tree)[len(before_training(tree)) :]
    used = {n for statement in after for n in names_in(statement)}
    return {names["model"], names["train"]} <= used | passed(tree)


def passed(tree: ast.Module) -> set[str]:
    """Names that are handed to a call above the training, as to `Trainer(net, loader)`."""
    calls = (n for s in before_training(tree) for n in ast.walk(s))
    found = (a for c in calls if isinstance(c, ast.Call) for a in c.args)
    return {a.id for a in found if isinstance(a, ast.Name)}
