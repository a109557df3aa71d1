"""Is it the same study as before? Trials under another code, or of other data, do not add up."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from ..ledger.fingerprint import BOOKKEEPING, FILES
from ..ledger.strict_json import plain, strict
from ..place import here
from ..side_files import read_json
from ..trials.kept import code_of, part
from .knob import Knob
from .study import Settings, Study, folder_of

OTHER = ("environment",)  # another machine may join


def identity(config: Any, knobs: Sequence[Knob], given: Settings) -> dict[str, Any]:
    """All that decides what a trial of this number gives, by what to call it."""
    skip = {*BOOKKEEPING, *FILES}
    told = {f"config.py: {k}": v for k, v in vars(config).items() if k not in skip}
    told |= {f"range of {knob.name}": asdict(knob) for knob in knobs}
    told |= {f"--{k}": getattr(given, k) for k in ("sampler", "seed", "prune")}
    parts = {k: v for k, v in code_of(config).items() if k not in OTHER}
    return strict(plain(told | {f"code or data ({k})": v for k, v in parts.items()}))


def same(study: Study, mine: dict[str, Any]) -> None:
    """Write it down in a new study; refuse another one's name."""
    with study.claims:
        begun = study.optuna.user_attrs.get("begun")
        if begun is None:
            study.optuna.set_user_attr("begun", mine)
            return
    if begun == mine:
        return
    raise ValueError(
        f"The study {study.given.name!r} was begun with {different(begun, mine)}. Trials of "
        "both do not add up: give --name of a new one, or undo the change."
    )


def different(begun: Any, mine: dict[str, Any]) -> str:
    """The first few, fields of the config before the code that reads them."""
    if not isinstance(begun, dict):
        return "something else"
    names = [k for k in (*mine, *begun) if begun.get(k) != mine.get(k)]
    names = list(dict.fromkeys(names))
    said = [
        (
            f"{k} = {begun.get(k)!r}, now {mine.get(k)!r}"
            if k.startswith(("config.py", "--"))
            else f"other {k}"
        )
        for k in names[:3]
    ]
    return "; ".join(said)


def remember(given: Settings) -> None:
    """For workers that join."""
    with part(folder_of(given.name) / "settings.json") as path:
        path.write_text(json.dumps(asdict(given)), encoding="utf-8")


def joined(name: str) -> Settings:
    """Those of a study that was begun; ValueError where there is none."""
    told = read_json(folder_of(name) / "settings.json")
    types = {f.name: type(f.default) for f in fields(Settings)}
    if {k: type(v) for k, v in told.items()} != types or told["name"] != name:
        raise ValueError(
            f"There is no study {name!r} to join. Begin it: {here().python} tune --name {name}"
        )
    return Settings(**told)
