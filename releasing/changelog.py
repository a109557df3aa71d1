"""The page that says what an update brings: what stands under `Unreleased` gets a number."""

import re
from pathlib import Path

from scaffolder.errors import RecipeError

HEADING = "## Unreleased"


def close(changelog: Path, version: str) -> str:
    """The text with `## Unreleased` renamed to the version. It must say something."""
    text = changelog.read_text("utf-8")
    found = re.search(rf"^{HEADING}\n+(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if not found or not found[1].strip():
        raise RecipeError(
            f"{changelog.name} has nothing under `{HEADING}`: say there what an update "
            "brings to a project, then release."
        )
    return text.replace(HEADING, f"## {version}", 1)
