"""runs/squeeze/NAME.json: which nets are taken together, by the files of their weights."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from ..contract import Evaluation
from ..ledger.strict_json import plain, strict
from ..place import here, relative
from ..side_files import read_json
from ..trials.kept import part
from .mean_of_views import Views
from .members import Member


@dataclass(frozen=True)
class Squeezed:
    """A result that can be evaluated, and predict."""

    name: str
    what: str  # "ensemble"
    members: Sequence[Member]
    views: Views | None = None  # of each example; None: it is seen once, as it is


def folder() -> Path:
    return here().runs / "squeeze"


def slug(name: str) -> str:
    """As a file may be called."""
    return re.sub(r"[^a-z0-9.=_-]+", "-", name.lower()).strip("-.")[:60] or "ensemble"


def keep(found: Squeezed, validation: Evaluation) -> Path:
    """Whole or not at all."""
    told = {
        "what": found.what,
        "members": [
            {
                "name": m.name,
                "path": relative(m.path),
                "seed": m.seed,
                "digest": m.digest,
            }
            for m in found.members
        ],
        "validation": validation.numbers,
    } | ({"views": asdict(found.views)} if found.views else {})
    path = folder() / f"{found.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    with part(path) as place:
        place.write_text(json.dumps(strict(plain(told)), indent=1) + "\n", "utf-8")
    return path


def use(name: str) -> str:
    """What to type next; an adapter has no verb of its own for it."""
    if here().adapter:
        return ""
    return f"Use it: {here().python} squeeze evaluate {name}."


def read(name: str) -> Squeezed:
    """Each file must hold the weights that were taken together then."""
    path = folder() / f"{slug(name)}.json"
    told = read_json(path)
    if not told:
        known = sorted(p.stem for p in folder().glob("*.json"))
        raise ValueError(
            f"No result {name!r} in runs/squeeze, which has {known[-5:]}: "
            f"{here().python} squeeze ensemble --seeds 5 makes one."
        )
    try:
        rows = [
            (str(m["name"]), here().root / m["path"], int(m["seed"]), m["digest"])
            for m in told["members"]
        ]
        views = Views(**told["views"]) if "views" in told else None
    except (KeyError, TypeError, ValueError):
        raise ValueError(f"{relative(path)} is damaged: squeeze anew.") from None
    members = [Member(*row[:3]) for row in rows]
    for member, (*_, digest) in zip(members, rows, strict=True):
        if not member.path.is_file() or member.digest != digest:
            raise ValueError(
                f"{relative(member.path)} is gone or holds other weights than when "
                f"{name} was made: squeeze anew."
            )
    return Squeezed(slug(name), str(told["what"]), members, views)
