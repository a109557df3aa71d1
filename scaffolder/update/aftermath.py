"""What the project itself says after an update: which verdicts went stale, what fails now."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ..verify import Verdict, start, verdict
from .site import owned

Verdicts = Mapping[str, str]  # "2.3 verify_loss_at_init" -> "holds"


@dataclass(frozen=True)
class Ledger:
    """The verdicts of a project, or why they cannot be read."""

    verdicts: Verdicts
    unreadable: str = ""

    def gone_stale(self, after: "Ledger") -> tuple[str, ...]:
        """What held or failed before, and is stale after."""
        return tuple(
            row
            for row, said in after.verdicts.items()
            if said == "stale" and self.verdicts.get(row, "stale") != "stale"
        )


def python(folder: Path) -> str:
    """The interpreter that can run the project: its own, or ours; "" for none."""
    for own in (".venv/bin/python", ".venv/Scripts/python.exe"):
        if (folder / own).is_file() and not strangers(folder, folder / own):
            return str(folder / own)
    return sys.executable if find_spec("torch") else ""


def strangers(folder: Path, python: Path) -> bool:
    """Did somebody put it there who has nothing to do with the project?"""
    whose = folder.stat().st_uid
    parts = (python, python.parent, python.parent.parent)
    return not all(owned(part, whose) for part in parts)


def ledger(folder: Path, package: str) -> Ledger:
    """As `status` reads it: a verdict is stale where what it was measured on has changed."""
    if not (folder / "runs" / "ledger.jsonl").is_file():
        return Ledger({}, "")
    if not python(folder):
        return Ledger({}, no_python())
    done = start(python(folder), folder, package, "status", "--json")
    try:
        rows = json.loads(done.stdout)["rows"]
        named = ((f"{row['id']} {row['name']}", row["verdict"]) for row in rows)
        return Ledger({name: said for name, said in named if said})
    except (ValueError, KeyError, TypeError):
        return Ledger({}, f"`status` failed: {last_line(done)}")


def check(folder: Path, package: str) -> Verdict:
    """Run the project's `check --fast`, where an interpreter can."""
    if not python(folder):
        return Verdict(False, False, no_python())
    return verdict(start(python(folder), folder, package, "check", "--fast", "--json"))


def no_python() -> str:
    return f"the project has no .venv, and {sys.executable} has no torch"


def last_line(done: "subprocess.CompletedProcess[str]") -> str:
    lines = done.stderr.strip().splitlines()
    return lines[-1] if lines else f"exit code {done.returncode}"
