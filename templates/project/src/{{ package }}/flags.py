"""Every field of config.py is a flag, and the comment above it is its help."""

import argparse
import inspect
import re
from dataclasses import asdict, fields
from typing import Any, get_args

from .config import Config


def add_flags(parser: argparse.ArgumentParser) -> None:
    comments = re.findall(r"((?: +#.*\n)+) +(\w+):", inspect.getsource(Config))
    helps = {name: re.sub(r"\s*#\s*", " ", text).strip() for text, name in comments}
    for field in fields(Config):
        if isinstance(field.default, tuple):
            continue  # several values: edit config.py
        choices = get_args(field.type) or None  # of a Literal
        flag, said = field.name.replace("_", "-"), helps.get(field.name, "")
        said = f"{said} ({field.default})".replace("%", "%%")
        kind = type(field.default)
        parser.add_argument(f"--{flag}", type=kind, choices=choices, help=said)


def changes(given: argparse.Namespace) -> dict[str, Any]:
    """The fields that were given as flags."""
    said = {f.name: getattr(given, f.name, None) for f in fields(Config)}
    return {name: value for name, value in said.items() if value is not None}


def named(config: Config) -> str:
    """What differs from config.py, so that the list of runs reads as a list of ideas."""
    usual = asdict(Config())
    return "-".join(f"{k}={v}" for k, v in asdict(config).items() if v != usual[k])
