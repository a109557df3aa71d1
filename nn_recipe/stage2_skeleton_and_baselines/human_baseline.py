"""Measure your own accuracy: what a person reaches on validation, beside the net (recipe 2.8)."""

import math
from typing import Any

from ..bootstrap import Interval
from ..contract import Project
from ..findings import last_run
from ..human import kept, shown
from ..human.agreement import triples
from ..human.forms import Form, form_of
from ..human.score import Score, answered, score, usual
from ..ledger import Ledger, Record
from ..ledger.strict_json import strict
from ..side_files import read_json, scores

ROW = "2.8"
HYPOTHESIS = "A person who sees what the net sees does better than the best constant."
FILE = "evaluation-validation.json"


def check(project: Project, ledger: Ledger) -> Record:
    """Of whoever answered most; "unclear" until somebody has. NotOffered where nobody could."""
    form = form_of(project)
    shown.of(project, anyway=bool(kept.annotators()))
    people = {name: len(kept.read(name)) for name in kept.annotators()}
    if not people:
        because = "Nobody has answered yet: `label --annotator NAME` asks."
        return ledger.verdict(ROW, "unclear", HYPOTHESIS, because)
    return judged(project, form, ledger, max(people, key=lambda name: people[name]))


def judged(project: Project, form: Form, ledger: Ledger, annotator: str) -> Record:
    """The verdict on what this person has answered so far."""
    said = kept.read(annotator)
    examples, skipped = answered(project, form, said)
    if not examples:
        raise ValueError(
            f"{annotator} has answered no example of this validation split yet: "
            f"`label --annotator {annotator}` asks."
        )
    constant = usual(project, form, examples)
    name = headline(project, constant)
    experiment = ledger.expect(
        ROW,
        HYPOTHESIS,
        value=strict(constant[name]),
        how=f"{name} of the best constant on the {len(examples)} examples",
    )
    found = score(project, form, said, examples)
    one = found.metrics[name]
    holds = better(one, constant[name], lower(project, name))
    because = sentence(annotator, name, found, constant[name], skipped, ledger)
    told = measured(annotator, name, found, skipped)
    look_at = () if holds else ("what the page shows, and the labels: look",)
    return experiment.conclude(told, holds, because, look_at)


def headline(project: Project, metrics: dict[str, float]) -> str:
    """The metric that picks the weights, where a person has one such."""
    watch = getattr(project.config, "watch", "")
    return watch if watch in metrics else next(iter(metrics))


def lower(project: Project, metric: str) -> bool:
    return metric in getattr(project.target, "errors", ())


def better(found: Interval, constant: float, lower: bool) -> bool | None:
    """Is the whole interval on the right side? None if it is on both."""
    if math.isnan(constant):
        return True
    if found.low <= constant <= found.high:
        return None
    return (found.value < constant) == lower


def measured(annotator: str, name: str, found: Score, skipped: int) -> dict[str, Any]:
    each = {k: [n, *one.three] for k, (n, one) in found.per_class.items()}
    value, low, high = found.metrics[name].three
    return strict(
        {
            "score": value,
            "interval": [low, high],
            "metric": name,
            "n": found.n,
            "skipped": skipped,
            "seconds": found.seconds,
            "annotator": annotator,
            "metrics": triples(found.metrics),
            "per_class": each,
        }
    )


def sentence(
    annotator: str,
    name: str,
    found: Score,
    constant: float,
    skipped: int,
    ledger: Ledger,
) -> str:
    """Who, how well, how fast; the constant; the net."""
    one = found.metrics[name]
    pace = f", {found.seconds:g} s each" if found.seconds is not None else ""
    parts = [f"{annotator}: {name} {one} in {found.n} answers{pace}"]
    parts.append(f"the best constant {constant:.3g}")
    if (run := last_run(ledger, FILE)) and name in (
        net := scores(read_json(run / FILE))
    ):
        parts.append(f"the net of {run.name} {net[name]['value']:.3g}")
    more = (
        f" {skipped} were skipped, and hard ones flatter who skips them."
        if skipped
        else ""
    )
    return "; ".join(parts) + "." + more
