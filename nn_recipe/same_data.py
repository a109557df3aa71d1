"""Are the files still those that a run was trained on? If not, a split may be another one."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from .ledger.fingerprint import FILES, contents
from .side_files import read_json

FILE = "data.json"  # of a run: field of config.py, name of the file, hash of its bytes
Files = dict[str, str]  # "data train.csv" -> hash


def stand(config: Any) -> Files:
    """Of all files that this config names."""
    return {f"{field} {name}": found for field, name, found in contents(config)}


def keep(run: Path, before: Files) -> None:
    """Whole or not at all, as the other files of a run."""
    part = run / f"{FILE}.part"
    part.write_text(json.dumps(before, indent=1) + "\n", encoding="utf-8")
    part.replace(run / FILE)


def told(before: Files, now: Files) -> str:
    """Which files are new, gone or other ones; "" if none."""
    names = [
        name.partition(" ")[2]
        for name in sorted(before.keys() | now.keys())
        if before.get(name) != now.get(name)
    ]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def since(run: Path) -> str:
    """What has changed since the run was trained; "" if nothing, or nobody knows."""
    before, config = read_json(run / FILE), read_json(run / "config.json")
    if not before or not config:
        return ""
    named = {field: config.get(field, "") for field in FILES}
    return told(before, stand(SimpleNamespace(**named)))
