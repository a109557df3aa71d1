"""The optimizer of a script, as an expression of any net."""

import ast
from collections.abc import Iterator


def names_in(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def optimizers(tree: ast.Module, known: set[str]) -> Iterator[str]:
    """Of any net, by names at the top and by defaults of the function around it."""
    for around in [n for n in ast.walk(tree) if hasattr(n, "body")]:
        defaults = constants(around)
        for node in ast.walk(around):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            if ast.unparse(node.args[0]).endswith(".parameters()"):
                name = ast.unparse(node.func)
                net = ast.parse("net.parameters()", mode="eval").body
                made = ast.Call(node.func, [net, *node.args[1:]], node.keywords)
                text = ast.unparse(Put(defaults).visit(ast.parse(ast.unparse(made))))
                free = names_in(ast.parse(text)) - {"net"} - known - imported(tree)
                if "clip" not in name and not free:
                    yield text


def configured(tree: ast.Module) -> Iterator[str]:
    """Of a net that makes its own, as Lightning asks: an optimizer, or lists of several things."""
    for found in ast.walk(tree):
        if isinstance(found, ast.FunctionDef) and found.name == "configure_optimizers":
            yield "optimizer_of(net.configure_optimizers())"


def constants(around: ast.AST) -> dict[str, ast.expr]:
    """Parameter -> its default, of a function."""
    if not isinstance(around, ast.FunctionDef):
        return {}
    names, values = around.args.args, around.args.defaults
    pairs = zip(names[len(names) - len(values) :], values, strict=True)
    return {a.arg: v for a, v in pairs if isinstance(v, ast.Constant)}


def imported(tree: ast.Module) -> set[str]:
    every = [n for n in tree.body if isinstance(n, ast.Import | ast.ImportFrom)]
    return {(a.asname or a.name).split(".")[0] for n in every for a in n.names}


class Put(ast.NodeTransformer):
    def __init__(self, values: dict[str, ast.expr]) -> None:
        self.values = values

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self.values.get(node.id, node)
