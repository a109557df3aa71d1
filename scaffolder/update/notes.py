"""What the changelog says of the releases an update crosses."""

import re

from ..declaration import HERE
from ..releases import number

PACKED = HERE / "_template" / "CHANGELOG.md"
SECTION = re.compile(r"^## (\d+\.\d+\.\d+).*\n", re.MULTILINE)


def crossed(before: str, after: str, text: str | None = None) -> dict[str, str]:
    """Release -> its section, oldest first: those after `before`, up to `after`."""
    parts = SECTION.split(changelog() if text is None else text)
    found = {f"v{version}": body.strip() for version, body in pairs(parts)}
    between = [n for n in found if number(before) < number(n) <= number(after)]
    return {name: found[name] for name in sorted(between, key=number)}


def changelog() -> str:
    """In the installed package, or at the root of a checkout."""
    place = PACKED if PACKED.is_file() else HERE.parent / "CHANGELOG.md"
    return place.read_text("utf-8") if place.is_file() else ""


def pairs(parts: list[str]) -> list[tuple[str, str]]:
    return list(zip(parts[1::2], parts[2::2], strict=True))
