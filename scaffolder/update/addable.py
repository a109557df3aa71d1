"""What templates declare that can be added, and what every project of an older release has."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..releases import number


@dataclass(frozen=True)
class Addable:
    """One entry of `things` in `copier.yml`, for one kind."""

    name: str
    entry: Mapping[str, Any]
    fits: bool  # has the kind such a part?
    why: str  # it makes no sense there; "" where it does


def addable(templates: Path, kind: str) -> tuple[Addable, ...]:
    """All things that these templates declare; of templates before v0.12.0 nothing."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    declared = yaml.load((templates / "copier.yml").read_text("utf-8"), Loader=loader)
    parts = declared.get("kinds", {}).get("default", {}).get(kind, {}).get("parts", {})
    found = declared.get("things", {}).get("default", {})
    return tuple(
        addable_thing(name, entry, kind, parts) for name, entry in found.items()
    )


def addable_thing(
    name: str, entry: Mapping[str, Any], kind: str, parts: Mapping[str, str]
) -> Addable:
    why = entry.get("not_for", {}).get(kind, "")
    fits = name in parts or bool(entry.get("everywhere")) and not why
    return Addable(name, entry, fits, why)


def what_is_inside(
    release: str, inside: Iterable[str], things: Iterable[Addable]
) -> list[str]:
    """What is inside a project of this release: added, or a part of all projects then."""
    before = [t.name for t in things if t.fits and built_in(release, t.entry)]
    return [*dict.fromkeys([*inside, *before])]


def built_in(release: str, entry: Mapping[str, Any]) -> bool:
    return () < number(release) < number(entry.get("inside_before", ""))
