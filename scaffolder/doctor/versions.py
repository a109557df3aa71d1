"""Is what the project asks for installed, and what it was last tested with?"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet

from .finding import Finding

INSTALL = "pip install -c constraints.txt -e ."


def project(folder: Path) -> Mapping[str, Any]:
    """The [project] table of pyproject.toml; {} where it is not TOML."""
    try:
        text = (folder / "pyproject.toml").read_text("utf-8")
        return tomllib.loads(text).get("project", {})
    except (OSError, tomllib.TOMLDecodeError):
        return {}


def dependencies(folder: Path) -> Iterator[Requirement]:
    for text in project(folder).get("dependencies", []):
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        if requirement.marker is None or requirement.marker.evaluate():
            yield requirement


def pins(folder: Path) -> dict[str, str]:
    """Name -> version, of constraints.txt."""
    path = folder / "constraints.txt"
    text = path.read_text("utf-8", "replace") if path.is_file() else ""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;#]+)", text, re.MULTILINE)
    return dict(found)


def named(folder: Path) -> list[str]:
    """Every distribution to ask for."""
    return sorted({*(r.name for r in dependencies(folder)), *pins(folder)})


def interpreter(folder: Path, python: str, version: str) -> Finding:
    wanted = project(folder).get("requires-python", "")
    if version not in SpecifierSet(wanted):
        because = f"{python} is Python {version}, and the project needs {wanted}"
        return Finding("fails", "interpreter", because, "make a new .venv with another")
    return Finding("holds", "interpreter", f"Python {version}, {python}")


def requirements(folder: Path, installed: Mapping[str, str]) -> Iterator[Finding]:
    asked = list(dependencies(folder))
    wrong = [r for r in asked if not satisfied(r, installed.get(r.name, ""))]
    for r in wrong:
        found = installed.get(r.name) or "it is not installed"
        yield Finding("fails", "packages", f"{r} is needed; found: {found}", INSTALL)
    if not wrong:
        yield Finding("holds", "packages", f"all {len(asked)} that it needs are here")


def satisfied(requirement: Requirement, version: str) -> bool:
    return bool(version) and requirement.specifier.contains(version, prereleases=True)


def lock(folder: Path, installed: Mapping[str, str]) -> Iterator[Finding]:
    """Versions other than those in constraints.txt: allowed, and the bits may differ."""
    drifted = [
        f"{name} {installed[name]}, tested with {version}"
        for name, version in pins(folder).items()
        if installed.get(name) and installed[name].split("+")[0] != version
    ]
    if drifted:
        because = f"{len(drifted)} differ from constraints.txt: {'; '.join(drifted)}"
        yield Finding("look", "lock", because, INSTALL)
    elif pins(folder):
        yield Finding("holds", "lock", "what is installed is what it was tested with")
