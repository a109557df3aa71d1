"""Answers on the disk: one whole line each, there before the next example is shown."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..ledger.experiment import now
from ..ledger.lines import append
from ..place import here

NAME = re.compile(r"\w[\w .@+-]{0,63}")


@dataclass(frozen=True)
class Said:
    """What one person said of one example."""

    id: str
    answer: Any  # in the form of the page; None if it was skipped
    seconds: float | None = None  # from seeing it to answering
    skipped: bool = False


def path_of(annotator: str) -> Path:
    """runs/data/labels/NAME.jsonl; the name becomes no other path."""
    if not NAME.fullmatch(annotator):
        raise ValueError(
            f"Found the name {annotator[:80]!r}, needed letters, digits, spaces and . _ @ + -, "
            "64 at most: give --annotator NAME, such as --annotator ada."
        )
    return here().runs / "data" / "labels" / f"{annotator}.jsonl"


def keep(annotator: str, said: Said) -> None:
    """Append; on the disk when this returns. A torn last line stays a line of its own."""
    line: dict[str, Any] = {"id": said.id, "answer": said.answer}
    line |= {"seconds": said.seconds, "skipped": said.skipped, "time": now()}
    text = json.dumps(line, ensure_ascii=True, allow_nan=False) + "\n"
    append(path_of(annotator), text.encode())


def read(annotator: str) -> dict[str, Said]:
    """Id -> what was said of it last. Lines that are torn are passed over."""
    path = path_of(annotator)
    if not path.exists():
        return {}
    found = map(parsed, path.read_bytes().split(b"\n"))
    return {said.id: said for said in found if said}


def parsed(line: bytes) -> Said | None:
    try:
        found = json.loads(line)
        seconds = found.get("seconds")
        seconds = None if seconds is None else float(seconds)
        return Said(
            str(found["id"]), found["answer"], seconds, bool(found.get("skipped"))
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def annotators() -> list[str]:
    """Everyone who has answered anything."""
    folder = here().runs / "data" / "labels"
    return sorted(path.stem for path in folder.glob("*.jsonl"))
