"""Facts for the answers given so far: of your data, or of an embedded sample."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from .facts.model import Facts, Proposal
from .kinds import kind

Read = Callable[[Mapping[str, Any]], Facts]


def reading(progress: Any = None) -> Read:
    """A function from answers to Facts, which reads nothing twice."""
    before: list[tuple[list[str], Facts]] = []

    def read(said: Mapping[str, Any]) -> Facts:
        paths = [said.get(n) or "" for n in ("data", "validation_data", "test_data")]
        for data, facts in before:
            if data == paths and fit(facts, said):
                return facts
        facts = of_data(said, progress) if said["data"] else of_sample(said)
        before.append((paths, facts))
        return facts

    return read


def fit(facts: Facts, said: Mapping[str, Any]) -> bool:
    """Whether a new reading would find the same."""
    return all(
        not said.get(name) or said[name] == proposal.value
        for name, proposal in (("kind", facts.kind), ("target", facts.target))
    )


def of_data(said: Mapping[str, Any], progress: Any) -> Facts:
    from . import facts

    return facts.read(
        Path(said["data"]),
        kind=said.get("kind") or forecast(said),
        target=said.get("target") or None,
        validation=said.get("validation_data") or None,
        test=said.get("test_data") or None,
        progress=progress,
    )


def forecast(said: Mapping[str, Any]) -> str | None:
    """The kind of whoever says how far ahead or how far back."""
    asked = said.get("horizon") or said.get("lookback")
    return "series-forecasting" if asked else None


def of_sample(said: Mapping[str, Any]) -> Facts:
    """The facts of the embedded sample, at the place it has in a project."""
    from . import facts

    row = kind(said["kind"])
    target = said.get("target") or row.sample_target
    found = facts.read(row.sample_path, kind=row.name, target=target or None)
    place = Proposal(f"data/{row.sample}", f"the sample of {row.sample_about}")
    if target and target == row.sample_target:
        reason = "the answer that the embedded sample is about"
        found = replace(found, target=Proposal(target, reason))
    settings = {**found.settings, "data": place}
    return replace(found, path=Path(place.value), settings=settings)
