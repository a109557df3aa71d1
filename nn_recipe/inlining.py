"""What a called function does, in place of its call: nothing is run."""

import ast
from collections.abc import Iterator

FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
DEEP = 3  # functions that call one another: `main`, a fold of it, its training


def unrolled(
    statement: ast.stmt,
    functions: dict[str, ast.FunctionDef],
    defined: set[str],
    deep: int = 0,
) -> list[ast.stmt]:
    """What a line does, its calls opened; within a function only those of whole trainings."""
    found = opened(statement, functions, defined, deep > 0)
    if deep == DEEP or any(one is statement for one in found):
        return found
    return [s for one in found for s in unrolled(one, functions, defined, deep + 1)]


def opened(
    statement: ast.stmt,
    functions: dict[str, ast.FunctionDef],
    defined: set[str],
    trains: bool,
) -> list[ast.stmt]:
    """The body of the function that a line calls; of a loop over folds, that of the first."""
    made, before = call_alone(statement), list[ast.stmt]()
    function = functions.get(made.func.id) if made else None  # type: ignore
    function = (
        None if function and trains and not makes_optimizer(function) else function
    )
    if not made:
        before, made = call_within(statement)
        function = functions.get(made.func.id) if made else None  # type: ignore
        function = function if function and makes_optimizer(function) else None
    inner = inlined(made, function) if made and function else []
    hides = {name for s in inner for name in bound(s)} & defined
    return [*before, *inner] if inner and not hides else [statement]


def call_within(statement: ast.stmt) -> "tuple[list[ast.stmt], ast.Call | None]":
    """`net = run(0)`, or `for fold in range(5): found += run(fold)` with fold as it is first."""
    before: list[ast.stmt] = []
    if isinstance(statement, ast.For) and len(statement.body) == 1:
        first = ast.parse("next(iter(0))", mode="eval").body
        first.args[0].args = [statement.iter]  # type: ignore[attr-defined]
        turn = ast.copy_location(ast.Assign([statement.target], first), statement)
        before, statement = [ast.fix_missing_locations(turn)], statement.body[0]
    made = getattr(statement, "value", None)
    if isinstance(made, ast.Call) and isinstance(made.func, ast.Name):
        return before, made
    return [], None


def makes_optimizer(function: ast.FunctionDef) -> bool:
    """Whether a whole training may be in it: the weights of a net are handed to something."""
    calls = [n for s in function.body for n in within(s) if isinstance(n, ast.Call)]
    return any(ast.unparse(a).endswith(".parameters()") for c in calls for a in c.args)


def call_alone(statement: ast.stmt) -> ast.Call | None:
    """The call of a line `main()`."""
    made = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(made, ast.Call) and isinstance(made.func, ast.Name):
        return made
    return None


def inlined(call: ast.Call, function: ast.FunctionDef) -> list[ast.stmt]:
    """The body with its parameters assigned before it, up to a return; [] if one is not said."""
    names = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
    defaults = function.args.defaults
    said = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    keywords = zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True)
    said |= {a.arg: value for a, value in keywords if value is not None}
    said |= dict(zip(names, call.args, strict=False))
    said |= {k.arg: k.value for k in call.keywords if k.arg}
    every = {*names, *(a.arg for a in function.args.kwonlyargs)}
    if every != set(said) or any(isinstance(a, ast.Starred) for a in call.args):
        return []
    same = {n for n, v in said.items() if isinstance(v, ast.Name) and v.id == n}
    first = [assigned(n, v, call) for n, v in said.items() if n not in same]
    return [*first, *until_return(function.body)]


def assigned(name: str, value: ast.expr, where: ast.AST) -> ast.stmt:
    made = ast.Assign([ast.Name(name, ast.Store())], value)
    return ast.fix_missing_locations(ast.copy_location(made, where))


def until_return(body: list[ast.stmt]) -> list[ast.stmt]:
    found = []
    for statement in body:
        if any(isinstance(n, ast.Return | ast.Nonlocal) for n in within(statement)):
            break
        found.append(statement)
    return found


def within(node: ast.AST) -> Iterator[ast.AST]:
    """Like ast.walk, but not into functions and classes that are defined there."""
    yield node
    if not isinstance(node, FUNCTION | ast.ClassDef | ast.Lambda):
        for child in ast.iter_child_nodes(node):
            yield from within(child)


def bound(statement: ast.stmt) -> set[str]:
    """The names that a statement gives a value."""
    if isinstance(statement, FUNCTION | ast.ClassDef):
        return {statement.name}
    stored = (n for n in within(statement) if isinstance(n, ast.Name))
    return {n.id for n in stored if isinstance(n.ctx, ast.Store)}
