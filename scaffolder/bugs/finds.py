"""What the last `make bugs` found: which check names which bug. Read from finds.json."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("finds.json")


@dataclass(frozen=True)
class Find:
    """What happened to one bug in one kind of project."""

    bug: str  # its id
    kind: str
    by: str = ""  # what caught it: "check --fast", "check --all", "train"; or nothing
    checks: tuple[str, ...] = ()  # that stopped the user, in the order of the recipe
    message: str = ""  # of the first
    look_at: tuple[str, ...] = ()  # of the first
    seconds: int = 0  # of processor time, until the command that caught it was done
    stopped: str = ""  # how `train` ended early: a bug that does so is not silent


@dataclass(frozen=True)
class Quiet:
    """How often the checks of healthy projects of one kind and size spoke up."""

    kind: str
    examples: int  # in the data file
    by: str  # the command
    checks: int  # different ones
    runs: int  # checks times seeds
    alarms: tuple[str, ...]  # which check, with which seed, and what it said


@dataclass(frozen=True)
class Heard:
    """What a user hears after one healthy edit, of all commands."""

    edit: str  # its id
    kind: str
    alarms: tuple[str, ...] = ()  # verdicts "fails", with what they say
    unclear: tuple[str, ...] = ()
    stopped: str = ""  # how `train` ended early
    seconds: int = 0  # of processor time


def stored() -> tuple[list[Find], list[Quiet], list[Heard], list[Heard]]:
    """All that is on record; nothing before the first `make bugs`."""
    content = json.loads(PATH.read_text("utf-8")) if PATH.exists() else {}
    finds = [Find(**tuples(find)) for find in content.get("finds", ())]
    quiet = [Quiet(**tuples(quiet)) for quiet in content.get("healthy", ())]
    edits, blind = (
        [Heard(**tuples(heard)) for heard in content.get(name, ())]
        for name in ("edits", "blind")
    )
    return finds, quiet, edits, blind


def tuples(line: dict[str, Any]) -> dict[str, Any]:
    """JSON knows lists only."""
    return {k: tuple(v) if isinstance(v, list) else v for k, v in line.items()}
