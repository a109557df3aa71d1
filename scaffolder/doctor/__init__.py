"""`recipe doctor`: what may keep a project from running, or its numbers from counting."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import UpdateError
from ..update import aftermath
from ..update.site import ANSWERS, around, read
from . import machine, pages, versions
from .finding import Finding

PROBE = Path(__file__).with_name("probe.py")


@dataclass(frozen=True)
class Patient:
    """A project and what its own interpreter says."""

    folder: Path
    package: str
    python: str  # "" where none can run it
    probed: Mapping[str, Any]  # as probe.py prints it


def examine(folder: Path) -> tuple[Finding, ...]:
    """Every finding, good or bad, in the order to look at them."""
    folder = around(folder)
    package = package_of(folder)
    patient = Patient(folder, package, aftermath.python(folder), probe(folder, package))
    return tuple(findings(patient))


def package_of(folder: Path) -> str:
    """As the answers say; they need not be of a release that is known here."""
    try:
        answers = read((folder / ANSWERS).read_bytes(), folder / ANSWERS).answers
        return str(answers.get("package", ""))
    except UpdateError:
        import yaml

        text = (folder / ANSWERS).read_text("utf-8", "replace")
        found = yaml.safe_load(text) if "<<<<<<<" not in text else {}
        return str(found.get("package", "")) if isinstance(found, dict) else ""


def findings(patient: Patient) -> Iterator[Finding]:
    folder = patient.folder
    yield from pages.conflicts(folder)
    yield from pages.release(folder)
    if not patient.python:
        yield Finding("fails", "interpreter", aftermath.no_python(), CREATE)
        return
    if not patient.probed:
        yield Finding(
            "fails", "interpreter", f"{patient.python} does not start", CREATE
        )
        return
    probed = patient.probed
    yield versions.interpreter(folder, patient.python, probed["python"])
    yield from versions.requirements(folder, probed["installed"])
    yield from versions.lock(folder, probed["installed"])
    yield machine.torch(probed["torch"], machine.hardware())
    yield from pages.data(folder, probed["config"])
    yield from pages.placeholders(folder)
    yield stale(folder, patient.package)


CREATE = "python -m venv .venv && .venv/bin/pip install -c constraints.txt -e ."


def probe(folder: Path, package: str) -> Mapping[str, Any]:
    """What the project's interpreter is and has; {} if it cannot be asked."""
    python = aftermath.python(folder)
    if not python:
        return {}
    names = versions.named(folder)
    done = subprocess.run(
        [python, "-I", "-B", str(PROBE), str(folder / "src"), package, *names],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    try:
        return json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        return {}


def stale(folder: Path, package: str) -> Finding:
    ledger = aftermath.ledger(folder, package)
    if ledger.unreadable:
        run = f"python -m {package} status"
        return Finding("fails", "ledger", ledger.unreadable, f"run `{run}`")
    rows = [row for row, said in ledger.verdicts.items() if said == "stale"]
    if not rows:
        return Finding("holds", "ledger", "no verdict is stale")
    because = f"{len(rows)} no longer count: {', '.join(rows[:4])}"
    return Finding("look", "ledger", because, f"python -m {package} check")
