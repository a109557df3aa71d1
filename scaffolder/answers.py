"""Answers: everything `recipe new` decided with you, checked against `copier.yml`."""

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from .declaration import Question, declared, questions, template
from .errors import AnswerError

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True)
class Answers:
    """One field per question. `.copier-answers.yml` keeps them."""

    name: str
    package: str
    kind: str
    data: str  # "" for the embedded sample, else an absolute path
    validation_data: str
    test_data: str
    target: str  # "" where folders or a file of labels are the answer
    drop: tuple[str, ...]
    split: str
    split_column: str
    image_size: int  # pixels; 0 where the data are no pictures
    horizon: int  # steps to forecast; 0 for what the data suggest
    lookback: int  # steps a forecast sees; 0 for what the data suggest
    watch: str  # "" for the usual metric of the kind

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Answers":
        """The given answers and, for the rest, the defaults; all of them valid."""
        answers: dict[str, Any] = {}
        for question in questions():
            value = given.get(question.name)
            answers[question.name] = (
                default(question, answers) if value is None else value
            )
            check(question, answers)
        return cls(**{**answers, "drop": tuple(answers["drop"])})

    def as_data(self) -> dict[str, Any]:
        """As Copier takes them."""
        return {**asdict(self), "drop": list(self.drop)}


def default(question: Question, answers: Mapping[str, Any]) -> Any:
    if not isinstance(question.default, str):
        return question.default
    text = rendered(question.default, answers)
    return int(text) if question.type == "int" else text


def check(question: Question, answers: Mapping[str, Any]) -> None:
    """Refuse an answer of the wrong type, or one its validator complains about."""
    value = answers[question.name]
    problem = type_problem(question, value) or rendered(question.validator, answers)
    if problem:
        raise AnswerError(f"{question.flag} {shown(value)}: {problem.strip()}.")


def type_problem(question: Question, value: Any) -> str:
    if question.choices and value not in question.choices:
        return f"choose one of {', '.join(question.choices)}"
    if question.type == "int" and type(value) is not int:
        return "give a whole number"
    if question.type == "str" and not isinstance(value, str):
        return "give text, in quotes where it looks like a number"
    if question.type == "yaml" and not all_text(value):
        return "give a list of names"
    return ""


def all_text(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(v, str) for v in value)


def shown(value: Any) -> str:
    """An answer on one line, short enough to read."""
    text = (
        repr(value) if not isinstance(value, str) or not value.isprintable() else value
    )
    return text if len(text) <= 60 else text[:57] + "..."


def rendered(text: str, answers: Mapping[str, Any]) -> str:
    """A Jinja text of `copier.yml`. Answers are values in it, never part of the text."""
    hidden = {"kinds": declared()["kinds"]["default"], "reserved": reserved()}
    return environment().from_string(text).render(**answers, **hidden).strip()


@cache
def environment() -> "Environment":
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=FileSystemLoader(template()), undefined=StrictUndefined
    )


@cache
def reserved() -> frozenset[str]:
    """Names no package may have."""
    source = template() / "templates" / "parts" / "reserved_names.yml"
    return frozenset(yaml.safe_load(source.read_text("utf-8")))


def given(
    name: str, flags: Mapping[str, Any], file: Path | None, defaults: bool
) -> dict[str, Any]:
    """What needs no asking. A flag beats the file of answers, which beats a default.

    `drop` of a file is the whole list; --drop adds to it, and --keep takes away from it.
    """
    from .left_out import by_flags

    said = from_file(file) if file else {}
    if "drop" in said:
        said["drop"] = said["drop"] or []
    said |= {
        k: v for k, v in flags.items() if v is not None and v != () and k != "drop"
    }
    said |= by_flags(flags.get("drop") or ())
    said["name"] = name
    for path in ("data", "validation_data", "test_data"):
        if path in said:
            said[path] = absolute(said[path])
    if defaults and not said.get("data"):
        said.setdefault("kind", next(iter(declared()["kinds"]["default"])))
    return said


def absolute(path: str) -> str:
    """A path that means the same from every folder; "" stays ""."""
    return os.path.abspath(os.path.expanduser(path)) if path else ""


def from_file(path: Path) -> dict[str, Any]:
    """The answers in a `.copier-answers.yml`, or in a file that you wrote like it.

    `plan` and `facts`, which are computed again, `add` and what Copier keeps for itself are
    left out.
    """
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise AnswerError(
            f"--answers {path}: {error.strerror}; check the path."
        ) from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise AnswerError(f"--answers {path} is no YAML: {reason}") from error
    if not isinstance(found, dict):
        raise AnswerError(f"--answers {path}: give one `question: answer` a line.")
    given = {k: v for k, v in found.items() if not str(k).startswith("_")}
    return {
        k: v
        for k, v in given.items()
        if k not in ("add", "plan", "facts") and known(k, path)
    }


def known(name: Any, path: Path) -> bool:
    names = [question.name for question in questions()]
    if name in names:
        return True
    near = get_close_matches(str(name), names, 1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(names)}."
    raise AnswerError(
        f"--answers {path} answers `{name}`, which is no question; {hint}"
    )
