"""From a new tree to a verdict: it compiles, and its own fast checks pass on a few examples."""

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .errors import RenderError


@dataclass(frozen=True)
class Verdict:
    """What the new project's own checks say. It stands either way."""

    ran: bool
    passed: bool
    because: str  # why they did not run, or what they said
    records: tuple[dict[str, Any], ...] = ()  # as `check --json` prints them

    @property
    def failed(self) -> bool:
        return self.ran and not self.passed


NOT_CHECKED = Verdict(False, False, "--no-checks")
INTERRUPTED = Verdict(False, False, "interrupted, and the project is finished")


def compiles(folder: Path) -> None:
    """Every Python file in the tree is Python; if not, the mistake is ours."""
    for path in sorted(folder.rglob("*.py")):
        try:
            compile(path.read_text("utf-8"), str(path), "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            where = path.relative_to(folder)
            raise RenderError(f"{where} does not compile: {error}") from error


def verify(folder: Path, package: str) -> Verdict:
    """Run `check --smoke` of the project in `folder`, where torch is at hand."""
    if importlib.util.find_spec("torch") is None:
        return Verdict(False, False, f"{sys.executable} has no torch")
    return verdict(start(sys.executable, folder, package, "check", "--smoke", "--json"))


def start(
    python: str, folder: Path, package: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """`python -m PACKAGE ARGUMENTS` of the project in `folder`, installed or not."""
    return subprocess.run(
        [python, "-m", package, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": "src", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


WITHOUT = "pip install nn-recipe"  # what a project says where the library is missing


def verdict(done: subprocess.CompletedProcess[str]) -> Verdict:
    if WITHOUT in done.stderr:
        return Verdict(False, False, done.stderr.strip())
    records = parsed(done.stdout)
    if done.returncode == 0:
        held = sum(record.get("verdict") == "holds" for record in records)
        left = sum(record.get("verdict") == "unclear" for record in records)
        eyes = f", {left} waits for your eyes: the pictures" if left else ""
        return Verdict(True, True, f"{held} hold{eyes}", records)
    failing = [
        f"{record.get('check')}: {record.get('because')}"
        for record in records
        if record.get("verdict") == "fails"
    ]
    ended = f"`check` ended with exit code {done.returncode}. {done.stderr.strip()}"
    return Verdict(True, False, "\n".join(failing) or ended, records)


def parsed(output: str) -> tuple[dict[str, Any], ...]:
    """The records `check --json` printed; none where it printed something else."""
    try:
        found = json.loads(output)
    except ValueError:
        return ()
    records = found if isinstance(found, list) else []
    return tuple(record for record in records if isinstance(record, dict))
