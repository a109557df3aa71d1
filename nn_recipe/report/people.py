"""What people reached on the validation split: their last answers that still count (recipe 2.8)."""

from ..ledger import Ledger
from ..side_files import scores

ROW = "2.8"


def people(ledger: Ledger) -> dict[str, dict[str, dict[str, float]]]:
    """{"ada, a person, n = 100": {metric: {value, low, high}}}; none of a split that has changed."""
    found = {}
    for record in ledger.records():
        told = record.measured if isinstance(record.measured, dict) else {}
        metrics = scores(told.get("metrics"))
        if record.id == ROW and metrics and not ledger.changed(record):
            found[str(told.get("annotator"))] = (told.get("n"), metrics)
    return {f"{who}, a person, n = {n}": m for who, (n, m) in found.items()}
