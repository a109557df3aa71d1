"""What a card is about: a run, its project, and the ledger as seen under the run's own config."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from ..ledger import Ledger
from ..ledger.fingerprint import FILES
from ..place import here
from ..report.folders import Folder, runs_in
from ..side_files import TRAINED, read_json

ANSWERS = ".copier-answers.yml"


@dataclass(frozen=True)
class Subject:
    """One run, or none yet: then the card says which command measures what."""

    runs: Path
    run: Folder | None
    ledger: Ledger

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What `recipe new` was told, planned and noticed; {} of code of your own."""
        try:
            found = yaml.safe_load((here().root / ANSWERS).read_text("utf-8"))
        except (OSError, ValueError, yaml.YAMLError):
            return {}
        return found if isinstance(found, dict) else {}

    @cached_property
    def trained(self) -> dict[str, Any]:
        return read_json(self.run.path / TRAINED) if self.run else {}

    @property
    def config(self) -> Mapping[str, Any]:
        return by_name(self.run.config if self.run else vars(here().config.Config()))

    @property
    def watch(self) -> str:
        """The metric that picked the weights."""
        return str(self.config.get("watch", "loss"))

    @property
    def kind(self) -> str:
        """As the project says of itself; nothing depends on it."""
        return str(self.answers.get("kind", ""))

    def file(self, name: str) -> str:
        """A file of the run, which the card names without its folder."""
        return name if self.run else ""

    def evaluation(self, split: str) -> dict[str, Any]:
        return self.run.evaluation(split) if self.run else {}


def subject(run: str, runs: Path) -> Subject:
    """By number, name or "last", as the other verbs find it; ValueError if there is no such run."""
    found, usual = runs_in(runs), here().config.Config()
    chosen = next((r for r in reversed(found) if called(r.name, run)), None)
    if chosen is None and (found or run != "last"):
        known = [r.name for r in found][-5:]
        raise ValueError(f"No run {run!r} among {known}: name one, or `train` first.")
    ledger = Ledger.of(usual)
    if chosen and not here().adapter:
        ledger = ledger.seen_under(config_of(chosen.config, usual))
    return Subject(runs, chosen, ledger)


def called(folder: str, name: str) -> bool:
    number, _, slug = folder.partition("-")
    return name in ("last", folder, slug, number, str(int(number)))


def by_name(config: Mapping[str, Any]) -> dict[str, Any]:
    """Files without their folders: where they lie is the owner's business alone."""
    named = {f: Path(str(config[f])).name for f in FILES if config.get(f)}
    return {**config, **named}


def config_of(stored: Mapping[str, Any], usual: Any) -> Any:
    """The run's own config, in fields that there are today."""
    known = {field.name for field in fields(usual)}
    values = {k: as_tuples(v) for k, v in stored.items() if k in known}
    return type(usual)(**{**vars(usual), **values})


def as_tuples(value: Any) -> Any:
    return tuple(map(as_tuples, value)) if isinstance(value, list) else value
