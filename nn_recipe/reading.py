"""A training script as statements, from top to bottom, without running it.

Most scripts keep all they do in a function: what `main()` does stands here in place of its call,
so that the names within it can be asked for. No torch: `recipe adopt` reads scripts with it, too.
"""

import ast
import re

from .inlining import FUNCTION, unrolled, within

RUNS = ("main", "train", "fit", "run")  # what a script calls its training
WORK = re.compile(r"train|fit|epoch|step|eval|valid|run|backward|optim", re.IGNORECASE)


def statements(tree: ast.Module) -> list[ast.stmt]:
    """What is done, in its order; the body of a `main` whose call says all it needs."""
    functions = {f.name: f for f in tree.body if isinstance(f, ast.FunctionDef)}
    defined = {f.name for f in tree.body if isinstance(f, FUNCTION | ast.ClassDef)}
    lines = (each for s in tree.body for each in guarded(s) or [s])
    return [made for line in lines for made in unrolled(line, functions, defined)]


def is_guard(statement: ast.stmt) -> bool:
    """`if __name__ == "__main__":`, in whatever spelling."""
    if not isinstance(statement, ast.If) or statement.orelse:
        return False
    return "__name__" in ast.unparse(statement.test)


def guarded(statement: ast.stmt) -> list[ast.stmt]:
    """What stands under it; [] if it is no such guard."""
    there = isinstance(statement, ast.If) and is_guard(statement)
    return statement.body if there else []  # type: ignore[union-attr]


def before_training(tree: ast.Module) -> list[ast.stmt]:
    """What stands above the first statement that trains."""
    learners, fitted = teaching(tree), of_sklearn(tree)
    found = []
    for statement in statements(tree):
        if trains(statement, learners, fitted):
            break
        found.append(statement)
    return found


def trains(statement: ast.stmt, learners: set[str], fitted: set[str]) -> bool:
    """Whether a statement begins the work of a script, or goes through a loop of it."""
    if isinstance(statement, FUNCTION | ast.ClassDef):
        return False
    if is_guard(statement) or has_backward(statement):
        return True
    calls = [n for n in within(statement) if isinstance(n, ast.Call)]
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        function = statement.value.func  # `Trainer().fit()`, on a line of its own
        if isinstance(function, ast.Attribute) and function.attr in RUNS:
            return ast.unparse(function.value).split("(")[0] not in fitted
    if any(last_called(call) in learners for call in calls):
        return True
    if any(isinstance(c.func, ast.Name) and c.func.id in RUNS for c in calls):
        return True
    loops = any(isinstance(n, ast.For | ast.While) for n in within(statement))
    return loops and any(WORK.search(last_called(call)) for call in calls)


def last_called(call: ast.Call) -> str:
    """`fit` of `trainer.fit()`."""
    return ast.unparse(call.func).split("(")[-1].split(".")[-1]


def has_backward(node: ast.AST) -> bool:
    return any(
        isinstance(n, ast.Attribute) and n.attr == "backward" for n in within(node)
    )


def teaching(tree: ast.Module) -> set[str]:
    """Functions and methods of the script that go backward, by themselves or by one another."""
    bodies = [f for f in ast.walk(tree) if isinstance(f, FUNCTION)]
    # net.train() is a mode, and a class is made without being run
    shy = {"train", "step", "forward", "__init__"}
    found: set[str] = set()
    while True:
        more = {
            f.name
            for f in bodies
            if any(has_backward(s) for s in f.body)
            or any(
                isinstance(n, ast.Call) and last_called(n) in found
                for s in f.body
                for n in within(s)
            )
        }
        if more - shy == found:
            return found
        found = more - shy


def of_sklearn(tree: ast.Module) -> set[str]:
    """What is scikit-learn's, whose `fit` is no training of a net: classes, and names of them."""
    imports = [n for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    theirs = [n for n in imports if (n.module or "").startswith("sklearn")]
    found = {alias.asname or alias.name for n in theirs for alias in n.names}
    for n in ast.walk(tree):
        made = n.value if isinstance(n, ast.Assign) else None
        if isinstance(made, ast.Call) and ast.unparse(made.func) in found:
            found |= {ast.unparse(target) for target in n.targets}  # type: ignore
    return found
