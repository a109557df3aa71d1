"""The questions of `recipe new`, read from `copier.yml`, where they are declared."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Question:
    """One question, as Copier would ask it. Texts in braces are Jinja."""

    name: str
    type: str  # "str", "int" or "yaml", which here is always a list
    help: str
    default: Any
    choices: tuple[str, ...]
    validator: str  # renders nothing where the answer is fine, else the complaint

    @property
    def flag(self) -> str:
        return "--" + self.name.replace("_", "-")


def template() -> Path:
    """The folder with `copier.yml` and `templates/`: in the wheel, or the repository."""
    packed = HERE / "_template"
    return packed if (packed / "copier.yml").is_file() else HERE.parent


@cache
def declared() -> Mapping[str, Any]:
    """All of `copier.yml`."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # 8 times as fast
    return yaml.load((template() / "copier.yml").read_text("utf-8"), Loader=loader)


@cache
def questions() -> tuple[Question, ...]:
    """What a person can answer, in order: neither the computed nor the hidden ones."""
    computed = {"plan", "facts", "add"}  # `add` is kept by `recipe add`
    return tuple(
        question(name, entry)
        for name, entry in declared().items()
        if not name.startswith("_") and entry.get("when", True) and name not in computed
    )


def question(name: str, entry: Mapping[str, Any]) -> Question:
    return Question(
        name=name,
        type=entry["type"],
        help=entry["help"],
        default=entry["default"],
        choices=tuple(entry.get("choices", ())),
        validator=entry.get("validator", ""),
    )
