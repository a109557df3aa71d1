"""What people reached on the validation split: their last answers that still count (recipe 2.8)."""

from pathlib import Path
from typing import Any

from ..ledger import Ledger
from ..side_files import is_interval, read_json, scores

ROW = "2.8"
AGREED = "data/agreement.json"  # beside the ledger; see human/agreement.py
ROOT = "accuracy if errors are independent"


def people(ledger: Ledger) -> dict[str, dict[str, dict[str, float]]]:
    """{"ada, a person, n = 100": {metric: {value, low, high}}}; none of a split that has changed."""
    found = {}
    for record in ledger.records():
        told = record.measured if isinstance(record.measured, dict) else {}
        metrics = scores(told.get("metrics"))
        if record.id == ROW and metrics and not ledger.changed(record):
            found[str(told.get("annotator"))] = (told.get("n"), metrics)
    return {f"{who}, a person, n = {n}": m for who, (n, m) in found.items()}


def agreements(ledger: Ledger, runs: Path) -> list[str]:
    """How far each pair agrees, and the accuracy that it implies; none of a split that has changed."""
    found = read_json(runs / AGREED)
    return [
        said
        for both, one in found.items()
        if isinstance(one, dict) and now(one.get("on"), ledger)
        if (said := sentence(both, one))
    ]


def now(on: Any, ledger: Ledger) -> bool:
    return isinstance(on, dict) and all(
        ledger.present.get(part, "") == print for part, print in on.items()
    )


def sentence(both: str, found: dict[str, Any]) -> str:
    """Of answers that are alike or not; "" of numbers, boxes and forecasts."""
    agreed, root = found.get("agreement"), found.get(ROOT)
    if not is_interval(agreed) or not is_interval(root):
        return ""
    kappa = found.get("kappa")
    more = f", kappa {kappa:.2f}" if isinstance(kappa, float) else ""
    return (
        f"{both} agree on {of(agreed)} of {found.get('n')} examples{more}. If their errors are "
        f"independent each is right on {of(root)}, and a perfect net scores no more against either."
    )


def of(ends: list[float]) -> str:
    return f"{ends[0]:.3f} [{ends[1]:.3f}, {ends[2]:.3f}]"
