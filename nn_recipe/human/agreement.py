"""Two people on the same examples: how often they agree, and what that says of each."""

import json
import math
from collections.abc import Sequence
from typing import Any

from sklearn.metrics import cohen_kappa_score
from torch import Tensor

from ..bootstrap import Interval, intervals
from ..contract import Project
from ..ledger import Ledger
from ..ledger.strict_json import strict
from ..side_files import read_json
from . import kept
from .forms import Form
from .score import against, answered, encoded, wilson

PLACE = "data/agreement.json"  # in the folder of the ledger: what each pair agreed in
ASKED = ("data", "split", "loss")  # fingerprints that an agreement depends on, as 2.8
NAMED = ("class", "labels", "tags", "mask", "next")  # answers that are alike or not


def agreement(project: Project, form: Form, one: str, other: str) -> dict[str, Any]:
    """Raw agreement, Cohen's kappa, and the accuracy that both have if their errors are independent.

    Two who err with a share e agree in (1 - e)^2 and, rarely, in one same error: two of 5 % agree
    in .903 of ten classes, so agreement understates them, and its root, .950, is the accuracy.
    Errors that both make, as on a picture nobody can read, make the root too high.
    """
    said = kept.read(one), kept.read(other)
    theirs = {e.id for e in answered(project, form, said[1])[0]}
    both = [e for e in answered(project, form, said[0])[0] if e.id in theirs]
    if not both:
        raise ValueError(
            f"{one} and {other} answered no example in common: let both `label` with the "
            "same --n and --seed."
        )
    ys = [encoded(form, [s[e.id].answer for e in both], both) for s in said]
    found: dict[str, Any] = {"annotators": [one, other], "n": len(both)}
    if form.asks["form"] in NAMED:
        found |= alike(*ys, single=form.asks["form"] in ("class", "next"))
    if form.judge is None:
        found[f"{one}, if {other} is right"] = triples(against(project, *ys))
    return found


def alike(one: Tensor, other: Tensor, single: bool) -> dict[str, Any]:
    """Of examples, or of the places in each; intervals are those of other examples."""
    one, other = (y.reshape(len(y), -1) for y in (one, other))
    if single:
        one, other = one[:, :1], other[:, :1]
    there = (one >= 0) | (other >= 0)
    same = ((one == other) & there).sum(1).double()

    def measure(chosen: Tensor) -> dict[str, float]:
        return {"raw": (same[chosen].sum() / there[chosen].sum()).item()}

    raw = intervals(measure, len(one))["raw"]
    raw = wilson(raw.value, len(one)) if single else raw
    kappa = cohen_kappa_score(one[there].numpy(), other[there].numpy())
    return {
        "agreement": raw.three,
        "kappa": float(kappa),
        "accuracy if errors are independent": [math.sqrt(v) for v in raw.three],
    }


def keep(found: dict[str, Any], ledger: Ledger) -> None:
    """For the report; of a pair the last counts."""
    if ledger.path is None:
        return
    path = ledger.path.parent / PLACE
    path.parent.mkdir(parents=True, exist_ok=True)
    both = " and ".join(found["annotators"])
    on = {part: ledger.present.get(part, "") for part in ASKED}
    whole = read_json(path) | {both: {**found, "on": on}}
    path.write_text(json.dumps(strict(whole), indent=1), encoding="utf-8")


def triples(metrics: dict[str, Interval]) -> dict[str, list[float]]:
    return {name: one.three for name, one in metrics.items()}


def told(found: dict[str, Any]) -> list[str]:
    """For the terminal."""
    one, other = found["annotators"]
    lines = [f"{one} and {other}, {found['n']} examples, value [95 %]"]
    for name, value in found.items():
        rows: dict[str, Sequence[float]] = value if isinstance(value, dict) else {}
        if isinstance(value, list) and name != "annotators":
            rows = {name: value}
        if isinstance(value, dict):
            lines.append(f"{name}:")
        lines += [
            f"  {k:<36}{v:.3f} [{a:.3f}, {b:.3f}]" for k, (v, a, b) in rows.items()
        ]
        if isinstance(value, float):
            lines.append(f"  {name:<36}{value:.3f}")
    lines.append(
        "Agreement understates both, if their errors are independent: then its root is the "
        "accuracy of each. Errors that both make hide from it."
    )
    return lines
