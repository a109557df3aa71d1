"""A project opened though some of its files or answers cannot be read: those stand aside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..contract import Example, Project, Some, Splits, open_project
from ..generated import Generated
from ..place import here
from ..refused import sentence
from .decoded import are_files, undecodable
from .faults import each

PARTS = ("train", "validation", "test")  # a broken file of the test split stops it, too
PIECES = (1, 8, 64)  # of training, one of which may open


@dataclass(frozen=True)
class Readable(Some):
    """The splits of what can be read."""

    broken: Mapping[str, str] = field(default_factory=dict)  # id -> why


def openable(config: Any) -> Project:
    """The project of its readable examples; `splits.broken` names the others.

    Raises ValueError where no part of training opens. Code that was adopted, and windows of a
    text or a series, are opened as they are.
    """
    package = here().package
    if here().adapter:
        return open_project(package, **vars(config))
    splits = Generated.loads(package, config)
    if not isinstance(splits.train, list):
        return Generated.given(package, config, splits)
    broken = undecoded(splits)
    project = first_that_opens(package, config, without(splits, broken))
    refused = dict(refusals(project, without(splits, broken)))
    whole = len(project.splits.train) == len(without(splits, broken).train)
    kept = without(splits, broken | refused)
    if whole and not refused:
        return project.having(splits=kept)
    return Generated.given(package, config, kept)


def everything(splits: Splits) -> list[Example]:
    return [e for part in PARTS for e in getattr(splits, part)]


def undecoded(splits: Splits) -> dict[str, str]:
    examples = everything(splits)
    if not are_files(examples):
        return {}
    found = each(lambda e: undecodable(e.raw), examples)
    return {example.id: why for example, why in found if why}


def without(splits: Splits, broken: Mapping[str, str]) -> Readable:
    parts = ([e for e in getattr(splits, p) if e.id not in broken] for p in PARTS)
    return Readable(*parts, left_out=splits.left_out, broken=broken)


def first_that_opens(package: str, config: Any, splits: Readable) -> Project:
    """All of it, or else a piece: enough to ask what each answer means."""
    refused: Exception | None = None
    for pieces in PIECES:
        for i in range(pieces):
            some = Readable(splits.train[i::pieces], splits.validation, splits.test)
            try:
                return Generated.given(package, config, some)
            except (
                Exception
            ) as error:  # which of its examples it stops on is asked below
                if sentence(error):  # the machine does
                    raise
                refused = refused or error
    raise refused or ValueError("No part of training opens.")


def refusals(project: Project, splits: Splits) -> Iterator[tuple[str, str]]:
    """What the project itself makes nothing of: a label it does not know, a word for a number."""
    for example in everything(splits):
        try:
            why = asked(project, example)
        except Exception as error:  # whatever it says: refused
            why = " ".join(str(error).split())[:160] or type(error).__name__
        if why:
            yield example.id, why


def asked(project: Project, example: Example) -> str:
    """Raises whatever the project raises."""
    target, answer, raw = project.target, example.answer, example.raw
    if target.answers_are == "tags" and len(raw) != len(answer):
        return f"{len(raw)} tokens, {len(answer)} tags"
    y = target.encode(answer)
    if target.answers_are == "numbers" and not y.isfinite().all():
        return f"the answer {answer} is no number"
    if isinstance(raw, dict):
        project.inputs.encode(raw)
    return ""
