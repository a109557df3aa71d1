"""Commands for a person to copy into a shell."""

from __future__ import annotations

import re
import shlex
from pathlib import Path


def python(folder: Path, code: str) -> str:
    """Runs `code` in a folder; between double quotes where they leave it as it is."""
    special = re.search(r'["$`!]|\\[\\"$`]', code)
    quoted = shlex.quote(code) if special else f'"{code}"'
    return f"cd {shlex.quote(str(folder))}; python -c {quoted}"
