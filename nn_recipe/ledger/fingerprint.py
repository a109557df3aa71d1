"""What a verdict was measured on, as seven short digests. A change of one makes it stale.

No torch here: `status` has to answer at once.
"""

import ast
import hashlib
import json
import platform
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from glob import glob
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from ..place import here
from ..side_files import read_json

FILES = ("data", "validation_data", "test_data")  # paths, of which the contents count
SPLIT = ("split", "split_column", "validation_share", "test_share", "split_seed")
# How fast and how often, never what: these change no weight and no prediction.
BOOKKEEPING = ("workers", "cache_megabytes", "threads", "device", "log_every")
# Which modules of the package decide what; one that is not there says nothing.
CODE = {
    "data": ("read", "data"),
    "split": ("split", "load"),
    "model": ("model",),
    "loss": ("target",),
    "optimiser": ("train",),
}


def fingerprints(config: Any) -> dict[str, str]:
    """The digest of each part of the project as it stands now, under this config."""
    if here().adapter:
        from .of_files import of_files

        return of_files(config)
    package = here().folder
    code = {
        part: digest(*(read(config, package / f"{name}.py", part) for name in names))
        for part, names in CODE.items()
    }
    return {
        "data": digest(contents(config), code["data"]),
        "split": digest(values(config, SPLIT), code["split"]),
        "model": code["model"],
        "loss": code["loss"],
        "optimiser": digest(
            values(config, ("seed", "batch_size", "steps")), code["optimiser"]
        ),
        "augmentation": digest(only(package / "data.py", "augment")),
        "environment": environment(config),
    }


def digest(*parts: object) -> str:
    """Twelve hexadecimal digits: enough for one project, short enough to read out."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


# --- code: what the file does and the knobs it reads, not how it is laid out ---


def read(config: Any, file: Path, part: str) -> str:
    """The digest of a file and of the config fields it reads; paths count by content."""
    tree = parse(file)
    skip = {*FILES, *BOOKKEEPING} | (set(SPLIT) if part == "data" else set())
    return digest(normalised(tree), values(config, sorted(fields_read(tree) - skip)))


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


def values(config: Any, names: Iterable[str]) -> list[tuple[str, object]]:
    known = {field.name for field in fields(config)}
    return [(name, getattr(config, name)) for name in names if name in known]


def environment(config: Any) -> str:
    try:
        torch = version("torch")
    except PackageNotFoundError:
        torch = "none"
    machine = (platform.machine(), platform.system(), platform.python_version())
    return digest(torch, *machine, config.device, config.threads)


# --- data: the bytes of every file the config names ---


def contents(config: Any) -> list[tuple[str, str, str]]:
    """(field, name, content hash) of every file. Moving the data elsewhere changes nothing."""
    cache = here().runs / "data" / "hashes.json"
    known = remembered(cache)
    found, rows = {}, []
    for field in FILES:
        for name, path in files(getattr(config, field, "")):
            facts = path.stat()
            key = f"{path}|{facts.st_size}|{facts.st_mtime_ns}"
            found[key] = known.get(key) or content_hash(path)
            rows.append((field, name, found[key]))
    if found and found.items() - known.items():
        remember(cache, {**known, **found})
    return rows


def files(named: str) -> list[tuple[str, Path]]:
    """The files a path of the config stands for, each with its name from there on.

    An idx file of pictures brings its labels. Pictures named in a CSV are not followed: their
    paths and labels are in the CSV, their pixels are taken to stay.
    """
    path = here().resolve(named)
    if not named:
        return []
    if not path.exists():  # a pattern: "recordings/*_[0-4].wav", or nothing
        return [(Path(p).name, Path(p)) for p in sorted(glob(str(path)))]
    if path.is_dir():
        inside = sorted(p for p in path.rglob("*") if p.is_file())
        return [(p.relative_to(path).as_posix(), p) for p in inside]
    labels = path.with_name(
        path.name.replace("images", "labels").replace("idx3", "idx1")
    )
    both = {path, labels} if labels.is_file() else {path}
    return [(p.name, p) for p in sorted(both)]


def content_hash(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def remembered(cache: Path) -> dict[str, str]:
    """Hashes by path, size and time of change: ten gigabytes are read once."""
    return {k: v for k, v in read_json(cache).items() if isinstance(v, str)}


def remember(cache: Path, hashes: dict[str, str]) -> None:
    temporary = cache.with_suffix(".part")
    with suppress(OSError):  # whoever may not write here may still look
        cache.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(hashes, indent=0))
        temporary.replace(cache)
