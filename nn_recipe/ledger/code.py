"""What a file of Python does, not how it is laid out."""

import ast
from pathlib import Path


def parse(file: Path) -> ast.Module:
    return (
        ast.parse(file.read_text(encoding="utf-8"))
        if file.exists()
        else ast.Module([], [])
    )


def normalised(tree: ast.AST) -> str:
    """The source without comments, docstrings and layout: rewording a comment costs nothing."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and is_text(body[0]):
            del body[0]
    return ast.unparse(tree)


def is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def fields_read(tree: ast.AST) -> set[str]:
    """The names after `config.` and `.config.`"""
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and "config" in (getattr(node.value, "id", ""), getattr(node.value, "attr", ""))
    }


def only(file: Path, name: str) -> str:
    """The source of the function called `name`; empty where there is none."""
    found = [
        node for node in ast.walk(parse(file)) if getattr(node, "name", "") == name
    ]
    return "".join(map(normalised, found))
